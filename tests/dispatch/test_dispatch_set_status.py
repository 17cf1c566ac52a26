"""The ladder of one assignment: its own status, both clocks, undo, recall, and being overdue."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clocks.models import Deadline
from clocks.services import sweep
from core.errors import ConflictError, PermissionDenied, UnprocessableError
from incidents.dispatch.models import Dispatch
from incidents.dispatch.selectors import dispatches, orders_of, steps_open_to
from incidents.dispatch.services import (
    dispatch_order,
    dispatch_recall,
    dispatch_recall_all,
    dispatch_set_status,
    dispatch_undo,
)
from tests.factories import organizations as make
from tests.factories.dispatch import incident, order
from tests.factories.teams import team
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(county):
    return make.user("duty_officer", county[0])


def test_the_whole_way_frees_the_team_and_keeps_every_time(county, duty):
    given = order(county[1], actor=duty, at=timezone.now() - timedelta(minutes=30))
    field = given.ordered_at
    for status in ("acknowledged", "en_route", "on_scene", "returning", "ended"):
        field += timedelta(minutes=5)
        given = dispatch_set_status(dispatch=given, to=status, at=field, actor=duty)
    given.team.refresh_from_db()
    assert given.team.readiness == "standby"
    assert given.team.ended_at == given.ended_at == field
    assert given.on_scene_at - given.en_route_at == timedelta(minutes=5)
    steps = list(given.steps.all())
    assert steps[0].status == "ordered"
    assert len(steps) == 6
    assert all(step.server_at > step.field_at for step in steps[:-1])
    assert all(step.actor == duty for step in steps)


def test_a_later_status_leaves_the_earlier_times_unknown(county, duty):
    given = dispatch_set_status(dispatch=order(county[1], actor=duty), to="on_scene", actor=duty)
    assert (given.acknowledged_at, given.en_route_at) == (None, None)
    assert given.on_scene_at is not None
    assert Deadline.objects.get(kind="dispatch.acknowledge").met_at == given.on_scene_at


def test_going_backwards_and_repeating_are_refused(county, duty):
    given = dispatch_set_status(dispatch=order(county[1], actor=duty), to="on_scene", actor=duty)
    for status in ("acknowledged", "en_route", "on_scene", "undone", "nonsense"):
        with pytest.raises(ConflictError):
            dispatch_set_status(dispatch=given, to=status, actor=duty)


def test_one_team_two_incidents_in_turn_have_statuses_of_their_own(county, duty):
    row = team(county[1])
    first = order(county[1], actor=duty, team_row=row)
    dispatch_set_status(dispatch=first, to="on_scene", actor=duty)
    dispatch_set_status(dispatch=first, to="ended", actor=duty)
    second = order(county[1], actor=duty, team_row=row)
    dispatch_set_status(dispatch=second, to="en_route", actor=duty)
    first.refresh_from_db()
    assert first.status == "ended"
    assert Dispatch.objects.get(pk=second.pk).status == "en_route"


@pytest.mark.parametrize("minutes", [10, -10])
def test_a_field_time_in_the_future_or_before_the_order_is_refused(county, duty, minutes):
    given = order(county[1], actor=duty)
    with pytest.raises(UnprocessableError) as refused:
        at = timezone.now() + timedelta(minutes=minutes)
        dispatch_set_status(dispatch=given, to="acknowledged", at=at, actor=duty)
    assert "at" in refused.value.errors
    given.refresh_from_db()
    assert given.status == "ordered"


def test_clocks_that_differ_by_seconds_are_forgiven(county, duty):
    given = order(county[1], actor=duty)
    at = timezone.now().replace(microsecond=0) - timedelta(seconds=20)
    assert dispatch_set_status(dispatch=given, to="acknowledged", at=at, actor=duty).acknowledged_at == at


def test_an_order_is_undone_within_ten_seconds_and_not_later(county, duty):
    given = dispatch_undo(dispatch=order(county[1], actor=duty), actor=duty)
    given.team.refresh_from_db()
    assert (given.status, given.team.readiness) == ("undone", "standby")
    assert Deadline.objects.get(kind="dispatch.acknowledge").cancelled_at is not None
    late = order(county[1], actor=duty)
    Dispatch.objects.filter(pk=late.pk).update(entered_at=timezone.now() - timedelta(seconds=11))
    with pytest.raises(ConflictError):
        dispatch_undo(dispatch=late, actor=duty)


def test_an_acknowledged_order_is_recalled_not_undone(county, duty):
    given = dispatch_set_status(dispatch=order(county[1], actor=duty), to="acknowledged", actor=duty)
    with pytest.raises(ConflictError):
        dispatch_undo(dispatch=given, actor=duty)
    given = dispatch_recall(dispatch=given, reason="险情解除", actor=duty)
    given.team.refresh_from_db()
    assert (given.status, given.team.readiness) == ("recalled", "committed")
    given = dispatch_set_status(dispatch=given, to="returning", actor=duty)
    given = dispatch_set_status(dispatch=given, to="ended", actor=duty)
    given.team.refresh_from_db()
    assert given.team.readiness == "standby"


def test_everybody_is_called_back_at_once_but_who_is_on_the_way_back_already(county, duty):
    where = incident(county[1])
    out, back = (order(county[1], actor=duty, incident_row=where) for _ in range(2))
    dispatch_set_status(dispatch=back, to="on_scene", actor=duty)
    dispatch_set_status(dispatch=back, to="returning", actor=duty)
    elsewhere = order(county[1], actor=duty)
    with pytest.raises(PermissionDenied):
        dispatch_recall_all(incident=where, actor=make.user("auditor", county[0]))
    assert [given.pk for given in dispatch_recall_all(incident=where, reason="险情解除", actor=duty)] == [out.pk]
    states = dict(Dispatch.objects.values_list("pk", "status"))
    assert states == {out.pk: "recalled", back.pk: "returning", elsewhere.pk: "ordered"}
    assert dispatch_recall_all(incident=where, actor=duty) == []


def test_declining_needs_a_reason_and_frees_the_team(county, duty):
    given = order(county[1], actor=duty)
    with pytest.raises(UnprocessableError):
        dispatch_set_status(dispatch=given, to="declined", actor=duty)
    given = dispatch_set_status(dispatch=given, to="declined", reason="车辆故障", actor=duty)
    given.team.refresh_from_db()
    assert (given.status, given.reason, given.team.readiness) == ("declined", "车辆故障", "standby")


def test_a_long_assignment_is_followed_by_rest(county, duty, settings):
    settings.DISPATCH_REST_AFTER_S = 3600
    given = order(county[1], actor=duty, at=timezone.now() - timedelta(hours=2))
    dispatch_set_status(dispatch=given, to="on_scene", actor=duty)
    given = dispatch_set_status(dispatch=given, to="ended", actor=duty)
    given.team.refresh_from_db()
    assert given.team.readiness == "resting"


def test_an_unanswered_order_becomes_overdue_by_the_sweeper_once_and_answering_clears_it(county, duty):
    given = order(county[1], actor=duty, at=timezone.now() - timedelta(seconds=200))
    assert sweep(component="test") >= 1
    sweep(component="test")
    given.refresh_from_db()
    assert given.overdue
    assert Event.objects.filter(kind="dispatch.overdue").count() == 1
    given = dispatch_set_status(dispatch=given, to="en_route", actor=duty)
    assert not given.overdue
    assert Deadline.objects.get(kind="dispatch.acknowledge").met_at is not None


def test_an_answered_order_never_becomes_overdue(county, duty):
    given = order(county[1], actor=duty)
    dispatch_set_status(dispatch=given, to="acknowledged", actor=duty)
    Deadline.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    sweep(component="test")
    given.refresh_from_db()
    assert not given.overdue


def test_the_leader_answers_for_the_own_team_and_hears_of_it_and_nobody_elses(county, duty):
    leader, other = make.user(), make.user()
    given = order(county[1], actor=duty, team_row=team(county[1], leader=leader))
    assert f"user@{leader.pk}" in Event.objects.get(kind="dispatch.ordered").audience
    assert [row.pk for row in orders_of(leader)[0]] == [given.pk]
    assert not dispatches(other).exists()
    with pytest.raises(PermissionDenied):
        dispatch_set_status(dispatch=given, to="acknowledged", actor=other)
    assert dispatch_set_status(dispatch=given, to="acknowledged", actor=leader).status == "acknowledged"
    with pytest.raises(PermissionDenied):
        dispatch_recall(dispatch=given, actor=leader)
    assert "recalled" not in steps_open_to(leader, given)
    assert "recalled" in steps_open_to(duty, given)


def test_hearing_and_seeing_an_assignment_agree_for_a_team_from_next_door(county):
    neighbour = make.jurisdiction(level="county")
    city = make.jurisdiction(level="city")
    for place in (county[0], neighbour):
        place.parent, place.path = city, f"{city.path}{place.pk}/"
        place.save()
    above, there = make.user("duty_officer", city), make.user("duty_officer", neighbour)
    given = dispatch_order(incident=incident(county[0]), team=team(neighbour), actor=above)
    assert f"incident.view@{neighbour.pk}" in Event.objects.get(kind="dispatch.ordered").audience
    assert dispatches(there).filter(pk=given.pk).exists()


def test_the_way_over_the_api_says_what_may_come_next(county, duty, token_client):
    given, client = order(county[1], actor=duty), token_client(duty)
    answer = client.post(f"/api/v1/dispatches/{given.pk}/status/", {"status": "acknowledged"}, format="json")
    assert answer.status_code == 200, answer.content
    assert answer.json()["next"] == ["en_route", "on_scene", "declined", "recalled"]
    assert client.post(f"/api/v1/dispatches/{given.pk}/status/", {"status": "x"}, format="json").status_code == 422
    assert client.post(f"/api/v1/dispatches/{given.pk}/undo/", {}, format="json").status_code == 409
    assert client.post(f"/api/v1/dispatches/{given.pk}/recall/", {"reason": "够了"}, format="json").status_code == 200
    listed = client.get("/api/v1/dispatches/?status=recalled&active=true").json()
    assert [row["id"] for row in listed["results"]] == [given.pk]
    assert client.get("/api/v1/dispatches/?status=x").status_code == 422
    assert len(client.get(f"/api/v1/dispatches/{given.pk}/steps/").json()) == 3
