"""The outside contract of requests: created, allocated at once, confirmed, and what is refused in words."""

import pytest

from incidents.supply.models import Basis, SupplyRequest
from tests.factories import reserves
from tests.factories import supply as make

URL = "/api/v1/reserves/requests/"


@pytest.fixture
def duty(scene, token_client):
    return token_client(scene.duty)


def _post(client, address, body=None, **headers):
    return client.post(address, body or {}, format="json", **headers)


def test_items_and_quantities_make_a_request_that_is_allocated_before_anybody_approved(scene, duty):
    lot = reserves.stock(scene.near, scene.tent, 120)
    made = _post(duty, URL, {"incident": scene.incident.pk, "lines": [{"item": scene.tent.pk, "quantity": 200}]})
    assert made.status_code == 201, made.json()
    body = made.json()
    assert [(line["item"], line["quantity"], line["missing"]) for line in body["lines"]] == [(scene.tent.pk, 200, 200)]
    found = _post(duty, f"{URL}{body['id']}/allocate/").json()
    (line,) = found["lines"]
    assert (line["item"], line["warehouse"], line["lot"], line["quantity"]) == (
        scene.tent.pk,
        scene.near.pk,
        lot.pk,
        120,
    )
    assert line["eta_s"] > 0 and line["reason"]
    assert [(short["item"], short["missing"]) for short in found["shortfalls"]] == [(scene.tent.pk, 80)]
    assert (found["solver"], found["gap"]) == ("optimal", 0.0)


def test_a_place_that_is_none_is_refused_by_field(scene, duty):
    body = {"incident": scene.incident.pk, "lines": [{"item": scene.tent.pk, "quantity": 2}]}
    for bad in (10**400, "x", None):
        answer = _post(duty, URL, body | {"location": {"type": "Point", "coordinates": [bad, 30]}})
        assert answer.status_code == 422 and "location" in str(answer.json()["errors"])


def test_people_and_days_make_lines_by_the_norms(scene, duty):
    make.norm(scene.tent, 0.25)
    make.norm(reserves.item(unit="bottle", name="水"), 4, basis=Basis.PERSON_DAY)
    made = _post(duty, URL, {"incident": scene.incident.pk, "need": {"people": 500, "days": 3}})
    assert [line["quantity"] for line in made.json()["lines"]] == [125, 6000]
    shown = duty.get("/api/v1/reserves/norms/?people=500&days=3").json()
    assert sorted(line["quantity"] for line in shown) == [125, 6000]


def test_the_same_key_makes_one_request(scene, duty):
    body = {"incident": scene.incident.pk, "lines": [{"item": scene.tent.code, "quantity": "5"}]}
    first, second = (_post(duty, URL, body, headers={"Idempotency-Key": "k1"}).json()["id"] for _turn in range(2))
    assert first == second
    assert SupplyRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "lines"),
        ({"lines": []}, "lines"),
        ({"lines": [{"item": "nothing", "quantity": 1}]}, "lines"),
        ({"lines": [{"item": "T", "quantity": 0}]}, "lines"),
        ({"lines": [{"item": "T", "quantity": -3}]}, "lines"),
        ({"lines": [{"item": "T", "quantity": 1.5}]}, "lines"),
        ({"lines": [{"item": "T", "quantity": "NaN"}]}, "lines"),
        ({"lines": [{"item": "T", "quantity": 1}], "location": {"type": "Point", "coordinates": [999, 0]}}, "location"),
        ({"lines": [{"item": "T", "quantity": 1}], "kind": "transfer"}, "warehouse"),
        ({"lines": [{"item": "T", "quantity": 1}], "kind": "mutual"}, "asked"),
        ({"need": {"people": 0, "days": 1}}, "need.people"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_field(scene, duty, body, field):
    type(scene.tent).objects.filter(pk=scene.tent.pk).update(code="T")
    answer = _post(duty, URL, {"incident": scene.incident.pk, **body})
    assert answer.status_code == 422, answer.json()
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert not SupplyRequest.objects.exists()


def test_the_whole_way_over_the_interface(scene, duty, token_client):
    leader, keeper = token_client(scene.leader), token_client(scene.keeper)
    reserves.stock(scene.near, scene.tent, 50)
    pk = _post(duty, URL, {"incident": scene.incident.pk, "lines": [{"item": scene.tent.pk, "quantity": 50}]}).json()[
        "id"
    ]
    assert _post(duty, f"{URL}{pk}/confirm/").status_code == 409
    assert _post(duty, f"{URL}{pk}/approve/").status_code == 403
    assert _post(leader, f"{URL}{pk}/approve/").json()["status"] == "approved"
    version = _post(duty, f"{URL}{pk}/allocate/").json()["version"]
    assert _post(duty, f"{URL}{pk}/confirm/", {"version": version}).json()["status"] == "allocated"
    (shipment,) = duty.get(f"/api/v1/reserves/shipments/?request={pk}").json()["results"]
    way = f"/api/v1/reserves/shipments/{shipment['id']}/"
    assert _post(keeper, f"{way}pick/", {"lines": {}}).json()["status"] == "loading"
    assert _post(keeper, f"{way}load/", {"vehicle": "川A12345"}).status_code == 200
    assert _post(keeper, f"{way}depart/", {"handed_by": "王五", "taken_by": "李四"}).json()["status"] == "on_way"
    assert _post(duty, f"{way}position/", {"lon": 103.65, "lat": 30.9}).status_code == 200
    line = str(shipment["lines"][0]["id"])
    short = _post(duty, f"{way}receive/", {"lines": {line: 49}, "received_by": "赵六"})
    assert (short.status_code, short.json()["errors"][0]["field"]) == (422, f"reason_{line}")
    done = _post(duty, f"{way}receive/", {"lines": {line: 49}, "notes": {line: "少一顶"}, "received_by": "赵六"})
    assert done.json()["status"] == "received"
    assert _post(duty, f"{URL}{pk}/close/", {"outcome": "已发放"}).json()["status"] == "closed"
    assert keeper.get("/api/v1/reserves/proof/").json()["equal"] is True


def test_lists_are_filtered_and_senseless_filters_refused(scene, duty):
    make.request(scene, 5)
    assert duty.get(f"{URL}?status=submitted&open=true&incident={scene.incident.pk}").json()["count"] == 1
    assert duty.get(f"{URL}?status=closed").json()["count"] == 0
    assert duty.get(f"{URL}?status=nonsense").status_code == 422
    assert duty.get("/api/v1/reserves/shipments/?request=x").status_code == 422
