"""A call for help stays until somebody takes note; the list of units hides nobody; limits of the timers (R-C3)."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from command_center.selectors.desk import desk_todo
from core.errors import ConflictError
from incidents.dispatch.limits import limits_of
from incidents.dispatch.models import DispatchStatus
from incidents.dispatch.selectors import units_for
from incidents.dispatch.services import dispatch_mayday, dispatch_mayday_seen, dispatch_set_status
from tests.factories import dispatch as make
from tests.factories import organizations as people
from tests.factories import response
from tests.factories.teams import team
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(county):
    return county[0]


@pytest.fixture
def duty(place):
    return people.user("duty_officer", place)


def calls(actor):
    return sum(item["count"] for item in desk_todo(actor=actor) if item["name"] == "mayday")


def test_a_call_for_help_is_seen_until_somebody_takes_note(place, duty, signed_in):
    order = make.order(place, actor=duty)
    client = signed_in(duty)
    assert client.post(f"/dispatch/orders/{order.pk}/mayday/", HTTP_HX_REQUEST="true").status_code == 204
    assert calls(duty) == 1
    assert "mayday-banner" in client.get("/dispatch/board/").content.decode()
    with pytest.raises(ConflictError):
        dispatch_mayday(dispatch=order, actor=duty)
    client.post(f"/dispatch/orders/{order.pk}/mayday/seen/", HTTP_HX_REQUEST="true")
    order.refresh_from_db()
    assert order.mayday_seen_by == duty and not order.mayday_open and calls(duty) == 0
    assert "mayday-banner" not in client.get("/dispatch/board/").content.decode()
    kinds = list(Event.objects.filter(subject=f"dispatch:{order.pk}").values_list("kind", flat=True))
    assert {"dispatch.mayday", "dispatch.mayday_seen"} <= set(kinds)


def test_the_leader_may_call_and_not_note_a_stranger_neither(place, duty):
    leader, stranger = people.user("team_leader", place), people.user("duty_officer", people.jurisdiction())
    order = make.order(place, actor=duty, team_row=team(place, leader=leader))
    with pytest.raises(PermissionDenied):
        dispatch_mayday(dispatch=order, actor=stranger)
    order = dispatch_mayday(dispatch=order, note="二次滑坡", actor=leader)
    assert order.mayday_note == "二次滑坡"
    with pytest.raises(PermissionDenied):
        dispatch_mayday_seen(dispatch=order, actor=stranger)
    with pytest.raises(ConflictError):
        dispatch_mayday_seen(dispatch=dispatch_mayday_seen(dispatch=order, actor=duty), actor=duty)


def test_an_assignment_that_is_over_calls_no_more(place, duty):
    order = make.order(place, actor=duty)
    dispatch_mayday(dispatch=order, actor=duty)
    dispatch_set_status(dispatch=order, to="on_scene", actor=duty)
    dispatch_set_status(dispatch=order, to="ended", actor=duty)
    assert calls(duty) == 0
    with pytest.raises(ConflictError):
        dispatch_mayday(dispatch=order, actor=duty)


def test_units_are_grouped_nearest_first_and_those_of_unknown_place_come_last(place, duty):
    incident = response.incident(jurisdiction=place, location=Point(103.60, 31.00, srid=4326))
    near = team(place, name="近", base=(103.61, 31.00))
    far = team(place, name="远", base=(104.60, 31.00))
    lost = team(place, name="不明", base=None)
    found = units_for(duty, incident, by="area", radius_km=20)
    assert [row.team.pk for group in found.groups for row in group.rows] == [near.pk, lost.pk]
    assert (found.beyond, found.wider) == (1, 50)
    all_of_them = units_for(duty, incident, by="kind", radius_km=0)
    order = [row.team.pk for group in all_of_them.groups for row in group.rows]
    assert order.index(lost.pk) == len(order) - 1 and far.pk in order


def test_a_committed_unit_says_where_it_was_sent_and_cannot_be_ticked(place, duty, signed_in):
    order = make.order(place, actor=duty)
    other = response.incident(jurisdiction=place)
    page = signed_in(duty).get(f"/dispatch/incident/{other.number}/units/?by=kind&km=0").content.decode()
    assert order.incident.number in page and "disabled" in page


@pytest.mark.parametrize(
    ("status", "eta", "limits"),
    [
        ("ordered", None, (120, 180)),
        ("en_route", 800, (800, 1000)),
        ("en_route", None, (0, 0)),
        ("on_scene", 9, (0, 0)),
    ],
)
def test_each_status_has_its_own_limit(place, duty, status, eta, limits):
    order = make.order(place, actor=duty)
    order.status, order.eta_s = DispatchStatus(status), eta
    assert limits_of(order) == limits
    assert timezone.now() - order.status_at < timedelta(minutes=1)
