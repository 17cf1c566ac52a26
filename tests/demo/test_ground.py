"""The fictional ground: whole, conforming, connected, the same for the same seed, and naming nobody's land."""

import itertools
import random

import pytest
import shapely

from command_center.demo import names
from command_center.demo.gazetteer import CITY_CODE, CODES, areas
from command_center.demo.land import COUNTY, DISTRICT, NEIGHBOUR, survey
from command_center.demo.mesh import to_lonlat
from command_center.demo.roads import lay
from command_center.demo.sites import sites
from command_center.demo.water import drain, in_degrees

SEED = 2026


@pytest.fixture(scope="module")
def land():
    return survey(SEED)


@pytest.fixture(scope="module")
def rows(land):
    return areas(land, SEED)


@pytest.fixture(scope="module")
def roads(land):
    return lay(land, drain(land, SEED))


def _below(rows, parent, level):
    return [area for area in rows if area.parent == parent and area.level == level]


def test_there_is_what_the_county_needs(rows):
    county = CODES[COUNTY] + "000000"
    townships = _below(rows, county, "township")
    villages = [village for township in townships for village in _below(rows, township.code, "village")]
    assert len(townships) == 12
    assert 150 <= len(villages) <= 175
    assert all(2 <= len(_below(rows, village.code, "grid")) <= 4 for village in villages)
    assert {area.code for area in rows if area.level == "county"} == {CODES[key] + "000000" for key in CODES}


def test_townships_fill_their_county_without_gap_or_overlap(rows):
    for county in (COUNTY, NEIGHBOUR, DISTRICT):
        code = CODES[county] + "000000"
        whole = next(area.shape for area in rows if area.code == code)
        parts = [area.shape for area in _below(rows, code, "township")]
        assert shapely.coverage_is_valid(parts)
        assert shapely.union_all(parts).symmetric_difference(whole).area == 0
        assert sum(part.area for part in parts) == pytest.approx(whole.area, rel=1e-12)


def test_villages_fill_their_townships_and_grids_their_villages(rows):
    townships = _below(rows, CODES[COUNTY] + "000000", "township")
    villages = [village for township in townships for village in _below(rows, township.code, "village")]
    assert shapely.coverage_is_valid([village.shape for village in villages])
    for village in villages:
        grids = sum(grid.shape.area for grid in _below(rows, village.code, "grid"))
        assert grids == pytest.approx(village.shape.area, rel=1e-9)


def test_every_area_is_one_valid_piece_with_its_centre_inside(rows):
    for area in rows:
        assert area.shape.is_valid
        assert area.shape.geom_type == "Polygon", area.name
        assert area.shape.contains(shapely.Point(area.centre)), area.name


def test_codes_are_of_twelve_digits_in_a_province_that_does_not_exist(rows):
    assert len({area.code for area in rows}) == len(rows)
    assert all(area.code.startswith("99") for area in rows)
    assert all(len(area.code) == (15 if area.level == "grid" else 12) for area in rows)
    assert rows[0].code == CITY_CODE


def test_names_say_that_it_is_a_demonstration_and_every_village_has_its_own(rows):
    assert all("演示" in area.name and "demo" in area.name_en for area in rows if area.level in ("city", "county"))
    villages = [area.name for area in rows if area.level == "village"]
    assert len(set(villages)) == len(villages)
    assert all(area.name_en.isascii() for area in rows)


def test_the_same_seed_makes_the_same_county_and_another_seed_another(rows):
    again = areas(survey(SEED), SEED)
    assert [(a.code, a.name, a.population, a.shape.wkb) for a in again] == [
        (a.code, a.name, a.population, a.shape.wkb) for a in rows
    ]
    other = areas(survey(SEED + 1), SEED + 1)
    assert [a.shape.wkb for a in other[:5]] != [a.shape.wkb for a in rows[:5]]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_seeds_hold_together_too(seed):
    land = survey(seed)
    parts = [land.mesh.polygon(land.cells(COUNTY, number)) for number in range(12)]
    assert all(part.geom_type == "Polygon" and part.is_valid for part in parts)
    assert shapely.coverage_is_valid(parts)


def test_every_village_and_seat_is_on_one_connected_network(land, roads):
    links = {}
    for road in roads:
        points = [to_lonlat(point) for point in road.line]
        for a, b in itertools.pairwise(points):
            links.setdefault(a, set()).add(b)
            links.setdefault(b, set()).add(a)
    start = to_lonlat(land.mesh.seeds[land.seat[COUNTY, 0]])
    seen, queue = {start}, [start]
    while queue:
        for other in links[queue.pop()] - seen:
            seen.add(other)
            queue.append(other)
    missing = [cell for cell in land.county_of if to_lonlat(land.mesh.seeds[cell]) not in seen]
    assert missing == []


def test_rivers_flow_downhill_from_source_to_mouth(land):
    for river in drain(land, SEED).rivers[:6]:
        source, mouth = land.terrain.height(river.line[0]), land.terrain.height(river.line[-1])
        assert source > mouth
    assert len(drain(land, SEED).rivers) >= 8


def test_lakes_are_whole_and_on_rivers(land):
    water = drain(land, SEED)
    courses = shapely.union_all([shapely.LineString(river.line) for river in water.rivers])
    assert len(water.lakes) == 3
    assert all(lake.is_valid and lake.intersects(courses) for lake in water.lakes)


def test_lines_have_no_step_longer_than_a_village(land, roads):
    for road in roads:
        steps = [in_degrees([a, b]).length for a, b in itertools.pairwise(road.line)]
        assert max(steps) < 0.05


def test_sites_lie_in_the_area_they_belong_to(land, rows):
    found = sites(land, rows, SEED)
    kinds = {site.kind for site in found}
    assert kinds == {"hazard", "shelter", "warehouse", "hospital", "station", "school"}
    inside = [site.area.shape.contains(shapely.Point(site.at)) for site in found]
    assert sum(inside) / len(inside) > 0.97


def test_numbers_on_phones_belong_to_nobody():
    people = names.People(random.Random(1))
    assert people.mobile().startswith("160")
    assert people.desk().startswith("0100-")
    assert people.mobile() != people.mobile()
