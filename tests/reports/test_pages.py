"""The pages of reports: queue, intake, one report, lists, phone and public, in both languages (R-B1, R-B5)."""

import re
from uuid import uuid4

import pytest

from incidents.reports.models import IntakeDraft, Report
from incidents.reports.services import report_claim, report_return, report_verify
from incidents.response.models import Incident
from tests.factories import organizations as make
from tests.factories import reports as filed

pytestmark = pytest.mark.django_db
PART = {"HTTP_HX_REQUEST": "true"}
DESK = {**PART, "HTTP_HX_CURRENT_URL": "http://testserver/duty/"}


@pytest.fixture
def duty(county):
    return filed.officer(county[0])


@pytest.fixture
def client(duty, signed_in):
    filed.event_type("10106")
    return signed_in(duty)


def typed(**fields):
    given = {
        "key": str(uuid4()),
        "description": "玉山村三组山洪冲断道路，两人被困。",
        "place": "玉山村三组",
        "event_type": "10106 山洪",
        "trapped": "2",
        "source": "resident",
        "reporter_name": "王小二",
        "reporter_phone": "13900000000",
        "occurred": "-10",
    }
    return {**given, **fields}


def text(response):
    return response.content.decode()


def test_the_queue_shows_what_waits_and_says_when_nothing_does(client, duty):
    assert "data-open-intake" in text(client.get("/reports/queue/", **PART))
    report = filed.report(duty, location=(103.6, 30.9))
    filed.report(duty, location=(103.6, 30.9))
    page = text(client.get("/reports/queue/", **PART))
    assert report.number in page and "chip-near" in page
    assert "<html" not in page and "<html" in text(client.get("/reports/queue/"))


def test_the_gravest_waits_at_the_top(client, duty):
    plain, grave = filed.report(duty), filed.report(duty, figures={"deaths": 30})
    page = text(client.get("/reports/queue/", **PART))
    assert page.index(grave.number) < page.index(plain.number)


def test_a_filter_that_hides_everything_says_how_much_it_hides(client, duty):
    filed.report(duty)
    page = text(client.get("/reports/queue/?q=无此词", **PART))
    assert "data-queue-clear" in page and "1" in page


def test_a_claim_shows_its_holder_to_the_others(client, duty, county, signed_in):
    report = filed.report(duty)
    report_claim(report=report, actor=duty)
    other = signed_in(filed.officer(county[0]))
    assert duty.full_name in text(other.get("/reports/queue/", **PART))
    page = text(other.get(f"/reports/{report.pk}/", **PART))
    assert 'data-key="T"' in page and 'data-key="V"' not in page


def test_buttons_of_a_report_follow_the_table(client, duty):
    report = filed.report(duty)
    keys = set(re.findall(r'data-key="(\w)"', text(client.get(f"/reports/{report.pk}/"))))
    assert keys == {"A", "V", "R", "X"}
    report_verify(report=report, actor=duty)
    assert set(re.findall(r'data-key="(\w)"', text(client.get(f"/reports/{report.pk}/")))) == {"U"}


def test_acting_on_the_page_answers_with_the_report_as_it_is_now(client, duty):
    report = filed.report(duty)
    assert 'data-claim="mine"' in text(client.post(f"/reports/{report.pk}/claim/", **PART))
    refused = client.post(f"/reports/{report.pk}/return/", {"reason": ""}, **PART)
    assert refused.status_code == 422 and "data-error-summary" in text(refused)
    done = client.post(f"/reports/{report.pk}/verify/", **DESK)
    assert done.status_code == 200 and "desk:open" in done["HX-Trigger"]
    assert client.post(f"/reports/{report.pk}/verify/", **PART).status_code == 409
    assert client.post(f"/reports/{report.pk}/explode/").status_code == 400
    assert client.post(f"/reports/{report.pk}/unjoin/", {"reason": "误核"}).status_code == 302


