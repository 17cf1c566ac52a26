"""A place by name, by pinyin initials, by coordinates in any form; free text that matches nothing stays legal (R-B1)."""

import pytest
from django.contrib.gis.geos import Point

from core.geo import distance_m, wgs84_to_gcj02
from incidents.reports.selectors import places_matching
from resources.places.models import Place
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def grid(county):
    return make.user("duty_officer", county[0])


@pytest.mark.parametrize("text", ["玉山村", "ysc", "YSC", "ｙｓｃ", "山村"])
def test_a_village_is_found_by_name_and_initials(grid, county, text):
    found = places_matching(text, actor=grid)
    assert found[0].code == county[2].code
    assert found[0].within == "玉山镇"
    assert found[0].point == (103.6, 30.9)


def test_a_named_place_is_found_by_initials_too(grid, county):
    Place.objects.create(kind="school", name="云溪中学", jurisdiction=county[0], location=Point(103.5, 30.8, srid=4326))
    assert [one.label for one in places_matching("yxzx", actor=grid)] == ["云溪中学"]
    assert [one.label for one in places_matching("云溪中", actor=grid)] == ["云溪中学"]


def test_places_out_of_reach_are_not_shown(county):
    other = make.jurisdiction(at=(110, 30), name="别县")
    assert places_matching("玉山村", actor=make.user("duty_officer", other)) == []


@pytest.mark.parametrize(
    "text", ["30.9, 103.6", "103.6 30.9", "30°54′00″N 103°36′00″E", "北纬30度54分，东经103度36分", "N30.9 E103.6"]
)
def test_coordinates_come_in_any_form(grid, text):
    plain = places_matching(text, actor=grid)[0]
    assert plain.kind == "typed"
    assert distance_m(plain.point, (103.6, 30.9)) < 1


def test_gcj02_is_offered_converted(grid):
    lon, lat = wgs84_to_gcj02(103.6, 30.9)
    plain, shifted = places_matching(f"{lat:.6f},{lon:.6f}", actor=grid)
    assert distance_m(plain.point, (103.6, 30.9)) > 300
    assert shifted.kind == "typed_gcj02"
    assert distance_m(shifted.point, (103.6, 30.9)) < 1


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "'; drop table", "\u202e", "老磨坊后面"])
def test_odd_text_finds_nothing_and_breaks_nothing(grid, text):
    assert places_matching(text, actor=grid) == []
