"""The register: capacity by area and class, areas per person with their dates, facilities, entrances, stale forms (R-D9)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from core.errors import ConflictError, PermissionDenied, UnprocessableError
from resources.places.models import Place
from resources.shelters import selectors, services
from resources.shelters.features import shelter_feature
from resources.shelters.models import FacilityKind, Shelter
from tests.factories import organizations as make
from tests.factories.shelters import data, open_shelter, person, register, reload, shelter

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(county):
    return make.user("duty_officer", county[0])


@pytest.mark.parametrize(
    ("duration", "area", "capacity"), [("emergency", 101, 202), ("short", 201, 100), ("long", 44, 9), ("long", 4, 0)]
)
def test_capacity_is_area_by_norm_rounded_down(county, duty, duration, area, capacity):
    assert shelter(county[2], duty, duration=duration, effective_area_m2=area).capacity == capacity


def test_tier_and_class_are_two_axes(county, duty):
    row = shelter(county[2], duty, tier="village", duration="long", hazards=["flood", "earthquake", "nonsense"])
    assert (row.tier, row.duration, row.hazards) == ("village", "long", ["earthquake", "flood"])


def test_a_norm_holds_where_it_was_stated_from_its_date_on(county, duty):
    here, elsewhere = shelter(county[2], duty), shelter(county[0], duty)
    later = shelter(county[2], duty, duration="long", effective_area_m2=450)
    services.norm_set(
        duration="short", jurisdiction=county[1], m2_per_person=Decimal("4"), source="县应急办〔2026〕1号", actor=duty
    )
    services.norm_set(
        duration="long",
        jurisdiction=county[1],
        m2_per_person=Decimal("9"),
        source="s",
        effective_from=timezone.now() + timedelta(days=1),
        actor=duty,
    )
    assert [reload(row).capacity for row in (here, elsewhere, later)] == [50, 100, 100]
    tomorrow = timezone.now() + timedelta(days=2)
    assert selectors.norm_for("long", county[2], tomorrow) == Decimal("9")


def test_a_norm_that_shrinks_a_full_shelter_turns_nobody_out(county, duty):
    row = open_shelter(county[2], duty, capacity=4)
    register(row, duty, *(person(name) for name in "甲乙丙丁"))
    services.norm_set(duration="short", jurisdiction=county[0], m2_per_person=Decimal("4"), source="s", actor=duty)
    row = reload(row)
    assert (row.capacity, row.heads, row.over, row.free, row.status) == (2, 4, 2, 0, "full")
    with pytest.raises(ConflictError):
        register(row, duty)


def test_norms_are_for_those_who_edit_the_register(county, duty):
    values = {"duration": "short", "jurisdiction": county[0], "source": "s"}
    with pytest.raises(PermissionDenied):
        services.norm_set(m2_per_person=Decimal("3"), actor=make.user("reporter", county[1]), **values)
    for wrong in ("0", "101"):
        with pytest.raises(UnprocessableError):
            services.norm_set(m2_per_person=Decimal(wrong), actor=duty, **values)


def test_a_place_of_the_map_becomes_a_shelter_and_stays_the_same_place(county, duty):
    point = Point(103.6, 30.9, srid=4326)
    place = Place.objects.create(kind="shelter", name="旧名", jurisdiction=county[2], location=point)
    assert list(selectors.unregistered(duty)) == [place]
    row = services.shelter_create(data=data(county[2], name="新名"), place=place, actor=duty)
    assert row.pk == place.pk and Place.objects.get(pk=place.pk).name == "新名"
    assert not selectors.unregistered(duty).exists()
    with pytest.raises(ConflictError):
        services.shelter_create(data=data(county[2]), place=place, actor=duty)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": " "}, "name"),
        ({"tier": "x"}, "tier"),
        ({"effective_area_m2": 0}, "effective_area_m2"),
        ({"location": Point(181, 0, srid=4326)}, "location"),
        ({"routes": "x" * 2001}, "routes"),
        ({"service_radius_m": -1}, "service_radius_m"),
    ],
)
def test_what_is_wrong_is_said_by_field(county, duty, fields, wrong):
    with pytest.raises(UnprocessableError) as refused:
        shelter(county[2], duty, **fields)
    assert set(refused.value.errors) == {wrong}


def test_a_stale_form_is_refused_and_told_what_is_stored(county, duty):
    row = shelter(county[2], duty)
    services.shelter_update(shelter=row, changes={"address": "新街1号"}, version=1, actor=duty)
    with pytest.raises(ConflictError) as refused:
        services.shelter_update(shelter=row, changes={"address": "旧街"}, version=1, actor=duty)
    assert refused.value.extra["conflict"] == {"version": 2, "current": {"address": "新街1号"}}


def test_editing_never_touches_the_count(county, duty):
    row = open_shelter(county[2], duty)
    stale = reload(row)
    register(row, duty, person("甲"), person("乙"))
    services.shelter_update(shelter=stale, changes={"address": "a", "effective_area_m2": 20}, actor=duty)
    assert (reload(row).named, reload(row).capacity) == (2, 10)


def test_one_in_use_is_not_taken_out_of_use(county, duty):
    row = open_shelter(county[2], duty)
    with pytest.raises(ConflictError):
        services.shelter_update(shelter=row, changes={"is_active": False}, actor=duty)


def test_facilities_and_entrances(county, duty):
    row = shelter(county[2], duty)
    assert FacilityKind.objects.filter(group="basic").count() >= 9
    services.facilities_set(shelter=row, facilities={"water": (3, True), "power": (1, False)}, actor=duty)
    services.facilities_set(shelter=row, facilities={"water": (2, True)}, actor=duty)
    assert [(one.kind.code, one.quantity) for one in row.facilities.all()] == [("water", 2)]
    for wrong in ({"gold": (1, True)}, {"water": (0, True)}):
        with pytest.raises(UnprocessableError):
            services.facilities_set(shelter=row, facilities=wrong, actor=duty)
    entrance = services.entrance_add(shelter=row, name="东门", step_free=True, actor=duty)
    services.entrance_remove(shelter=row, entrance_id=entrance.pk, actor=duty)
    assert not row.entrances.exists()


def test_the_register_is_not_for_those_who_only_run_it(county, duty):
    row = shelter(county[2], duty)
    for role in ("grid_worker", "commander", "keeper"):
        with pytest.raises(PermissionDenied):
            services.shelter_update(shelter=row, changes={"address": "a"}, actor=make.user(role, county[0]))


def test_the_list_finds_by_state_class_place_and_room(county, duty):
    full = open_shelter(county[1], duty, capacity=1, name="满员所", hazards=["flood"])
    register(full, duty)
    spare = shelter(county[2], duty, name="备用所", location=Point(103.9, 30.9, srid=4326))
    names = lambda **wanted: [row.name for row in selectors.shelter_list(duty, **wanted)]  # noqa: E731
    assert names() == ["满员所", "备用所"]
    assert names(state="open") == names(state="full") == names(hazard="flood") == ["满员所"]
    assert names(free=1) == names(q="备用") == names(jurisdiction=county[2].code) == ["备用所"]
    assert names(near=(103.9, 30.9)) == ["备用所", "满员所"]
    assert list(selectors.shelter_list(make.user("duty_officer", make.jurisdiction()))) == []
    figures = selectors.shelters_figures(duty, county[0])
    assert (figures["total"], figures["open"], figures["full"], figures["people"], figures["free"]) == (2, 1, 1, 1, 0)
    assert figures["standby_capacity"] == spare.capacity


def test_a_feature_holds_figures_and_nothing_personal(county, duty):
    row = open_shelter(county[2], duty, keeper_a_name="赵管理", keeper_a_phone="13912345678")
    register(row, duty, person("钱住户"))
    drawn = shelter_feature(Shelter.objects.get(pk=row.pk))
    assert drawn["id"] == f"shelter:{row.pk}" and drawn["properties"]["heads"] == 1
    assert not any(secret in str(drawn) for secret in ("赵管理", "13912345678", "钱住户"))