def test_intake_saves_what_was_said(client):
    page = text(client.get("/reports/new/"))
    assert (
        len(
            re.findall(
                r"<(?:input|textarea|select)(?![^>]*type=\"hidden\")", page.split("intake-more")[0].split("<form")[-1]
            )
        )
        == 14  # twelve fields with the files; people are one field of four boxes
    )
    answer = client.post("/reports/new/", typed())
    report = Report.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"/reports/{report.pk}/"
    assert (report.event_type_id, report.figures["trapped"], report.figures["deaths"]) == ("10106", 2, None)
    assert (report.reporter_name, report.place) == ("王小二", "玉山村三组")
    assert (report.received_at - report.occurred_at).total_seconds() == pytest.approx(600, abs=5)


def test_intake_sent_twice_is_one_report(client):
    form = typed()
    assert client.post("/reports/new/", form)["Location"] == client.post("/reports/new/", form)["Location"]
    assert Report.objects.count() == 1


def test_saving_and_dispatching_goes_on_to_the_incident(client):
    answer = client.post("/reports/new/", typed(then="dispatch"))
    number = Incident.objects.get().number
    assert answer["Location"] == f"/dispatch/?incident={number}"
    desk = client.post("/reports/new/", typed(then="dispatch"), **DESK)
    assert desk.status_code == 204 and "/incidents/" in desk["HX-Trigger"] and "desk:close" in desk["HX-Trigger"]


def test_saving_and_joining_adds_to_the_known_incident(client, duty):
    incident = report_verify(report=filed.report(duty), actor=duty).incident
    client.post("/reports/new/", typed(then="join", incident=str(incident.pk)))
    assert incident.reports.count() == 2


def test_without_a_type_dispatching_keeps_the_report_and_says_why(client):
    answer = client.post("/reports/new/", typed(then="dispatch", event_type=""), follow=True)
    assert Report.objects.get().status == "submitted"
    assert Report.objects.get().number in text(answer)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"description": ""}, "description"),
        ({"occurred": "2575"}, "occurred"),
        ({"event_type": "外星人"}, "event_type"),
        ({"trapped": "-3"}, "trapped"),
        ({"trapped": "两个"}, "trapped"),
        ({"place": "长" * 301}, "place"),
        ({"lon": "500", "lat": "500", "coordinate_source": "pin"}, "place"),
        ({"jurisdiction": "nowhere"}, "place"),
        ({"description": "长" * 400_000}, "description"),
        ({"source": "rumour"}, "source"),
    ],
)
def test_nothing_typed_is_lost_and_what_is_wrong_is_said(client, fields, field):
    answer = client.post("/reports/new/", typed(**fields))
    page = text(answer)
    assert answer.status_code == 422 and "data-error-summary" in page
    assert f'href="#id_{field}"' in page
    assert "王小二" in page
    assert not Report.objects.exists()


def test_nul_and_surrogates_in_a_form_are_refused_not_500(client):
    assert client.post("/reports/new/", typed(description="a\x00b")).status_code in (400, 422)
    raw = "description=%ED%A0%80&source=resident"
    assert client.post("/reports/new/", raw, content_type="application/x-www-form-urlencoded").status_code < 500


def test_coordinates_typed_as_the_place_become_the_point(client):
    client.post("/reports/new/", typed(place="30.9, 103.6"))
    report = Report.objects.get()
    assert (round(report.location.x, 3), report.coordinate_source) == (103.6, "typed")
    client.post("/reports/new/", typed(place="30.9, 103.6", gcj02="on"))
    assert Report.objects.latest("pk").coordinate_source == "typed_gcj02"


def test_the_live_check_suggests_type_time_and_duplicates(client, duty):
    filed.report(duty, location=(103.6, 30.9))
    form = typed(event_type="", lon="103.601", lat="30.9", coordinate_source="pin")
    page = text(client.post("/reports/check/", form))
    assert 'data-type="10106' in page and "duplicate-list" in page and "data-moment" in page
    assert client.post("/reports/check/", {}).status_code == 200


