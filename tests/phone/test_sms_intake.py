"""Text messages from a gateway: filed, corrected, repeated, refused; each kept and answered (R-B8)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.reports.models import FollowUp, Report, SmsMessage, SmsState
from incidents.reports.services import report_reject, sms_receive
from tests.factories import organizations as make
from tests.factories import reports as filed

pytestmark = pytest.mark.django_db
PHONE = "13912345678"


@pytest.fixture
def gateway(county):
    filed.event_type("10106")
    filed.event_type("10401")
    at = county[0]
    return make.user("reporter", at, unit=make.unit(at))


@pytest.fixture
def cadre(county, gateway):
    at = county[0]
    return make.user("grid_worker", at, phone="+86 139-1234-5678", unit=make.unit(at), full_name="罗春桃")


def receive(gateway, text, sender=PHONE, **more):
    return sms_receive(sender=sender, text=text, actor=gateway, **more)


def test_a_message_becomes_an_unverified_report_and_is_read_back(gateway, cadre):
    kept = receive(gateway, "灾 1 玉山村三组 伤2 困12 转40")
    report = kept.report
    assert (kept.state, report.status, report.channel, report.source) == ("filed", "submitted", "sms", "grid_worker")
    assert (report.event_type_id, report.place, report.reporter_id) == ("10106", "玉山村三组", cadre.pk)
    assert (report.figures["trapped"], report.figures["relocated"]) == (12, 40)
    assert "轻重未分" in report.description and "灾 1 玉山村三组" in report.description
    short = report.number.rsplit("-", 1)[-1]
    assert short in kept.reply and "困12" in kept.reply and f"更正 {short}" in kept.reply


def test_a_village_that_is_known_gives_its_place(gateway, cadre, county):
    village = make.jurisdiction(parent=county[0], level="village", name="石桥村")
    report = receive(gateway, "灾 1 石桥村 困2").report
    assert (report.jurisdiction_id, report.place) == (village.pk, "石桥村")


def test_an_unknown_number_is_told_so_and_files_nothing(gateway):
    kept = receive(gateway, "灾 1 玉山村 困2", sender="13711112222")
    assert kept.state == SmsState.UNKNOWN and kept.report is None and "未登记" in kept.reply
    assert Report.objects.count() == 0 and SmsMessage.objects.count() == 1


def test_a_number_outside_the_gateways_reach_is_unknown_to_it(gateway, county):
    other = make.jurisdiction()
    make.user("grid_worker", other, phone="13822223333", unit=make.unit(other))
    assert receive(gateway, "灾 1 玉山村 困2", sender="13822223333").state == SmsState.UNKNOWN


def test_an_account_of_a_township_is_no_gateway_and_speaks_in_nobodys_name(cadre, county):
    _county, township, village = county
    make.user("grid_worker", village, phone="13655556666", unit=make.unit(village))
    neighbour = make.user("reporter", township, unit=make.unit(township))
    assert receive(neighbour, "灾 1 玉山村 困2", sender="13655556666").state == SmsState.UNKNOWN
    assert receive(neighbour, "更正 困2").state == SmsState.UNKNOWN
    assert Report.objects.count() == 0


def test_two_people_with_one_number_are_nobody(gateway, cadre, county):
    make.user("grid_worker", county[0], phone=PHONE, unit=make.unit(county[0]))
    assert receive(gateway, "灾 1 玉山村 困2").state == SmsState.UNKNOWN


def test_the_same_words_within_ten_minutes_count_once_and_say_so(gateway, cadre):
    first = receive(gateway, "灾 1 玉山村 困2")
    again = receive(gateway, "灾 1  玉山村　困2")
    assert again.state == SmsState.REPEATED and again.report == first.report and "只计一次" in again.reply
    SmsMessage.objects.update(entered_at=timezone.now() - timedelta(minutes=11))
    assert receive(gateway, "灾 1 玉山村 困2").state == SmsState.FILED
    assert Report.objects.count() == 2 and SmsMessage.objects.count() == 3


def test_what_cannot_be_read_is_answered_with_the_reason_and_a_sample(gateway, cadre):
    kept = receive(gateway, "灾 77 玉山村")
    assert kept.state == SmsState.UNREADABLE and "灾种代码" in kept.reply and "灾 3 玉山村" in kept.reply
    assert Report.objects.count() == 0


def test_a_correction_becomes_a_follow_up_of_the_named_report(gateway, cadre):
    first, second = receive(gateway, "灾 1 玉山村 困12 死3").report, receive(gateway, "灾 3 石桥村 困1").report
    short = first.number.rsplit("-", 1)[-1]
    kept = receive(gateway, f"更正 {short} 困10 死2")
    first.refresh_from_db()
    assert (kept.state, kept.report, first.figures["trapped"], first.figures["deaths"]) == ("added", first, 10, 2)
    assert FollowUp.objects.get().reason == f"短信更正 {PHONE}"
    assert receive(gateway, "更正 困5").report == second


def test_a_correction_of_nothing_says_so(gateway, cadre):
    assert "没有找到" in receive(gateway, "更正 R0099 困10").reply


def test_a_service_that_refuses_is_heard_in_the_answer(gateway, cadre, county):
    report = receive(gateway, "灾 1 玉山村 困2").report
    report_reject(report=report, reason="演练误报", actor=filed.officer(county[0]))
    kept = receive(gateway, "更正 困5")
    assert kept.state == SmsState.REFUSED and "未能受理" in kept.reply


def test_the_api_answers_with_the_words_to_send(gateway, cadre, token_client):
    answer = token_client(gateway).post("/api/v1/sms/", {"from": PHONE, "text": "灾 1 玉山村 困2"}, format="json")
    told = answer.json()
    assert answer.status_code == 201 and told["state"] == "filed" and told["number"] in Report.objects.get().number
    bad = token_client(gateway).post("/api/v1/sms/", {"from": "", "text": "灾 1"}, format="json")
    assert bad.status_code == 422 and bad.json()["errors"][0]["field"] == "from"


def test_the_raw_log_shows_every_message_to_the_duty_room_only(gateway, cadre, county, signed_in):
    receive(gateway, "灾 1 玉山村 困2")
    receive(gateway, "听不懂", sender="13711112222")
    page = signed_in(filed.officer(county[0])).get("/reports/sms/").content.decode()
    assert "玉山村" in page and "听不懂" in page and "未登记" in page
    filtered = signed_in(filed.officer(county[0])).get("/reports/sms/?state=unknown").content.decode()
    assert "听不懂" in filtered and "灾 1" not in filtered
    assert signed_in(cadre).get("/reports/sms/").status_code == 403
