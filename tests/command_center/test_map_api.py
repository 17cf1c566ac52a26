"""The map's API: what is in it, for whom, and how it refuses."""

import json

import pytest
from django.contrib.gis.geos import LineString, Point
from django.db import connection
from django.utils import timezone

from command_center.selectors import map_large
from incidents.reports.features import report_feature
from incidents.response.features import incident_feature
from incidents.response.models import Incident
from resources.places.models import BasemapFeature, Place
from resources.reserves.features import warehouse_feature
from resources.shelters.features import shelter_feature
from resources.teams.features import team_feature
from tests.factories import dispatch as make_dispatch
from tests.factories import organizations as make
from tests.factories import reports as make_reports
from tests.factories import reserves as make_reserves
from tests.factories import response as make_response
from tests.factories import shelters as make_shelters
from tests.factories import teams as make_teams
from timeline.selectors import latest_cursor

pytestmark = pytest.mark.django_db
HERE = Point(103.6, 30.9, srid=4326)


def read(client, **query):
    answer = client.get("/api/v1/map/", query)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def by_id(document):
    return {feature["id"]: feature for feature in document["features"]}


@pytest.fixture
def officer(county):
    return make.user("duty_officer", county[0])


def test_an_incident_is_drawn_as_its_event_draws_it(county, officer, token_client):
    incident = make_response.incident(jurisdiction=county[0], location=HERE, grade=2, place="玉山村")
    drawn = by_id(read(token_client(officer), layers="incidents"))[f"incident:{incident.pk}"]
    told = json.loads(json.dumps(incident_feature(incident)))
    drawn["properties"].pop("at")
    told["properties"].pop("at")
    assert drawn == told


def test_a_report_is_drawn_as_its_event_draws_it(county, officer, token_client):
    report = make_reports.report(officer, location=(103.6, 30.9), jurisdiction=county[0].code)
    drawn = by_id(read(token_client(officer), layers="reports"))[f"report:{report.pk}"]
    told = json.loads(json.dumps(report_feature(report)))
    drawn["properties"].pop("at")
    told["properties"].pop("at")
    assert drawn == told


def test_a_team_is_drawn_as_its_event_draws_it_with_the_state_of_its_assignment(county, officer, token_client):
    team = make_teams.team(county[0], at=(103.61, 30.91))
    make_dispatch.order(county[0], actor=officer, team_row=team)
    drawn = by_id(read(token_client(officer), layers="teams"))[f"team:{team.pk}"]
    told = team_feature(team, state="ordered")
    assert drawn["properties"].keys() == told["properties"].keys()
    assert {**drawn, "properties": {**drawn["properties"], "at": None}} == {
        **told,
        "properties": {**told["properties"], "at": None},
    }


def test_closed_incidents_and_inactive_teams_are_not_drawn(county, officer, token_client):
    incident = make_response.incident(jurisdiction=county[0], location=HERE)
    Incident.objects.filter(pk=incident.pk).update(status="closed", closed_at=timezone.now())
    make_teams.team(county[0], is_active=False)
    assert read(token_client(officer), layers="incidents,teams")["features"] == []


def test_what_has_no_place_is_in_the_list_without_a_geometry(county, officer, token_client):
    make_response.incident(jurisdiction=county[0], location=None)
    (feature,) = read(token_client(officer), layers="incidents")["features"]
    assert feature["geometry"] is None


def test_a_neighbour_sees_nothing_and_a_superior_everything(county, officer, token_client):
    make_response.incident(jurisdiction=county[1], location=HERE)
    make_reports.report(officer, location=(103.6, 30.9), jurisdiction=county[0].code)
    make_teams.team(county[1])
    Place.objects.create(kind="shelter", name="小学", jurisdiction=county[2], location=HERE)
    layers = "incidents,reports,teams,shelter"
    neighbour = make.user("duty_officer", make.jurisdiction())
    assert read(token_client(neighbour), layers=layers)["features"] == []
    assert len(read(token_client(officer), layers=layers)["features"]) == 4
    villager = make.user("duty_officer", county[2])
    assert [feature["properties"]["layer"] for feature in read(token_client(villager), layers=layers)["features"]] == [
        "shelter"
    ]


