"""Drawings over the API: shapes, refusals, versions, the map's layer."""

import json

import pytest

from incidents.plots.features import plot_feature
from tests.factories import organizations as make
from tests.factories import response as make_response
from tests.factories.plots import AREA, plot

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(county):
    return make.user("duty_officer", county[0])


def test_a_drawing_is_made_listed_changed_and_struck(county, officer, token_client):
    client = token_client(officer)
    incident = make_response.incident(jurisdiction=county[0], actor=officer)
    body = {"kind": "danger", "geometry": AREA, "label": "溃口", "incident": incident.pk}
    made = client.post("/api/v1/plots/", body, format="json")
    assert made.status_code == 201, made.content
    plot_id = made.json()["id"]
    assert client.get("/api/v1/plots/", {"incident": incident.pk}).json()["count"] == 1
    patch = {"version": 1, "label": "溃口扩大"}
    assert client.patch(f"/api/v1/plots/{plot_id}/", patch, format="json").json()["version"] == 2
    assert client.patch(f"/api/v1/plots/{plot_id}/", patch, format="json").status_code == 409
    struck = client.post(f"/api/v1/plots/{plot_id}/remove/", {"reason": "r"}, format="json").json()
    assert struck["removed_at"] and client.get("/api/v1/plots/").json()["count"] == 0
    assert client.get("/api/v1/plots/", {"struck": "true"}).json()["count"] == 1


HUGE = {"type": "Point", "coordinates": [10**400, 30]}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": "danger", "geometry": None},
        {"kind": "danger", "geometry": {"a": 1}},
        {"kind": "point", "geometry": HUGE},
    ],
)
def test_a_wrong_body_is_answered_in_words(officer, token_client, body):
    answer = token_client(officer).post("/api/v1/plots/", body, format="json")
    assert answer.status_code == 422 and answer.json()["errors"]


def test_a_drawing_is_drawn_as_its_event_draws_it(county, officer, token_client):
    incident = make_response.incident(jurisdiction=county[0], actor=officer)
    drawn = plot(officer, incident=incident, label="危险", note="远离")
    (feature,) = json.loads(token_client(officer).get("/api/v1/map/", {"layers": "plots"}).content)["features"]
    told = json.loads(json.dumps(plot_feature(drawn)))
    feature["properties"].pop("at")
    told["properties"].pop("at")
    assert feature == told
