"""What is around: the same things a brute-force reckoning finds, nearest first, within reach only (R-H1)."""

import csv
import io
import random

import pytest
from django.contrib.gis.geos import LineString, MultiPolygon, Point, Polygon

from command_center.areas import MAX_RADIUS_M, Area, area_from_query, circle
from command_center.selectors.around import around
from core.errors import UnprocessableError
from core.geo import distance_m
from resources.places.models import BasemapFeature, Place
from tests.factories import dispatch as make_dispatch
from tests.factories import organizations as make
from tests.factories import reserves as make_reserves
from tests.factories import response as make_response
from tests.factories import shelters as make_shelters
from tests.factories import teams as make_teams

pytestmark = pytest.mark.django_db
HERE = (103.6, 30.9)


@pytest.fixture
def officer(county):
    return make.user("duty_officer", county[0])


def section(found, kind):
    return next(one for one in found.sections if one.kind == kind)


def place(county, kind, lon, lat, **fields):
    return Place.objects.create(
        kind=kind, name=fields.pop("name", kind), jurisdiction=county[0], location=Point(lon, lat, srid=4326), **fields
    )


@pytest.mark.parametrize("radius", [1_000, 3_000, 20_000])
def test_a_circle_holds_what_a_reckoning_of_every_distance_holds(county, officer, radius):
    chance = random.Random(radius)
    spots = [(HERE[0] + chance.uniform(-0.25, 0.25), HERE[1] + chance.uniform(-0.2, 0.2)) for _ in range(120)]
    made = {place(county, "hazard", *spot).pk: spot for spot in spots}
    found = section(around(circle(*HERE, radius), actor=officer), "hazard")
    told = [int(row.id.partition(":")[2]) for row in found.rows]
    # The sphere of the reckoning and the ellipsoid of the database differ by half a percent: the rim is left out.
    sure = {pk for pk, spot in made.items() if distance_m(HERE, spot) < radius * 0.994}
    beyond = {pk for pk, spot in made.items() if distance_m(HERE, spot) > radius * 1.006}
    assert sure <= set(told) and not beyond & set(told)
    assert [row.distance_m for row in found.rows] == sorted(row.distance_m for row in found.rows)
    assert found.count == len(found.rows)


def test_a_team_is_told_with_its_assignment_its_phone_and_the_age_of_its_position(county, officer):
    free = make_teams.team(county[0], at=HERE)
    busy = make_teams.team(county[0], base=(103.61, 30.9))
    make_dispatch.order(county[0], actor=officer, team_row=busy)
    make_teams.team(county[0], base=(104.6, 30.9))
    rows = section(around(circle(*HERE, 5_000), actor=officer), "teams").rows
    assert [(row.id, row.state) for row in rows] == [(f"team:{free.pk}", "standby"), (f"team:{busy.pk}", "ordered")]
    assert rows[0].at is not None and rows[1].at is None and rows[0].phone == "13800000000"
    assert rows[0].facts["free"] and not rows[1].facts["free"]


def test_phones_are_for_those_who_order(county):
    make_teams.team(county[0], at=HERE)
    auditor = make.user("auditor", county[0])
    (row,) = section(around(circle(*HERE, 5_000), actor=auditor), "teams").rows
    assert row.phone == ""


def test_a_section_one_may_not_see_says_so_and_is_empty(county):
    make_teams.team(county[0], at=HERE)
    found = section(around(circle(*HERE, 5_000), actor=make.user("grid_worker", county[0])), "teams")
    assert (found.may_see, found.rows) == (False, [])


def test_a_neighbour_finds_nothing_of_this_county(county):
    make_teams.team(county[0], at=HERE)
    place(county, "shelter", *HERE)
    make_response.incident(jurisdiction=county[0], location=Point(*HERE, srid=4326))
    neighbour = make.user("duty_officer", make.jurisdiction(at=(110, 20)))
    found = around(circle(*HERE, 5_000), actor=neighbour)
    assert all(not one.rows for one in found.sections) and found.villages == []


def test_a_polygon_holds_what_lies_in_it_and_what_lies_near_it_when_asked(county, officer):
    inside = place(county, "school", 103.61, 30.91)
    outside = place(county, "school", 103.63, 30.91)
    corners = "103.6,30.9;103.62,30.9;103.62,30.92;103.6,30.92"
    found = section(around(area_from_query({"polygon": corners}), actor=officer), "school")
    assert [row.id for row in found.rows] == [f"place:{inside.pk}"]
    wider = area_from_query({"polygon": corners, "radius_m": "1500"})
    assert {row.id for row in section(around(wider, actor=officer), "school").rows} == {
        f"place:{inside.pk}",
        f"place:{outside.pk}",
    }


def test_along_a_river_lies_what_is_within_metres_of_any_piece_of_it(county, officer, token_client):
    pieces = [[(103.5, 30.9), (103.6, 30.9)], [(103.6, 30.9), (103.7, 30.95)]]
    first, _second = [
        BasemapFeature.objects.create(kind="river", name="青江", geometry=LineString(piece, srid=4326))
        for piece in pieces
    ]
    near_second = place(county, "hazard", 103.701, 30.951)
    place(county, "hazard", 103.65, 31.0)
    answer = token_client(officer).get("/api/v1/around/", {"along": first.pk, "radius_m": 500}).json()
    rows = next(one for one in answer["sections"] if one["kind"] == "hazard")["rows"]
    assert [row["id"] for row in rows] == [f"place:{near_second.pk}"]


