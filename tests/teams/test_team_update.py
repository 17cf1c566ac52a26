"""Entering and editing teams: who may, what stays in step, what a stale form is told."""

import pytest
from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied

from core.errors import ConflictError, NotFoundError, UnprocessableError
from resources.teams.models import TeamAbility, TeamMember
from resources.teams.services import (
    TeamData,
    member_remove,
    member_save,
    team_create,
    team_set_readiness,
    team_update,
    vehicle_save,
)
from tests.factories import organizations as make
from tests.factories.teams import capability, team
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(county):
    return make.user("duty_officer", county[0])


def data(place, **fields):
    base = {
        "jurisdiction": place,
        "unit": place.units.first(),
        "code": "YX-1",
        "name": "水上救援队",
        "kind": "professional",
    }
    return TeamData(**base | fields)


def test_a_new_team_is_found_by_every_capability_it_has(county, duty):
    made = team_create(
        data=data(
            county[1], capabilities=[capability("water"), capability("diving")], base=Point(103.6, 30.9, srid=4326)
        ),
        actor=duty,
    )
    assert TeamAbility.objects.filter(team=made, ready=True).count() == 2
    event = Event.objects.get(kind="team.created")
    assert event.data["feature"]["id"] == f"team:{made.pk}"
    assert event.data["feature"]["properties"]["layer"] == "teams"


def test_editing_keeps_abilities_in_step_and_says_what_changed(county, duty):
    row = team(county[1], capabilities=["water"])
    changed = team_update(
        team=row, changes={"capabilities": [capability("mine")], "on_shift": False}, version=row.version, actor=duty
    )
    assert changed.version == row.version + 1
    ability = TeamAbility.objects.get(team=row)
    assert (ability.capability.code, ability.ready) == ("mine", False)
    assert Event.objects.get(kind="team.updated").data["fields"] == "capabilities, on_shift"


def test_nothing_changed_is_nothing_recorded(county, duty):
    row = team(county[1])
    assert team_update(team=row, changes={"name": row.name}, actor=duty).version == row.version
    assert not Event.objects.exists()


def test_a_stale_form_is_refused_and_shown_what_is_stored(county, duty):
    row = team(county[1], strength=8)
    team_update(team=row, changes={"strength": 12}, version=1, actor=duty)
    with pytest.raises(ConflictError) as refused:
        team_update(team=row, changes={"strength": 5}, version=1, actor=duty)
    assert refused.value.extra["conflict"] == {"version": 2, "current": {"strength": "12"}}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("kind", "circus"),
        ("strength", -1),
        ("speed_kmh", 0),
        ("base", Point(200, 30, srid=4326)),
        ("code", "x" * 41),
    ],
)
def test_what_cannot_be_is_refused_by_field(county, duty, field, value):
    with pytest.raises(UnprocessableError) as refused:
        team_update(team=team(county[1]), changes={field: value}, actor=duty)
    assert field in refused.value.errors


def test_a_call_sign_is_used_once_in_a_place(county, duty):
    team(county[1], code="YX-1")
    with pytest.raises(ConflictError):
        team_create(data=data(county[1]), actor=duty)


def test_a_neighbour_cannot_edit_and_a_watcher_may_not(county):
    row = team(county[1])
    with pytest.raises(NotFoundError):
        team_update(team=row, changes={"strength": 1}, actor=make.user("duty_officer", make.jurisdiction()))
    with pytest.raises(PermissionDenied):
        team_update(team=row, changes={"strength": 1}, actor=make.user("auditor", county[0]))


def test_readiness_needs_a_reason_where_a_team_drops_out_and_is_never_committed_by_hand(county, duty):
    row = team(county[1])
    with pytest.raises(UnprocessableError):
        team_set_readiness(team=row, to="unavailable", actor=duty)
    with pytest.raises(UnprocessableError):
        team_set_readiness(team=row, to="committed", reason="x", actor=duty)
    assert team_set_readiness(team=row, to="unavailable", reason="检修", actor=duty).readiness_reason == "检修"
    assert not TeamAbility.objects.filter(team=row, ready=True).exists()


def test_the_leader_may_say_that_the_team_rests_but_not_edit_it(county):
    leader = make.user()
    row = team(county[1], leader=leader)
    assert team_set_readiness(team=row, to="resting", actor=leader).readiness == "resting"
    with pytest.raises(PermissionDenied):
        team_update(team=row, changes={"strength": 1}, actor=leader)


def test_members_and_vehicles_come_and_go_and_names_stay_out_of_the_record(county, duty):
    row = team(county[1])
    member = member_save(team=row, values={"name": "𠮷田·买买提", "phone": "13900001111"}, actor=duty)
    vehicle_save(team=row, values={"plate": "川A12345", "kind": "救援车", "seats": 5}, actor=duty)
    with pytest.raises(UnprocessableError):
        member_save(team=row, values={"name": ""}, actor=duty)
    assert "买买提" not in str(list(Event.objects.values_list("data", flat=True)))
    member_remove(team=row, member_id=member.pk, actor=duty)
    assert not TeamMember.objects.exists()
    other = member_save(team=team(county[1]), values={"name": "李"}, actor=duty)
    with pytest.raises(NotFoundError):
        member_remove(team=row, member_id=other.pk, actor=duty)
