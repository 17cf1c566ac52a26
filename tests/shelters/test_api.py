"""Shelters for programs: filters, states, registration that may be repeated, numbers masked; and the map's own layer."""

import json

import pytest

from resources.shelters import services
from resources.shelters.features import shelter_feature
from tests.factories import organizations as make
from tests.factories.shelters import ALL_WELL, number, open_shelter, person, register, reload, shelter

pytestmark = pytest.mark.django_db
API = "/api/v1/shelters/"


@pytest.fixture
def duty(county):
    return make.user("duty_officer", county[0])


@pytest.fixture
def row(county, duty):
    return open_shelter(county[2], duty, capacity=5)


def test_the_list_is_filtered_and_sorted_by_distance(row, duty, county, token_client):
    shelter(county[2], duty)
    client = token_client(duty)
    found = client.get(API, {"state": "open", "near": "103.6,30.91", "free": "5"}).json()
    assert [one["id"] for one in found["results"]] == [row.pk]
    assert 1000 < found["results"][0]["distance_m"] < 1200
    for wrong in ({"state": "x"}, {"near": "a"}, {"free": "-1"}, {"tier": "x"}):
        answer = client.get(API, wrong)
        assert answer.status_code == 422 and answer.json()["errors"][0]["field"] in wrong


def test_a_shelter_is_ordered_checked_and_opened(county, duty, token_client):
    row = shelter(county[2], duty)
    client = token_client(duty)
    step = f"{API}{row.pk}/state/"
    assert client.post(step, {"to": "ordered", "incident": "incident:3"}).json()["status"] == "ordered"
    assert client.post(step, {"to": "ordered", "incident": "x:3"}).status_code == 422
    failed = client.post(f"{API}{row.pk}/check/", {"items": {"gas": "bad"}}).json()
    assert failed["passed"] is False and "gas" in failed["blocking"] and "structure" in failed["blocking"]
    assert client.post(f"{API}{row.pk}/check/", {"items": ALL_WELL}).json()["shelter"]["status"] == "checked"
    assert client.post(step, {"to": "receiving"}).json()["status"] == "receiving"
    refused = client.post(step, {"to": "restored"})
    assert refused.status_code == 409 and refused.json()["detail"]


def test_a_registration_sent_twice_is_one_and_its_kept_answer_names_nobody(row, duty, token_client):
    client = token_client(duty)
    body = {"people": [{"name": "独孤求败", "id_number": number(3)}], "heads": 2}
    first = client.post(f"{API}{row.pk}/residents/", body, headers={"Idempotency-Key": "k"})
    again = client.post(f"{API}{row.pk}/residents/", body, headers={"Idempotency-Key": "k"})
    assert first.status_code == 201 and json.loads(again.content) == first.json()
    assert "独孤求败" not in first.content.decode() and reload(row).heads == 2


def test_residents_are_listed_with_masked_numbers(row, duty, token_client):
    register(row, duty, person("王小明", id_number=number(3), needs=["medicine"]))
    found = token_client(duty).get(f"{API}{row.pk}/residents/", {"q": "wxm", "need": "medicine"})
    (one,) = found.json()["results"]
    assert one["name"] == "王小明" and one["id_number"].startswith("990***") and number(3) not in found.content.decode()


def test_a_person_inside_elsewhere_is_refused_with_the_place(row, duty, county, token_client):
    other = open_shelter(county[1], duty)
    register(other, duty, person(id_number=number(3)))
    body = {"people": [{"name": "王小明", "id_number": number(3)}]}
    answer = token_client(duty).post(f"{API}{row.pk}/residents/", body)
    assert answer.status_code == 409 and other.name in answer.json()["detail"] and answer.json()["shelter"] == other.pk


def test_people_go_out_leave_and_are_transferred(row, duty, county, token_client):
    stays = register(row, duty, person("甲"), person("乙"))
    client = token_client(duty)
    at = f"{API}{row.pk}/residents/{stays[0].pk}/"
    assert client.post(at + "leave/", {"action": "out"}).json()["heads"] == 2
    assert client.post(at + "leave/", {"action": "end"}).status_code == 422
    assert client.post(at + "leave/", {"action": "end", "left_as": "home"}).json()["heads"] == 1
    assert client.post(at + "leave/", {"action": "end", "left_as": "home"}).status_code == 409
    other = open_shelter(county[1], duty)
    move = f"{API}{row.pk}/residents/{stays[1].pk}/transfer/"
    assert client.post(move, {"to": 999999}).status_code == 422
    assert client.post(move, {"to": other.pk}).json()["heads"] == 1


def test_heads_are_counted(row, duty, token_client):
    client = token_client(duty)
    assert client.post(f"{API}{row.pk}/count/", {"delta": 5}).json()["status"] == "full"
    refused = client.post(f"{API}{row.pk}/count/", {"delta": 1})
    assert refused.status_code == 409 and refused.json()["free"] == 0
    assert client.post(f"{API}{row.pk}/count/", {"delta": 0}).status_code == 422


def test_a_number_is_read_for_a_reason_only(row, duty, token_client):
    (stay,) = register(row, duty, person(id_number=number(3)))
    at = f"{API}{row.pk}/residents/{stay.pk}/reveal/"
    assert token_client(duty).post(at, {}).status_code == 422
    assert token_client(duty).post(at, {"reason": "寻人"}).json() == {"id_number": number(3)}


def test_the_map_draws_a_shelter_as_its_event_does(row, duty, token_client):
    register(row, duty, person("甲"))
    document = json.loads(token_client(duty).get("/api/v1/map/", {"layers": "shelter"}).content)
    (drawn,) = document["features"]
    assert drawn == json.loads(json.dumps(shelter_feature(reload(row))))


def test_a_place_not_in_the_register_is_still_drawn(county, duty, token_client):
    row = shelter(county[2], duty)
    services.shelter_update(shelter=row, changes={"is_active": False}, actor=duty)
    assert json.loads(token_client(duty).get("/api/v1/map/", {"layers": "shelter"}).content)["features"] == []