def test_drafts_are_kept_listed_taken_up_and_thrown_away(client, duty):
    form = typed()
    assert client.post("/reports/drafts/", form).json()["saved"]
    page = text(client.get("/reports/new/"))
    assert f"draft={form['key']}" in page
    client.post("/reports/drafts/", {"key": str(uuid4()), "description": "只有一句话"})
    assert "只有一句话" in text(client.get("/reports/new/"))
    again = text(client.get(f"/reports/new/?draft={form['key']}"))
    assert form["description"] in again and form["key"] in again
    client.post("/reports/new/", form)
    assert IntakeDraft.objects.count() == 1
    client.post("/reports/drafts/drop/", {"key": str(IntakeDraft.objects.get().key)})
    assert client.post("/reports/drafts/", {"key": "x"}).status_code == 422
    client.post("/reports/drafts/", typed())
    client.post("/reports/drafts/drop/", {"key": str(IntakeDraft.objects.get().key)})
    assert not IntakeDraft.objects.exists()


def test_another_persons_draft_is_not_shown(client, county, signed_in):
    form = typed()
    client.post("/reports/drafts/", form)
    other = signed_in(filed.officer(county[0]))
    assert form["description"] not in text(other.get(f"/reports/new/?draft={form['key']}"))


def test_places_answer_names_and_initials(client):
    found = client.get("/reports/places/?q=ysc").json()["places"]
    assert found[0]["label"] == "玉山村" and found[0]["lon"] == 103.6


def test_the_list_filters_pages_and_exports(client, duty):
    for _number in range(31):
        filed.report(duty, description="=HYPERLINK(1)")
    assert "?page=2" in text(client.get("/reports/"))
    csv = b"".join(client.get("/reports/export.csv").streaming_content)
    assert csv.startswith("\ufeff".encode()) and csv.count(b"\n") == 32 and b"'=HYPERLINK" in csv
    old = b"".join(client.get("/reports/export.csv?encoding=gb18030").streaming_content)
    assert "玉山村".encode("gb18030") in old
    assert "data-error-summary" in text(client.get("/reports/?status=odd"))


def test_the_phone_files_and_follows_a_report(county, duty, signed_in):
    filed.event_type("10106")
    grid = signed_in(make.user("grid_worker", county[2]))
    page = text(grid.get("/r/new/"))
    assert "玉山村" in page and 'data-initials="ysc"' in page
    form = {
        "key": str(uuid4()),
        "description": "路断了",
        "event_type": "10106",
        "jurisdiction": county[2].code,
        "trapped": "",
    }
    first, second = grid.post("/r/new/", form), grid.post("/r/new/", form)
    assert first["Location"] == second["Location"]
    report = Report.objects.get()
    assert report.source == "grid_worker" and report.figures["trapped"] is None
    assert report.number in text(grid.get(first["Location"]))
    report_return(report=report, reason="几人受困？", actor=duty)
    assert "几人受困" in text(grid.get("/r/"))
    receipt = f"/r/{report.receipt}/"
    report.refresh_from_db()
    assert grid.post(receipt, {"text": "", "version": report.version}).status_code == 422
    stale = grid.post(receipt, {"text": "两人", "version": report.version - 1})
    # what was typed stays, and goes with the version that is shown now
    assert stale.status_code == 409 and "两人" in stale.content.decode()
    assert f'name="version" value="{report.version}"' in stale.content.decode()
    assert grid.post(receipt, {"text": "两人", "version": report.version}).status_code == 302
    report.refresh_from_db()
    assert report.status == "submitted" and "两人" in report.description
    assert grid.post("/r/new/", {"description": ""}).status_code == 422


def test_an_unknown_receipt_is_not_there(client):
    assert client.get("/r/nothing-like-it/").status_code == 404


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("url", ["/reports/", "/reports/queue/", "/reports/new/", "/r/", "/r/new/"])
def test_every_page_opens_in_both_languages(county, signed_in, url, language):
    page = signed_in(filed.officer(county[0], language=language)).get(url)
    assert page.status_code == 200
    assert f'lang="{"en" if language == "en" else "zh-Hans"}"' in text(page)
    assert "style=" not in text(page).split("</head>")[1]


def test_who_may_not_is_told(county, signed_in):
    keeper = signed_in(make.user("keeper", county[0]))
    for url in ("/reports/", "/reports/queue/", "/reports/new/", "/r/"):
        assert keeper.get(url).status_code == 403