def test_people_are_counted_by_the_share_of_each_village_that_lies_inside(county, officer):
    west, south, east, north = 103.6, 30.9, 103.62, 30.92
    box = MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=4326)
    type(county[2]).objects.filter(pk=county[2].pk).update(boundary=box, population=1000)
    half = f"{west},{south};{(west + east) / 2},{south};{(west + east) / 2},{north};{west},{north}"
    found = around(area_from_query({"polygon": half}), actor=officer)
    assert found.people == 500 and found.villages[0].population == 1000
    assert around(circle(103.61, 30.91, 20_000), actor=officer).people == 1000


def test_a_village_without_a_figure_leaves_the_sum_unknown_and_not_zero(county, officer):
    assert around(circle(*HERE, 1_000), actor=officer).people is None


def test_the_question_can_be_asked_again_by_its_own_parameters():
    for asked in (
        {"at": "103.6,30.9", "radius_m": "3000"},
        {"line": "103.6,30.9;103.7,30.95", "radius_m": "500"},
        {"polygon": "103.6,30.9;103.7,30.9;103.7,31", "radius_m": "0"},
    ):
        area = area_from_query(asked)
        again = area_from_query(area.query())
        assert isinstance(area, Area) and again.shape.equals_exact(area.shape, 1e-6) and again.radius_m == area.radius_m


@pytest.mark.parametrize(
    "asked",
    [
        {"at": "103.6"},
        {"at": "x,y"},
        {"at": "103.6,95"},
        {"at": "nan,30"},
        {"at": "103.6,30.9", "radius_m": "0"},
        {"at": "103.6,30.9", "radius_m": str(MAX_RADIUS_M + 1)},
        {"at": "103.6,30.9", "radius_m": "far"},
        {"line": "103.6,30.9"},
        {"line": ";".join(["103.6,30.9"] * 501)},
        {"polygon": "103.6,30.9;103.7,31;103.7,30.9;103.6,31"},
        {"polygon": "103.6,30.9;103.6,30.9"},
    ],
)
def test_a_question_that_cannot_be_read_is_refused_by_field(asked):
    with pytest.raises(UnprocessableError) as refused:
        area_from_query(asked)
    assert set(refused.value.errors) <= {*asked, "radius_m"}


def test_around_an_incident_without_a_place_is_refused_in_words(county, officer, token_client):
    incident = make_response.incident(jurisdiction=county[0], location=None)
    answer = token_client(officer).get("/api/v1/around/", {"incident": incident.number})
    assert answer.status_code == 422 and incident.number in answer.json()["detail"]


def test_a_shape_may_be_posted_as_geojson(county, officer, token_client):
    place(county, "hospital", *HERE)
    body = {"geometry": {"type": "Point", "coordinates": HERE}, "radius_m": 1000}
    answer = token_client(officer).post("/api/v1/around/", body, format="json")
    counts = {one["kind"]: one["count"] for one in answer.json()["sections"]}
    assert answer.status_code == 200 and counts["hospital"] == 1
    polygons = [{"type": "Polygon", "coordinates": bad} for bad in ([[[1, 2], "x"]], 5, {"a": 1}, [], [5])]
    for bad in (*polygons, {"type": "Point", "coordinates": None}, {"type": [], "coordinates": 1}, "x"):
        assert token_client(officer).post("/api/v1/around/", {"geometry": bad}, format="json").status_code == 422


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_sheet_drawer_and_export_tell_the_same(county, officer, signed_in, language):
    incident = make_response.incident(jurisdiction=county[0], location=Point(*HERE, srid=4326))
    team = make_teams.team(county[0], at=HERE)
    place(county, "hazard", *HERE, name="石岭滑坡", detail={"threatens": 120, "level": "high"})
    officer.language = language
    officer.save(update_fields=["language"])
    client = signed_in(officer)
    asked = {"incident": incident.number, "radius_m": "3000"}
    sheet = client.get("/map/around/", asked).content.decode()
    drawer = client.get("/map/around/", {**asked, "part": "1"}).content.decode()
    rows = list(csv.reader(io.StringIO(client.get("/map/around/export/", asked).content.decode("utf-8-sig"))))
    name = team.name if language == "zh-hans" else team.name_en
    for text in (sheet, drawer):
        assert name in text and "石岭滑坡" in text and "120" in text and incident.number in text
    assert "<html" in sheet and "<html" not in drawer
    assert {"石岭滑坡", name} <= {row[1] for row in rows}


def test_the_number_of_queries_does_not_grow_with_what_is_found(county, officer, django_assert_max_num_queries):
    for number in range(12):
        team = make_teams.team(county[0], base=(103.6 + number / 1000, 30.9))
        make_dispatch.order(county[0], actor=officer, team_row=team)
        place(county, "hazard", 103.6 + number / 1000, 30.9)
    with django_assert_max_num_queries(22):
        around(circle(*HERE, 20_000), actor=officer)


def test_warehouses_tell_what_can_be_given_out_and_shelters_how_many_places_are_free(county, officer):
    warehouse = make_reserves.warehouse(county[0], at=HERE)
    tents = make_reserves.item(name="帐篷", name_en="Tent")
    make_reserves.stock(warehouse, tents, 120)
    shelter = make_shelters.open_shelter(county[0], capacity=100)
    where = shelter.location
    found = around(circle(where.x, where.y, 20_000), actor=officer)
    (store,) = section(found, "warehouse").rows
    (place_,) = section(found, "shelter").rows
    assert any("120" in words for words in store.facts["stock"])
    assert place_.facts["free"] == shelter.free and place_.id == f"shelter:{shelter.pk}"
    leader = make.user("team_leader", county[0])
    without = around(circle(where.x, where.y, 20_000), actor=leader)
    assert section(without, "warehouse").rows == []
