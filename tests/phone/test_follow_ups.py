"""续报: numbered, append-only, sent once; nobody's figure is overwritten unseen, and none falls without a reason (R-B1, R-B8)."""

import json
import uuid

import pytest
from django.utils import timezone

from core.errors import ConflictError, PermissionDenied, UnprocessableError
from incidents.reports.models import FollowUp
from incidents.reports.selectors import report_get, standing
from incidents.reports.services import FollowUpData, report_follow_up, report_reject, report_return, report_verify
from incidents.response.models import Figure
from incidents.response.selectors.figures import current_values
from incidents.response.services import figure_state, incident_change_status
from tests.factories import organizations as make
from tests.factories import reports as filed
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(county):
    return filed.officer(county[0])


@pytest.fixture
def cadre(county):
    return make.user("reporter", county[1])


@pytest.fixture
def report(cadre):
    return filed.report(cadre, figures={"trapped": 12, "relocated": 40, "deaths": None})


def follow(report, actor, figures=None, **more):
    return report_follow_up(report=report, data=FollowUpData(figures=figures or {}, **more), actor=actor)


def test_follow_ups_are_numbered_and_keep_what_stood_before(report, cadre):
    first = follow(report, cadre, {"relocated": 51})
    second = follow(report, cadre, {"deaths": 1}, text="又转移一户")
    report.refresh_from_db()
    assert (first.ordinal, second.ordinal) == (1, 2)
    assert (first.before, first.figures) == ({"relocated": 40}, {"relocated": 51})
    assert (second.before, report.figures["deaths"], report.figures["relocated"]) == ({"deaths": None}, 1, 51)
    assert Event.objects.filter(kind="report.followed_up", subject=f"report:{report.pk}").count() == 2


def test_a_graver_figure_raises_the_suggested_grade(report, cadre):
    before = report.suggested_grade
    follow(report, cadre, {"deaths": 30})
    report.refresh_from_db()
    assert report.suggested_grade == 1 and report.suggested_grade != before


def test_once_joined_the_figures_enter_the_ledger_of_the_incident(report, cadre, duty):
    incident = report_verify(report=report, actor=duty).incident
    follow(report, cadre, {"trapped": 3, "relocated": 51})
    now = current_values(incident, actor=duty)
    assert (now["trapped"], now["relocated"]) == (3, 51)
    newest = Figure.objects.filter(incident=incident, name="relocated").latest("pk")
    assert report.number in newest.source and newest.report_id == report.pk and newest.author_id == cadre.pk


def test_what_adds_up_falls_only_with_a_reason_and_what_does_not_falls_freely(report, cadre):
    with pytest.raises(UnprocessableError) as refused:
        follow(report, cadre, {"relocated": 30})
    assert set(refused.value.errors) == {"relocated", "reason"}
    made = follow(report, cadre, {"relocated": 30, "trapped": 1}, reason="重复统计")
    assert made.figures == {"relocated": 30, "trapped": 1} and made.reason == "重复统计"


def test_no_change_is_a_follow_up_of_its_own(report, cadre):
    made = follow(report, cadre, no_change=True)
    assert made.no_change and made.figures == {}
    with pytest.raises(UnprocessableError):
        follow(report, cadre)


def test_the_same_form_twice_is_one_follow_up(report, cadre):
    key = uuid.uuid4()
    first = follow(report, cadre, {"trapped": 9}, client_key=key)
    assert follow(report, cadre, {"trapped": 9}, client_key=key).pk == first.pk
    assert FollowUp.objects.count() == 1


def test_somebody_elses_key_is_refused(report, cadre, duty):
    key = uuid.uuid4()
    follow(report, cadre, {"trapped": 9}, client_key=key)
    with pytest.raises(ConflictError):
        follow(report, duty, {"trapped": 9}, client_key=key)


def test_what_both_changed_is_asked_and_what_only_the_other_changed_stays(report, cadre, duty):
    incident = report_verify(report=report, actor=duty).incident
    seen = standing(report_get(pk=report.pk, actor=cadre), actor=cadre)
    figure_state(incident=incident, values={"trapped": 15, "missing": 2}, source="现场", actor=duty)
    mine = {**seen.values, "trapped": 10, "relocated": 60}
    with pytest.raises(ConflictError) as refused:
        follow(report, cadre, mine, base=seen.values, base_version=seen.version)
    told = refused.value.extra
    assert [(one["field"], one["yours"], one["theirs"], one["by"]) for one in told["conflicts"]] == [
        ("trapped", 10, 15, str(duty))
    ]
    assert FollowUp.objects.count() == 0
    made = follow(report, cadre, mine, base={**seen.values, "trapped": 15}, base_version=told["version"])
    assert made.figures == {"trapped": 10, "relocated": 60}
    now = current_values(incident, actor=duty)
    assert (now["trapped"], now["missing"], now["relocated"]) == (10, 2, 60)