def test_the_unit_an_incident_is_offered_to_sees_it(county, token_client):
    incident = make_response.incident(jurisdiction=county[0], location=HERE)
    elsewhere = make.jurisdiction()
    other = make.unit(elsewhere)
    neighbour = make.user("duty_officer", elsewhere, unit=other)
    Incident.objects.filter(pk=incident.pk).update(handover_to=other)
    assert len(read(token_client(neighbour), layers="incidents")["features"]) == 1


def test_a_layer_whose_permission_one_lacks_is_left_out(county, token_client):
    make_response.incident(jurisdiction=county[0], location=HERE)
    make_teams.team(county[0])
    worker = make.user("grid_worker", county[0])
    assert read(token_client(worker), layers="incidents,teams")["features"] == []


def test_nothing_personal_is_on_the_map(county, officer, token_client):
    make_reports.report(
        officer, location=(103.6, 30.9), jurisdiction=county[0].code, reporter_name="赵六", reporter_phone="13712345678"
    )
    make_teams.team(county[0], leader_phone="13812345678", leader_name="钱七")
    text = json.dumps(read(token_client(officer)), ensure_ascii=False)
    assert not any(secret in text for secret in ("赵六", "13712345678", "13812345678", "钱七"))


def test_a_viewport_holds_only_what_lies_in_it(county, officer, token_client):
    make_response.incident(jurisdiction=county[0], location=Point(103.6, 30.9, srid=4326))
    make_response.incident(jurisdiction=county[0], location=Point(104.6, 30.9, srid=4326))
    assert len(read(token_client(officer), layers="incidents", bbox="103,30,104,31")["features"]) == 1


@pytest.mark.parametrize(
    "query",
    [
        {"bbox": "1,2,3"},
        {"bbox": "a,b,c,d"},
        {"bbox": "10,0,5,1"},
        {"bbox": "0,0,nan,1"},
        {"bbox": "0,-91,1,1"},
        {"layers": "incidents,x"},
    ],
)
def test_a_wrong_question_is_answered_in_words(officer, token_client, query):
    answer = token_client(officer).get("/api/v1/map/", query)
    document = json.loads(answer.content)
    assert answer.status_code == 422 and document["errors"][0]["field"] in query and document["detail"]


def test_a_stranger_is_not_answered(api):
    assert api.get("/api/v1/map/").status_code == 401


def test_the_cursor_is_that_of_the_newest_event_in_the_document(county, officer, token_client):
    document = read(token_client(officer))
    assert document["cursor"] == latest_cursor() and document["type"] == "FeatureCollection"


def test_names_with_quotes_and_rare_characters_survive(county, officer, token_client):
    name = '𠮷"\\山\n村·'
    Place.objects.create(kind="hazard", name=name, jurisdiction=county[0], location=HERE)
    (feature,) = read(token_client(officer), layers="hazard")["features"]
    assert feature["properties"]["name"] == name


