"""Phases follow the table; closing and reopening say why; nobody is left out."""

import pytest
from django.core.exceptions import PermissionDenied

from core.errors import ConflictError, UnprocessableError
from core.workflow import next_steps
from incidents.response.models import Incident
from incidents.response.services import handover_offer, incident_change_status
from incidents.response.workflow import LADDER, REASON_NEEDED, TRANSITIONS
from organizations.roles import Permission
from tests.factories.response import incident
from timeline.models import Event

PATHS = {"open": [], "handling": ["handling"], "stable": ["handling", "stable"], "closed": ["closed"]}


@pytest.fixture
def opened(place):
    return incident(jurisdiction=place.county, actor=place.officer, owner_unit=place.county_unit)


def step(item, to, actor, reason="已处置完毕"):
    return incident_change_status(incident=item, to=to, reason=reason, actor=actor)


@pytest.mark.parametrize("was", LADDER)
@pytest.mark.parametrize("to", LADDER)
def test_only_the_steps_of_the_table_are_possible(place, opened, was, to):
    for stop in PATHS[was]:
        step(opened, stop, place.officer)
    if (was, to) in TRANSITIONS:
        assert step(opened, to, place.officer).status == to
    else:
        with pytest.raises(ConflictError) as refused:
            step(opened, to, place.officer)
        assert refused.value.extra["status"] == was


def test_every_step_names_a_permission_that_exists_and_every_phase_can_be_left():
    assert set(TRANSITIONS.values()) <= set(Permission.values)
    assert all(next_steps(TRANSITIONS, phase) for phase in LADDER)
    assert set(TRANSITIONS) >= REASON_NEEDED


def test_closing_stops_the_clock_and_reopening_starts_it_again(place, opened):
    closed = step(opened, "closed", place.officer, "误报")
    assert closed.closed_at is not None and closed.disposition == "误报"
    reopened = step(opened, "handling", place.leader, "复燃")
    assert reopened.closed_at is None and reopened.disposition == ""
    assert list(Event.objects.filter(kind__startswith="incident.").order_by("id").values_list("kind", flat=True)) == [
        "incident.opened",
        "incident.closed",
        "incident.reopened",
    ]


def test_a_closed_incident_leaves_the_map_and_a_reopened_one_returns(place, opened):
    step(opened, "closed", place.officer)
    assert Event.objects.get(kind="incident.closed").data["feature"]["properties"]["removed"] is True
    step(opened, "handling", place.officer)
    assert "removed" not in Event.objects.get(kind="incident.reopened").data["feature"]["properties"]


@pytest.mark.parametrize("to", ["closed"])
def test_closing_without_a_word_is_refused(place, opened, to):
    with pytest.raises(UnprocessableError) as refused:
        step(opened, to, place.officer, "   ")
    assert "reason" in refused.value.errors
    assert Incident.objects.get().status == "open"


@pytest.mark.parametrize("who", ["stranger", "auditor", "reporter", "town_officer"])
def test_who_may_not_change_it_may_not_move_it(place, opened, who):
    with pytest.raises(PermissionDenied):
        step(opened, "handling", getattr(place, who))


def test_closing_takes_an_open_offer_back(place, opened):
    handover_offer(item=opened, to=place.town_unit, actor=place.officer)
    closed = step(opened, "closed", place.officer)
    assert closed.handover_to is None
    assert Event.objects.filter(kind="incident.handover_withdrawn").exists()
