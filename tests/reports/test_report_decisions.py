"""What becomes of a report: verified, joined, separated, returned, sent again, rejected, taken up again (R-B5)."""

import pytest
from django.core.exceptions import PermissionDenied

from clocks.models import Deadline
from core.errors import ConflictError, UnprocessableError
from incidents.reports.services import (
    report_reject,
    report_reopen,
    report_resubmit,
    report_return,
    report_unjoin,
    report_verify,
)
from incidents.response.models import Figure, Incident
from incidents.response.services import incident_change_status
from tests.factories import organizations as make
from tests.factories import reports as filed
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(county):
    return filed.officer(county[0])


def newest(incident, name):
    return Figure.objects.filter(incident=incident, name=name).order_by("-as_of", "-pk").first().value


def test_verifying_opens_an_incident_with_everything_the_report_knew(county, duty):
    grid = make.user("grid_worker", county[2])
    report = filed.report(grid, location=(103.6, 30.9), figures={"trapped": 2, "deaths": None})
    report = report_verify(report=report, actor=duty)
    incident = report.incident
    assert report.status == "verified" and report.opened_incident
    assert (incident.title, incident.owner_unit, incident.event_type) == (
        report.title,
        report.owner_unit,
        report.event_type,
    )
    assert list(Figure.objects.values_list("name", "value", "report_id")) == [("trapped", 2, report.pk)]
    event = Event.objects.get(kind="report.verified")
    assert f"incident:{incident.pk}" in event.subjects
    assert f"user@{grid.pk}" in event.audience
    assert event.data["feature"]["properties"]["removed"] is True
    assert Deadline.objects.get(kind="report.verify").met_at is not None


def test_a_report_without_a_type_asks_for_one(duty):
    report = filed.report(duty, event_type=None)
    with pytest.raises(UnprocessableError) as caught:
        report_verify(report=report, actor=duty)
    assert "event_type" in caught.value.errors
    verified = report_verify(report=report, event_type=filed.event_type("10106").pk, actor=duty)
    assert verified.incident.event_type_id == "10106"


def test_a_verified_report_cannot_be_verified_again(duty):
    report = report_verify(report=filed.report(duty), actor=duty)
    with pytest.raises(ConflictError):
        report_verify(report=report, actor=duty)
    assert Incident.objects.count() == 1


def test_a_second_call_joins_and_only_raises_figures(duty):
    incident = report_verify(report=filed.report(duty, figures={"trapped": 5}), actor=duty).incident
    second = filed.report(duty, figures={"trapped": 2, "slightly_injured": 1})
    joined = report_verify(report=second, incident=incident, actor=duty)
    assert joined.incident == incident and not joined.opened_incident
    assert (newest(incident, "trapped"), newest(incident, "slightly_injured")) == (5, 1)
    assert Event.objects.get(kind="report.joined").data["incident"] == incident.number


def test_a_wrong_join_is_undone_and_its_figures_withdrawn(duty):
    incident = report_verify(report=filed.report(duty, figures={"trapped": 5}), actor=duty).incident
    second = report_verify(report=filed.report(duty, figures={"trapped": 9}), incident=incident, actor=duty)
    assert newest(incident, "trapped") == 9
    report_unjoin(report=second, reason="是另一处山洪", actor=duty)
    second.refresh_from_db()
    assert (second.status, second.incident) == ("submitted", None)
    assert newest(incident, "trapped") == 5
    assert Deadline.objects.filter(subject=f"report:{second.pk}", met_at=None).count() == 1


def test_an_incident_opened_by_mistake_is_closed_with_the_reason(duty):
    report = report_verify(report=filed.report(duty), actor=duty)
    incident = report.incident
    report_unjoin(report=report, reason="误核", actor=duty)
    incident.refresh_from_db()
    assert incident.status == "closed" and "误核" in incident.disposition


def test_an_incident_already_handled_keeps_its_only_report(duty):
    report = report_verify(report=filed.report(duty), actor=duty)
    incident_change_status(incident=report.incident, to="handling", actor=duty)
    with pytest.raises(ConflictError):
        report_unjoin(report=report, reason="误核", actor=duty)


def test_the_opener_may_leave_when_another_report_stays(duty):
    first = report_verify(report=filed.report(duty), actor=duty)
    second = report_verify(report=filed.report(duty), incident=first.incident, actor=duty)
    report_unjoin(report=first, reason="误并", actor=duty)
    second.refresh_from_db()
    assert second.opened_incident and second.incident.status == "open"


@pytest.mark.parametrize("refuse", [report_return, report_reject])
def test_a_refusal_needs_a_reason_the_reporter_hears(county, duty, refuse):
    grid = make.user("grid_worker", county[2])
    report = filed.report(grid)
    with pytest.raises(UnprocessableError):
        refuse(report=report, reason="", actor=duty)
    with pytest.raises(UnprocessableError):
        refuse(report=report, reason="长" * 501, actor=duty)
    refuse(report=report, reason="请补充人数", actor=duty)
    event = Event.objects.order_by("-pk").filter(kind__in=["report.returned", "report.rejected"]).first()
    assert event.data["reason"] == "请补充人数"
    assert f"user@{grid.pk}" in event.audience


def test_a_returned_report_comes_back_with_what_was_added_kept_apart(county, duty):
    grid = make.user("grid_worker", county[2])
    report = filed.report(grid)
    report = report_return(report=report, reason="几人受困？", actor=duty)
    with pytest.raises(ConflictError):
        report_resubmit(report=report, text="两人", version=report.version - 1, actor=grid)
    report = report_resubmit(
        report=report, text="两人，在屋顶", figures={"trapped": 2}, version=report.version, actor=grid
    )
    assert report.status == "submitted"
    assert report.description.startswith("玉山村三组") and report.description.endswith("两人，在屋顶")
    assert report.figures["trapped"] == 2
    with pytest.raises(ConflictError):
        report_resubmit(report=report, text="又来", actor=grid)


def test_a_stranger_adds_nothing_to_a_report(county, duty):
    report = report_return(report=filed.report(duty), reason="？", actor=duty)
    with pytest.raises(PermissionDenied):
        report_resubmit(report=report, text="x", actor=make.user("grid_worker", make.jurisdiction(at=(110, 30))))


def test_a_mistaken_rejection_is_taken_up_again(duty):
    report = report_reject(report=filed.report(duty), reason="误报", actor=duty)
    report = report_reopen(report=report, reason="核实为真", actor=duty)
    assert report.status == "submitted"
    assert Deadline.objects.filter(subject=f"report:{report.pk}", met_at=None, cancelled_at=None).exists()


def test_a_reporter_cannot_verify(county, duty):
    grid = make.user("grid_worker", county[2])
    with pytest.raises(PermissionDenied):
        report_verify(report=filed.report(grid), actor=grid)
