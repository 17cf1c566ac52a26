"""The pages and the API of teams: found, filtered, edited, and phones only for those who need them."""

import pytest

from resources.teams.models import Team
from tests.factories import organizations as make
from tests.factories.teams import team

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(county):
    return make.user("duty_officer", county[0], language="en")


def test_the_list_is_filtered_and_stays_within_reach(county, duty, signed_in):
    team(county[1], name="水上队", capabilities=["water"])
    team(county[1], name="矿山队", capabilities=["mine"], readiness="resting", name_en="")
    team(make.jurisdiction(), name="邻县队", name_en="")
    page = signed_in(make.user("duty_officer", county[0])).get("/teams/?capability=mine").content.decode()
    assert "矿山队" in page
    assert "水上队" not in page
    assert "邻县队" not in page
    for query in ("?status=resting", "?q=矿山", "?kind=professional&q=矿山", "?page=99", "?capability=nonsense"):
        assert signed_in(duty).get(f"/teams/{query}").status_code == 200


def test_phones_are_not_for_watchers(county, duty, signed_in):
    row = team(county[1], leader_phone="13899998888")
    assert "13899998888" in signed_in(duty).get(f"/teams/{row.pk}/").content.decode()
    watcher = signed_in(make.user("auditor", county[0]))
    assert "13899998888" not in watcher.get(f"/teams/{row.pk}/").content.decode()
    assert "13899998888" not in watcher.get("/teams/").content.decode()
    assert "13899998888" not in watcher.get("/teams/export/").content.decode("utf-8-sig")


def test_the_list_asks_as_much_for_many_teams_as_for_few(county, duty, signed_in, django_assert_max_num_queries):
    client = signed_in(duty)

    def queries():
        with django_assert_max_num_queries(30) as seen:
            client.get("/teams/")
        return len(seen)

    team(county[1])
    queries()
    few = queries()
    for _ in range(10):
        team(county[1], capabilities=["water", "mine"])
    assert queries() == few


def test_a_team_is_entered_edited_and_a_stale_form_shows_both_sides(county, duty, signed_in):
    client, unit = signed_in(duty), county[1].units.first()
    fields = {
        "name": "水上队", "code": "YX-9", "kind": "professional", "jurisdiction": county[1].pk, "unit": unit.pk,
        "strength": 8, "speed_kmh": 50, "base": "30.9, 103.6", "on_shift": "on", "is_active": "on",
    }  # fmt: skip
    assert client.post("/teams/new/", fields | {"base": "nowhere"}).status_code == 422
    assert client.post("/teams/new/", fields).status_code == 302
    row = Team.objects.get(code="YX-9")
    assert (row.base.x, row.base.y) == (103.6, 30.9)
    assert client.post(f"/teams/{row.pk}/edit/", fields | {"version": 1, "strength": 9}).status_code == 302
    stale = client.post(f"/teams/{row.pk}/edit/", fields | {"version": 1, "strength": 5})
    assert stale.status_code == 409
    assert "Changed by somebody else" in stale.content.decode()
    assert client.post(f"/teams/{row.pk}/edit/", fields | {"version": 2, "strength": 5}).status_code == 302


def test_readiness_members_and_vehicles_from_the_page(county, duty, signed_in):
    row, client = team(county[1]), signed_in(duty)
    assert client.post(f"/teams/{row.pk}/readiness/", {"readiness": "unavailable"}).status_code == 422
    assert client.post(f"/teams/{row.pk}/readiness/", {"readiness": "unavailable", "reason": "x"}).status_code == 302
    assert client.post(f"/teams/{row.pk}/members/", {"name": ""}).status_code == 422
    assert client.post(f"/teams/{row.pk}/members/", {"name": "李", "skills": "水上；潜水"}).status_code == 302
    assert row.members.get().skills == ["水上", "潜水"]
    assert client.post(f"/teams/{row.pk}/members/", {"remove": row.members.get().pk}).status_code == 302
    assert client.post(f"/teams/{row.pk}/vehicles/", {"plate": "川A1", "kind": "车", "seats": 4}).status_code == 302
    assert client.get(f"/teams/{row.pk}/").status_code == 200


def test_the_api_lists_nearest_first_and_filters(county, duty, token_client):
    far, near = team(county[1], base=(103.9, 30.9)), team(county[1], base=(103.61, 30.9))
    lost = team(county[1], base=None)
    client = token_client(duty)
    found = client.get("/api/v1/teams/?near=103.6,30.9&capability=water&status=standby").json()
    assert [row["id"] for row in found["results"]] == [near.pk, far.pk, lost.pk]
    assert found["results"][0]["distance_m"] == pytest.approx(954, rel=0.01)
    assert found["results"][2]["distance_m"] is None
    for query in ("near=x", "near=200,3", "status=x", "kind=x"):
        assert client.get(f"/api/v1/teams/?{query}").status_code == 422, query
    assert client.get("/api/v1/teams/999999/").status_code == 404


def test_the_api_edits_with_versions_and_sets_readiness(county, duty, token_client):
    row, client = team(county[1]), token_client(duty)
    address = f"/api/v1/teams/{row.pk}/"
    changed = client.patch(address, {"strength": 20, "version": 1, "capabilities": ["mine"]}, format="json")
    assert (changed.status_code, changed.json()["version"], changed.json()["capabilities"]) == (200, 2, ["mine"])
    stale = client.patch(address, {"strength": 1, "version": 1}, format="json")
    assert (stale.status_code, stale.json()["conflict"]["version"]) == (409, 2)
    assert (
        client.patch(address, {"base": {"type": "Point", "coordinates": [30.9, 103.6]}}, format="json").status_code
        == 422
    )
    ready = client.post(f"{address}readiness/", {"readiness": "resting"}, format="json")
    assert ready.json()["readiness"] == "resting"
    assert client.post(f"{address}readiness/", {"readiness": "committed"}, format="json").status_code == 422
    watcher = token_client(make.user("auditor", county[0]))
    assert watcher.patch(address, {"strength": 1}, format="json").status_code == 403
    assert watcher.get(address).json()["leader_phone"] is None
