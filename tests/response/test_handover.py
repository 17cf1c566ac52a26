"""First-receiver responsibility: an item is always somebody's, and moves only when the other unit accepts."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clocks.models import Deadline
from clocks.services import sweep
from core.errors import AppError, ConflictError, UnprocessableError
from incidents.response.models import Incident
from incidents.response.services import (
    handover_accept,
    handover_decline,
    handover_offer,
    handover_withdraw,
    incident_change_status,
)
from organizations import access
from tests.factories.response import incident
from timeline.kinds import text
from timeline.models import Event


@pytest.fixture
def opened(place):
    return incident(jurisdiction=place.county, actor=place.officer, owner_unit=place.county_unit)


def test_an_offer_changes_nothing_but_the_offer(place, opened):
    offered = handover_offer(item=opened, to=place.town_unit, note="请接手", actor=place.officer)
    assert (offered.owner_unit, offered.handover_to, offered.handover_note) == (
        place.county_unit,
        place.town_unit,
        "请接手",
    )
    clock = Deadline.objects.get()
    assert (clock.kind, clock.owner_unit, clock.due_at - clock.opened_at) == (
        "handover.accept",
        place.town_unit,
        timedelta(minutes=15),
    )


def test_the_item_moves_when_the_receiving_unit_accepts(place, opened):
    handover_offer(item=opened, to=place.town_unit, actor=place.officer)
    taken = handover_accept(item=opened, actor=place.town_officer)
    assert (taken.owner_unit, taken.handover_to) == (place.town_unit, None)
    assert Deadline.objects.get().met_at is not None


def test_a_refusal_leaves_everything_as_it_was(place, opened):
    handover_offer(item=opened, to=place.town_unit, note="x", actor=place.officer)
    kept = handover_decline(item=opened, reason="无力量", actor=place.town_officer)
    assert (kept.owner_unit, kept.handover_to, kept.handover_by, kept.handover_note) == (
        place.county_unit,
        None,
        None,
        "",
    )
    assert Event.objects.get(kind="incident.handover_declined").data["reason"] == "无力量"


def test_an_offer_can_be_taken_back_and_made_again(place, opened):
    handover_offer(item=opened, to=place.town_unit, actor=place.officer)
    handover_withdraw(item=opened, actor=place.leader)
    assert Deadline.objects.get().cancelled_at is not None
    assert handover_offer(item=opened, to=place.city_unit, actor=place.officer).handover_to == place.city_unit


def test_declining_says_why(place, opened):
    handover_offer(item=opened, to=place.town_unit, actor=place.officer)
    with pytest.raises(UnprocessableError):
        handover_decline(item=opened, reason=" ", actor=place.town_officer)
    assert Incident.objects.get().handover_to == place.town_unit


def test_both_sides_hear_of_it(place, opened):
    handover_offer(item=opened, to=place.neighbour_unit, actor=place.officer)
    told = set(Event.objects.get(kind="incident.handover_offered").audience)
    assert told & access.groups_for(place.stranger) and told & access.groups_for(place.officer)
    assert not told & access.groups_for(place.town_officer)


def test_the_receiving_unit_sees_the_item_once_it_is_offered_and_keeps_it_when_accepted(place, opened, sees):
    assert not sees(opened, place.stranger)
    handover_offer(item=opened, to=place.neighbour_unit, actor=place.officer)
    assert sees(opened, place.stranger)
    handover_accept(item=opened, actor=place.stranger)
    assert sees(opened, place.stranger) and sees(opened, place.officer)
    moved = incident_change_status(incident=opened, to="handling", actor=place.stranger)
    assert set(Event.objects.get(kind="incident.handled").audience) & access.groups_for(place.stranger)
    assert moved.owner_unit == place.neighbour_unit


def test_an_offered_unit_may_not_change_the_item_before_it_accepts(place, opened):
    handover_offer(item=opened, to=place.neighbour_unit, actor=place.officer)
    with pytest.raises(PermissionDenied):
        incident_change_status(incident=opened, to="handling", actor=place.stranger)


@pytest.mark.parametrize("who", ["stranger", "auditor", "reporter", "town_officer"])
def test_who_may_not_change_the_item_may_not_offer_it(place, opened, who):
    with pytest.raises(PermissionDenied):
        handover_offer(item=opened, to=place.town_unit, actor=getattr(place, who))
    assert Incident.objects.get().handover_to is None


@pytest.mark.parametrize("who", ["stranger", "auditor", "reporter"])
def test_only_the_receiving_side_answers(place, opened, who):
    handover_offer(item=opened, to=place.town_unit, actor=place.officer)
    with pytest.raises(PermissionDenied):
        handover_accept(item=opened, actor=getattr(place, who))
    assert Incident.objects.get().owner_unit == place.county_unit


def test_offering_to_the_owner_twice_or_to_a_unit_out_of_use_is_refused(place, opened):
    with pytest.raises(ConflictError):
        handover_offer(item=opened, to=place.county_unit, actor=place.officer)
    place.town_unit.is_active = False
    with pytest.raises(UnprocessableError):
        handover_offer(item=opened, to=place.town_unit, actor=place.officer)
    handover_offer(item=opened, to=place.city_unit, actor=place.officer)
    with pytest.raises(ConflictError):
        handover_offer(item=opened, to=place.neighbour_unit, actor=place.officer)


def test_a_closed_incident_is_not_handed_over(place, opened):
    incident_change_status(incident=opened, to="closed", reason="误报", actor=place.officer)
    with pytest.raises(ConflictError):
        handover_offer(item=opened, to=place.town_unit, actor=place.officer)


def test_answering_what_is_not_offered_is_a_conflict(place, opened):
    for answer in (handover_accept, handover_withdraw):
        with pytest.raises(ConflictError):
            answer(item=opened, actor=place.officer)


def test_an_unanswered_offer_is_told_to_both_sides_and_changes_nothing(place, opened):
    handover_offer(item=opened, to=place.neighbour_unit, actor=place.officer)
    Deadline.objects.update(due_at=timezone.now() - timedelta(seconds=90))
    assert sweep(component="test") == 1
    told = set(Event.objects.get(kind="incident.handover_overdue").audience)
    assert told & access.groups_for(place.stranger) and told & access.groups_for(place.officer)
    assert Incident.objects.get().owner_unit == place.county_unit


def test_the_database_refuses_an_item_without_an_owner_or_offered_to_its_owner(place, opened):
    for fields in ({"owner_unit": None}, {"handover_to": place.county_unit}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Incident.objects.filter(pk=opened.pk).update(**fields)


PEOPLE = ("officer", "commander", "city_officer", "town_officer", "stranger", "auditor", "reporter")
UNITS = ("county_unit", "town_unit", "city_unit", "neighbour_unit")
STEPS = st.tuples(
    st.sampled_from(("offer", "accept", "decline", "withdraw", "close", "reopen")),
    st.sampled_from(PEOPLE),
    st.sampled_from(UNITS),
    st.integers(0, 1),
)


def _do(step, who, unit, item):
    if step == "offer":
        handover_offer(item=item, to=unit, actor=who)
    elif step == "accept":
        handover_accept(item=item, actor=who)
    elif step == "decline":
        handover_decline(item=item, reason="无力量", actor=who)
    elif step == "withdraw":
        handover_withdraw(item=item, actor=who)
    else:
        to = "closed" if step == "close" else "handling"
        incident_change_status(incident=item, to=to, reason="结束", actor=who)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=5, max_size=25))
def test_whatever_anybody_tries_every_incident_has_exactly_one_owner(place, steps):
    with transaction.atomic():
        items = [
            incident(jurisdiction=place.county, actor=place.officer, owner_unit=place.county_unit) for _ in range(2)
        ]
        for step, who, unit, index in steps:
            before = Incident.objects.get(pk=items[index].pk)
            refused = False
            try:
                with transaction.atomic():
                    _do(step, getattr(place, who), getattr(place, unit), before)
            except (AppError, PermissionDenied):
                refused = True
            after = Incident.objects.get(pk=before.pk)
            assert after.owner_unit_id is not None and after.handover_to_id != after.owner_unit_id
            if refused:
                assert (after.owner_unit_id, after.handover_to_id) == (before.owner_unit_id, before.handover_to_id)
            if after.owner_unit_id != before.owner_unit_id:
                assert step == "accept" and after.owner_unit_id == before.handover_to_id
            owing = Deadline.objects.filter(subject=f"incident:{after.pk}", met_at=None, cancelled_at=None)
            assert owing.count() == (1 if after.handover_to_id else 0)
        transaction.set_rollback(True)


def test_an_english_reader_sees_english_names_of_units(place, opened):
    place.town_unit.name_en = "Yushan Town Government"
    place.town_unit.save()
    handover_offer(item=opened, to=place.town_unit, actor=place.officer)
    data = Event.objects.get(kind="incident.handover_offered").data
    with translation.override("en"):
        assert "Yushan Town Government" in text("incident.handover_offered", data)
    with translation.override("zh-hans"):
        assert place.town_unit.name in text("incident.handover_offered", data)
