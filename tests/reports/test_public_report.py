"""A resident's report: no account, limited, trapped, unverified, followed by its receipt (R-B1)."""

from uuid import uuid4

import pytest
from django.test import Client

from incidents.reports.models import PublicAttempt, Report
from incidents.reports.services import report_return
from tests.factories import organizations as make
from tests.factories import reports as filed

pytestmark = pytest.mark.django_db
URL = "/public/report/"


@pytest.fixture(autouse=True)
def place(county):
    filed.event_type("10106")
    return county


def form(**fields):
    return {"key": str(uuid4()), "description": "河水漫进院子", "jurisdiction": "", "place": "玉山村", **fields}


def resident():
    client = Client()
    assert client.get(URL).status_code == 200
    return client


def test_a_resident_reports_without_an_account_and_follows_it(place):
    client = resident()
    answer = client.post(URL, form(jurisdiction=place[2].code, reporter_phone="139"))
    report = Report.objects.get()
    assert answer["Location"].startswith(f"{URL}{report.receipt}/")
    assert (report.source, report.unverified_public, report.jurisdiction) == ("resident", True, place[2])
    assert report.number in client.get(answer["Location"]).content.decode()
    assert "139" not in client.get(answer["Location"]).content.decode().replace(report.receipt, "")
    report_return(report=report, reason="水有多深？", actor=filed.officer(place[0]))
    page = client.get(f"{URL}{report.receipt}/").content.decode()
    assert "水有多深" in page
    assert client.post(f"{URL}{report.receipt}/", {"text": "半米"}).status_code == 302
    report.refresh_from_db()
    assert report.status == "submitted"


def test_the_fourth_from_one_device_waits_and_another_device_does_not():
    client = resident()
    assert [client.post(URL, form()).status_code for _number in range(4)] == [302, 302, 302, 429]
    assert client.post(URL, form())["Retry-After"] == "600"
    assert "河水漫进院子" in client.post(URL, form()).content.decode()
    assert resident().post(URL, form()).status_code == 302
    assert Report.objects.count() == 4


def test_without_cookies_the_address_is_the_device():
    codes = [Client().post(URL, form()).status_code for _number in range(4)]
    assert codes == [302, 302, 302, 429]


def test_one_address_with_many_devices_is_stopped_late():
    PublicAttempt.objects.bulk_create(PublicAttempt(device=str(number), address="127.0.0.1") for number in range(60))
    assert resident().post(URL, form()).status_code == 429


def test_a_forged_device_cookie_is_no_device():
    client = resident()
    client.cookies["reporting_device"] = "made:up:token"
    codes = [client.post(URL, form()).status_code for _number in range(4)]
    assert codes[-1] == 429


def test_who_fills_the_trap_is_thanked_and_forgotten():
    answer = resident().post(URL, form(website="http://spam"))
    assert answer.status_code == 200
    assert not Report.objects.exists()


def test_what_is_missing_is_said_and_what_was_typed_stays():
    answer = resident().post(URL, form(description="", place="老磨坊"))
    assert answer.status_code == 422
    assert "老磨坊" in answer.content.decode()


def test_a_report_from_nowhere_goes_to_the_top(place):
    resident().post(URL, form())
    assert Report.objects.get().jurisdiction == place[0]


def test_receipts_cannot_be_guessed():
    assert resident().get(f"{URL}1/").status_code == 404
    resident().post(URL, form())
    assert len(Report.objects.get().receipt) >= 26


def test_nothing_of_the_platform_shows_without_an_account():
    make.user("duty_officer", make.jurisdiction(at=(110, 30)))
    page = resident().get(URL).content.decode()
    assert "/duty/" not in page and "/incidents/" not in page