def test_borders_and_base_map_come_with_a_tag_and_are_not_sent_twice(county, officer, token_client):
    BasemapFeature.objects.create(kind="river", name="青江", geometry=LineString((103, 30), (104, 31), srid=4326))
    client = token_client(officer)
    first = client.get("/api/v1/map/", {"layers": "basemap,jurisdictions"})
    again = client.get("/api/v1/map/", {"layers": "basemap,jurisdictions"}, headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    BasemapFeature.objects.create(kind="road", geometry=LineString((103, 30), (103, 31), srid=4326))
    assert client.get("/api/v1/map/", {"layers": "basemap,jurisdictions"})["ETag"] != first["ETag"]


def test_borders_above_are_drawn_but_not_ones_own(county, token_client):
    villager = make.user("duty_officer", county[2])
    own = {
        feature["properties"]["name"]: feature["properties"]["own"]
        for feature in read(token_client(villager), layers="jurisdictions")["features"]
    }
    assert own == {county[0].name: False, county[1].name: False, county[2].name: True}


def test_the_number_of_queries_does_not_grow_with_the_layers(
    county, officer, token_client, django_assert_max_num_queries
):
    for number in range(5):
        make_response.incident(jurisdiction=county[0], location=Point(103.6 + number / 100, 30.9, srid=4326))
    client = token_client(officer)
    read(client)
    with django_assert_max_num_queries(3):
        read(client, layers="incidents,reports,teams,shelter,hazard,jurisdictions,basemap")
    assert connection.vendor == "postgresql"


def test_a_shelter_and_a_warehouse_are_drawn_as_their_events_draw_them(county, officer, token_client):
    shelter = make_shelters.shelter(county[0])
    warehouse = make_reserves.warehouse(county[0])
    plain = Place.objects.create(kind="warehouse", name="村级储备点", jurisdiction=county[0], location=HERE)
    drawn = by_id(read(token_client(officer), layers="shelter,warehouse"))
    for feature in (shelter_feature(shelter), warehouse_feature(warehouse)):
        assert drawn[feature["id"]] == json.loads(json.dumps(feature))
    assert drawn[f"place:{plain.pk}"]["properties"]["name"] == "村级储备点" and len(drawn) == 3


def test_who_may_not_see_stock_sees_where_the_warehouse_is_and_no_more(county, officer, token_client):
    spot = Place.objects.create(kind="warehouse", name="县储备库", jurisdiction=county[0], location=HERE)
    make_reserves.warehouse(county[0], place=spot)
    seen = {}
    for role in ("duty_officer", "team_leader"):
        (feature,) = read(token_client(make.user(role, county[0])), layers="warehouse")["features"]
        seen[role] = feature
    assert seen["duty_officer"]["id"].startswith("warehouse:") and "stock" in seen["duty_officer"]["properties"]
    assert seen["team_leader"]["id"] == f"place:{spot.pk}" and "stock" not in seen["team_leader"]["properties"]


def fill(county, count, kind="hazard"):
    rows = [
        Place(
            kind=kind, name=f"点{number}", jurisdiction=county[0],
            location=Point(103.5 + number % 100 / 500, 30.8 + number // 100 / 500, srid=4326),
        )
        for number in range(count)
    ]  # fmt: skip
    Place.objects.bulk_create(rows)


def test_a_layer_too_large_to_be_sent_whole_comes_as_cells_whose_numbers_add_up(county, officer, token_client):
    fill(county, map_large.WHOLE + 100)
    make_response.incident(jurisdiction=county[0], location=Point(10, 10, srid=4326))
    view = {"layers": "incidents,hazard", "bbox": "103,30,105,32"}
    document = read(token_client(officer), **view, zoom=10)
    cells = [one["properties"]["cell"] for one in document["features"] if "cell" in one["properties"]]
    assert document["large"] == ["hazard"] and sum(cells) == map_large.WHOLE + 100 and len(cells) < 500
    assert sum(one["properties"]["layer"] == "incidents" for one in document["features"]) == 1  # however far away


def test_a_part_of_a_large_layer_comes_as_points_and_a_small_layer_whole(county, officer, token_client):
    fill(county, map_large.WHOLE + 100)
    near = read(token_client(officer), layers="hazard", bbox="103.499,30.799,103.55,30.85", zoom=15)
    assert near["large"] == ["hazard"] and 0 < len(near["features"]) < 1000
    assert all("cell" not in one["properties"] for one in near["features"])
    fill(county, 3, kind="school")
    small = read(token_client(officer), layers="school", bbox="1,1,2,2", zoom=15)
    assert "large" not in small and len(small["features"]) == 3


@pytest.mark.parametrize("zoom", ["x", "-1", "23", "²"])
def test_a_zoom_that_is_none_is_refused(officer, token_client, zoom):
    answer = token_client(officer).get("/api/v1/map/", {"zoom": zoom})
    assert answer.status_code == 422