def test_a_version_without_the_values_seen_asks_for_every_difference(report, cadre):
    with pytest.raises(ConflictError):
        follow(report, cadre, {"trapped": 9}, base_version="00000000")
    now = standing(report, actor=cadre)
    assert follow(report, cadre, {"trapped": 9}, base_version=now.version).figures == {"trapped": 9}


def test_a_claim_or_a_return_in_between_is_no_conflict(report, cadre, duty):
    seen = standing(report, actor=cadre)
    report_return(report=report, reason="几户", actor=duty)
    assert follow(report, cadre, {"trapped": 9}, base=seen.values, base_version=seen.version).ordinal == 1


def test_nothing_is_added_to_a_rejected_report_or_a_closed_incident(report, cadre, duty):
    report_reject(report=report, reason="误报", actor=duty)
    with pytest.raises(ConflictError):
        follow(report, cadre, {"trapped": 9})
    other = filed.report(cadre)
    incident = report_verify(report=other, actor=duty).incident
    incident_change_status(incident=incident, to="closed", reason="处置完毕", actor=duty)
    with pytest.raises(ConflictError):
        follow(other, cadre, {"trapped": 9})


def test_a_stranger_from_elsewhere_may_not(report):
    stranger = make.user("reporter", make.jurisdiction())
    with pytest.raises(PermissionDenied):
        follow(report, stranger, {"trapped": 9})
    assert FollowUp.objects.count() == 0


def test_a_follow_up_from_before_a_newer_statement_counts_once_it_was_chosen(report, cadre, duty):
    incident = report_verify(report=report, actor=duty).incident
    early = timezone.now()
    figure_state(incident=incident, values={"trapped": 15}, source="现场", actor=duty)
    follow(report, cadre, {"trapped": 10}, base={"trapped": 15}, observed_at=early)
    assert current_values(incident, actor=duty)["trapped"] == 10


def test_the_api_adds_repeats_and_refuses_field_by_field(report, cadre, token_client):
    client, url = token_client(cadre), f"/api/v1/reports/{report.pk}/followups/"
    seen = client.get(url).json()
    body = {"figures": {"trapped": 9}, "base": seen["values"], "base_version": seen["version"], "text": "水退"}
    key = {"HTTP_IDEMPOTENCY_KEY": str(uuid.uuid4())}
    first = client.post(url, body, format="json", **key)
    again = client.post(url, body, format="json", **key)
    assert first.status_code == 201 and again.json() == first.json() and FollowUp.objects.count() == 1
    assert (first.json()["ordinal"], first.json()["values"]["trapped"]) == (1, 9)
    stale = client.post(url, {**body, "figures": {"trapped": 8}}, format="json")
    assert stale.status_code == 409 and stale.json()["conflicts"][0]["theirs"] == 9
    bad = client.post(url, {"figures": [], "no_change": "ja", "observed_at": "gestern"}, format="json")
    assert {one["field"] for one in bad.json()["errors"]} == {"figures", "no_change", "observed_at"}
    assert [row["ordinal"] for row in client.get(url).json()["follow_ups"]] == [1]


def test_the_page_starts_from_the_last_values_and_works_without_scripts(report, cadre, signed_in):
    client, url = signed_in(cadre), f"/r/{report.receipt}/follow/"
    page = client.get(url)
    form = page.context["form"]
    assert form["trapped"].value() == 12 and form["deaths"].value() == ""
    given = {"base": form["base"].value(), "trapped": "9", "relocated": "40", "key": str(uuid.uuid4())}
    fell = client.post(url, {**given, "relocated": "10"})
    assert fell.status_code == 422 and FollowUp.objects.count() == 0
    assert client.post(url, given).status_code == 302
    assert FollowUp.objects.get().figures == {"trapped": 9}
    stale = client.post(url, {**given, "trapped": "8", "key": str(uuid.uuid4())})
    assert stale.status_code == 409 and stale.context["conflicts"][0]["theirs"] == 9
    assert json.loads(stale.context["form"]["base"].value())["trapped"] == 9
    assert client.post(url, {"no_change": "1", "key": str(uuid.uuid4())}).status_code == 302
    assert FollowUp.objects.latest("pk").no_change
    receipt = client.get(f"/r/{report.receipt}/").content.decode()
    assert "12 → 9" in receipt
