"""Asking: by items or by people and days, who may, what is refused in words."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from clocks.models import Deadline
from core.errors import ConflictError, NotFoundError, UnprocessableError
from incidents.supply import selectors, services
from incidents.supply.models import Basis
from incidents.supply.services import Ask
from tests.factories import organizations as people
from tests.factories import reserves
from tests.factories import supply as make
from timeline.models import Event


def test_a_request_has_a_number_an_owner_a_clock_and_is_told_at_the_incident(scene):
    made = make.request(scene)
    assert (made.status, made.owner_unit, made.place) == (
        "submitted",
        scene.incident.owner_unit,
        scene.incident.place or scene.county.name,
    )
    assert made.location == scene.incident.location
    owed = Deadline.objects.get(kind="supply.approve", met_at=None)
    assert (owed.subject, owed.owner_unit) == (f"supplyrequest:{made.pk}", made.owner_unit)
    told = Event.objects.get(kind="supply.submitted")
    assert f"incident:{scene.incident.pk}" in told.subjects
    assert make.request(scene).number != made.number


def test_people_and_days_become_goods_by_the_norms_whole_units_rounded_up(scene):
    water = reserves.item(unit="litre", whole=False, name="饮用水")
    make.norm(scene.tent, 0.125)
    make.norm(water, 2.5, basis=Basis.PERSON_DAY)
    made = services.request_create(
        jurisdiction=scene.county, incident=scene.incident, people=501, days=3, actor=scene.duty
    )
    assert {line.item: line.quantity for line in made.lines.all()} == {scene.tent: 63, water: Decimal("3757.5")}
    assert made.lines.get(item=water).basis == "501 × 2.5 × 3"


def test_the_nearest_and_latest_norm_counts_and_an_earlier_day_has_its_own(scene):
    past = timezone.now() - timedelta(days=30)
    make.norm(scene.tent, 0.1, effective_from=past - timedelta(days=30))
    make.norm(scene.tent, 0.2, effective_from=past)
    make.norm(scene.tent, 0.5, jurisdiction=scene.county, effective_from=timezone.now() - timedelta(days=1))
    today = selectors.expand(scene.county, people=100, days=1, actor=scene.duty)
    then = selectors.expand(scene.county, people=100, days=1, at=past + timedelta(days=1), actor=scene.duty)
    assert [wanted.quantity for wanted in (*today, *then)] == [50, 20]


def test_no_norms_here_is_said_in_words(scene):
    with pytest.raises(UnprocessableError) as refused:
        services.request_create(jurisdiction=scene.county, people=10, days=3, actor=scene.duty)
    assert "need" in refused.value.errors


@pytest.mark.parametrize("quantity", [0, -1, "x", "1.5", None, True])
def test_a_senseless_quantity_is_refused_and_nothing_remains(scene, quantity):
    with pytest.raises(UnprocessableError):
        make.request(scene, quantity)
    assert not selectors.supply_requests(scene.duty).exists()


@pytest.mark.parametrize(("people_", "days"), [(0, 3), (10, 0), (10, 366), (10_000_001, 1), (10, None)])
def test_senseless_people_and_days_are_refused(scene, people_, days):
    make.norm(scene.tent, 1)
    with pytest.raises(UnprocessableError):
        services.request_create(jurisdiction=scene.county, people=people_, days=days, actor=scene.duty)


def test_the_same_item_twice_is_refused(scene):
    with pytest.raises(UnprocessableError):
        make.request(scene, lines=[Ask(scene.tent, 1), Ask(scene.tent, 2)])


def test_a_keeper_cannot_ask_and_another_county_does_not_even_see_it(scene):
    with pytest.raises(PermissionDenied):
        make.request(scene, actor=scene.keeper)
    made = make.request(scene)
    stranger = people.user("duty_officer", people.jurisdiction())
    with pytest.raises(NotFoundError):
        selectors.supply_request_get(stranger, made.pk)
    assert selectors.supply_request_get(scene.keeper, made.pk) == made


def test_who_runs_a_shelter_may_ask_for_it_and_see_what_comes_of_it(scene):
    runner = people.user("reporter", scene.township)
    made = services.request_create(
        jurisdiction=scene.township, destination="shelter:5", lines=[Ask(scene.tent, 5)], actor=runner
    )
    assert list(selectors.supply_requests(runner)) == [made]
    with pytest.raises(PermissionDenied):
        services.request_create(jurisdiction=scene.township, lines=[Ask(scene.tent, 5)], actor=runner)


def test_a_returned_request_is_mended_and_handed_in_again(scene):
    made = services.request_return(request=make.request(scene), reason="数量不清", actor=scene.leader)
    assert (made.status, made.reason) == ("returned", "数量不清")
    services.request_change(request=made, lines=[Ask(scene.tent, 60)], actor=scene.duty)
    again = services.request_submit(request=made, actor=scene.duty)
    assert (again.status, again.turn, again.lines.get().quantity) == ("submitted", 2, 60)


def test_a_submitted_request_cannot_be_changed_under_the_hands_of_who_decides(scene):
    with pytest.raises(ConflictError):
        services.request_change(request=make.request(scene), lines=[Ask(scene.tent, 1)], actor=scene.duty)


def test_refusing_and_cancelling_need_a_reason_and_end_the_clock(scene):
    made = make.request(scene)
    with pytest.raises(UnprocessableError):
        services.request_refuse(request=made, reason=" ", actor=scene.leader)
    services.request_refuse(request=made, reason="不在范围", actor=scene.leader)
    other = services.request_cancel(request=make.request(scene), reason="不再需要", actor=scene.duty)
    assert not other.is_open
    assert not Deadline.objects.filter(kind="supply.approve", met_at=None, cancelled_at=None).exists()


def test_what_the_county_lacks_is_asked_of_the_city_and_decided_there(scene):
    city = people.jurisdiction(level="city", name="城")
    county = people.jurisdiction(city, level="county", name="县")
    people.unit(county)
    people.unit(city)
    duty, above = people.user("duty_officer", county), people.user("duty_leader", city)
    store = reserves.warehouse(city, at=(103.8, 30.9))
    reserves.stock(store, scene.tent, 50)
    own = services.request_create(jurisdiction=county, lines=[Ask(scene.tent, 20)], actor=duty)
    asked = services.request_pass_on(request=own, to=city, kind="upward", actor=duty)
    assert (asked.parent, asked.asked, asked.lines.get().quantity) == (own, city, 20)
    with pytest.raises(ConflictError):
        services.request_pass_on(request=own, to=city, kind="upward", actor=duty)
    with pytest.raises(PermissionDenied):
        services.request_approve(request=asked, actor=people.user("duty_leader", county))
    asked = services.request_approve(request=asked, actor=above)
    asked = services.request_propose(request=asked, actor=above)
    assert [line["warehouse"] for line in asked.proposal["lines"]] == [store.pk]
    assert services.request_confirm(request=asked, actor=above).status == "allocated"


def test_a_neighbour_who_was_asked_sees_it_and_gives_from_its_own_stores(scene):
    neighbour = people.jurisdiction(name="邻县")
    people.unit(neighbour)
    leader = people.user("duty_leader", neighbour)
    store = reserves.warehouse(neighbour, at=(104.0, 30.9))
    reserves.stock(store, scene.tent, 50)
    asked = services.request_pass_on(request=make.request(scene, 30), to=neighbour, kind="mutual", actor=scene.duty)
    services.request_approve(request=selectors.supply_request_get(leader, asked.pk), actor=leader)
    proposed = services.request_propose(request=asked, actor=leader)
    assert [(line["warehouse"], line["quantity"]) for line in proposed.proposal["lines"]] == [(store.pk, 30)]
