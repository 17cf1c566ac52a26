"""The screens of dispatch and teams: they open for those who may, say what they must, and act like the services."""

import json

import pytest

from incidents.dispatch.models import Dispatch
from tests.factories import organizations as make
from tests.factories.dispatch import incident, order
from tests.factories.teams import team

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(county):
    return make.user("duty_officer", county[0], language="en")


@pytest.fixture
def client(duty, signed_in):
    return signed_in(duty)


def test_the_board_shows_incidents_their_teams_and_an_overdue_order_loudly(county, duty, client):
    given = order(county[1], actor=duty)
    Dispatch.objects.filter(pk=given.pk).update(overdue=True)
    page = client.get("/dispatch/")
    text = page.content.decode()
    assert page.status_code == 200
    assert given.incident.number in text
    assert 'data-alarm="ack-overdue"' in text
    assert client.get(f"/dispatch/board/?incident={given.incident.number}").status_code == 200
    assert client.get("/dispatch/?q=nothing-like-this").status_code == 200


def test_the_number_of_statements_of_the_board_does_not_grow_with_its_rows(
    county, duty, client, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(40) as seen:
            client.get("/dispatch/board/")
        return len(seen)

    order(county[1], actor=duty)
    queries()
    first = queries()
    for _ in range(4):
        order(county[1], actor=duty)
    assert queries() == first


def test_the_panel_recommends_orders_and_undoes(county, duty, client):
    where, row = incident(county[1]), team(county[1])
    text = client.get(f"/dispatch/incident/{where.number}/", headers={"HX-Request": "true"}).content.decode()
    assert f'value="{row.pk}"' in text
    assert "data-order-form" in text
    assert "shortfall" in text
    done = client.post(
        f"/dispatch/incident/{where.number}/order/", {"team": [row.pk], "task": "go"}, headers={"HX-Request": "true"}
    )
    assert done.status_code == 204, done.content.decode()
    said = json.loads(done["HX-Trigger"])
    assert said["toast"]["undo"].startswith("/dispatch/undo/?order=")
    assert client.post(said["toast"]["undo"], headers={"HX-Request": "true"}).status_code == 204
    assert Dispatch.objects.get().status == "undone"


def test_an_order_that_cannot_be_is_refused_in_words(county, duty, client):
    where, row = incident(county[1]), team(county[1])
    order(county[1], actor=duty, team_row=row)
    address = f"/dispatch/incident/{where.number}/order/"
    refused = client.post(address, {"team": [row.pk]}, headers={"HX-Request": "true"})
    assert refused.status_code == 409
    assert "data-refusal" in refused.content.decode()
    assert client.post(address, {}, headers={"HX-Request": "true"}).status_code == 422
    assert client.post(address, {"team": ["x"]}, headers={"HX-Request": "true"}).status_code == 422


def test_without_scripts_the_buttons_lead_back_to_the_page(county, duty, client):
    given = order(county[1], actor=duty)
    back = client.post(f"/dispatch/orders/{given.pk}/status/", {"status": "acknowledged", "next": "/orders/"})
    assert (back.status_code, back["Location"]) == (302, "/orders/")
    away = client.post(
        f"/dispatch/orders/{given.pk}/status/", {"status": "en_route", "next": "https://elsewhere.example/"}
    )
    assert away["Location"] == "/dispatch/"


def test_what_if_and_another_team(county, duty, client):
    where, row = incident(county[1]), team(county[1], name="蓝天队")
    assert "none left" in client.get(f"/dispatch/incident/{where.number}/simulate/?team={row.pk}").content.decode()
    assert f'value="{row.pk}"' in client.get(f"/dispatch/incident/{where.number}/find/?q=蓝天").content.decode()


def test_all_teams_of_an_incident_are_recalled_by_one_button(county, duty, client):
    where = incident(county[1])
    for _ in range(2):
        order(county[1], actor=duty, incident_row=where)
    page = client.get(f"/dispatch/incident/{where.number}/?part=live").content.decode()
    assert f"/dispatch/incident/{where.number}/recall/" in page
    address = f"/dispatch/incident/{where.number}/recall/"
    assert client.post(address, {"reason": "done"}, headers={"HX-Request": "true"}).status_code == 204
    assert set(Dispatch.objects.values_list("status", flat=True)) == {"recalled"}
    assert client.post(address, headers={"HX-Request": "true"}).status_code == 409


def test_a_leader_sees_the_own_orders_with_big_buttons_and_a_stranger_none(county, duty, signed_in):
    leader = make.user(language="en")
    given = order(county[1], actor=duty, team_row=team(county[1], leader=leader))
    text = signed_in(leader).get("/orders/").content.decode()
    assert given.incident.title in text
    assert "Acknowledge" in text
    assert given.incident.title not in signed_in(make.user()).get("/orders/").content.decode()


def test_a_neighbour_sees_neither_board_row_nor_panel(county, duty, signed_in):
    given = order(county[1], actor=duty)
    stranger = signed_in(make.user("duty_officer", make.jurisdiction()))
    assert given.incident.number not in stranger.get("/dispatch/").content.decode()
    assert stranger.get(f"/dispatch/incident/{given.incident.number}/").status_code == 404
    assert stranger.post(f"/dispatch/orders/{given.pk}/status/", {"status": "acknowledged"}).status_code == 404


def test_the_data_site_shows_teams_and_assignments_without_phones(county, duty, signed_in):
    given = order(county[1], actor=duty, team_row=team(county[1], leader_phone="13877776666"))
    client = signed_in(make.user("system_admin", county[0]))
    pages = [f"teams/team/{given.team_id}/change/", "teams/team/", "teams/capability/", "dispatch/capabilityneed/"]
    for page in [*pages, "dispatch/dispatch/", f"dispatch/dispatch/{given.pk}/change/"]:
        answer = client.get(f"/admin/{page}")
        assert answer.status_code == 200, page
        assert "13877776666" not in answer.content.decode()
