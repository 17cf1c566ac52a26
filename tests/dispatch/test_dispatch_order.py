"""Ordering a team: who may, what it changes, and that a team is never committed twice."""

import threading

import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError, connection, transaction
from rest_framework.test import APIClient

from clocks.models import Deadline
from core.errors import ConflictError, NotFoundError, PermissionDenied
from incidents.dispatch.models import Dispatch, DispatchStep
from incidents.dispatch.services import dispatch_order, dispatch_order_many
from resources.teams.models import TeamAbility
from tests.factories import organizations as make
from tests.factories.dispatch import incident
from tests.factories.teams import team
from timeline.models import Event


@pytest.fixture
def duty(county):
    return make.user("duty_officer", county[0])


@pytest.mark.django_db
class TestOrder:
    def test_an_order_commits_the_team_opens_a_deadline_and_moves_the_incident_on(self, county, duty):
        where = incident(county[1], location=Point(103.61, 30.91, srid=4326))
        row = team(county[1])
        order = dispatch_order(incident=where, team=row, task="转移群众", actor=duty)
        row.refresh_from_db()
        where.refresh_from_db()
        assert order.status == "ordered"
        assert order.eta_s > 0
        assert row.readiness == "committed"
        assert not TeamAbility.objects.filter(team=row, ready=True).exists()
        assert where.status == "handling"
        deadline = Deadline.objects.get(kind="dispatch.acknowledge")
        assert deadline.subject == f"dispatch:{order.pk}"
        assert deadline.owner_unit == row.unit
        event = Event.objects.get(kind="dispatch.ordered")
        assert set(event.subjects) == {f"dispatch:{order.pk}", f"incident:{where.pk}", f"team:{row.pk}"}
        assert event.data["feature"]["properties"]["state"] == "ordered"
        assert row.leader_phone not in str(event.data)

    def test_a_committed_team_is_refused_saying_what_it_is_committed_to(self, county, duty):
        first, second, row = incident(county[1]), incident(county[1]), team(county[1])
        dispatch_order(incident=first, team=row, actor=duty)
        with pytest.raises(ConflictError) as refused:
            dispatch_order(incident=second, team=row, actor=duty)
        assert first.number in str(refused.value)
        assert refused.value.extra["conflict"]["incident"]["number"] == first.number

    def test_of_several_those_that_can_go_are_ordered_and_each_other_says_why_not(self, county, duty):
        where = incident(county[1])
        free, busy, broken = team(county[1]), team(county[1]), team(county[1], readiness="unavailable")
        dispatch_order(incident=incident(county[1]), team=busy, actor=duty)
        result = dispatch_order_many(incident=where, teams=[free, busy, broken], actor=duty)
        assert [order.team for order in result.dispatches] == [free]
        assert {refusal.team.pk for refusal in result.refused} == {busy.pk, broken.pk}

    def test_a_neighbour_may_not_order_and_cannot_see(self, county):
        stranger = make.user("duty_officer", make.jurisdiction())
        with pytest.raises((PermissionDenied, NotFoundError)):
            dispatch_order(incident=incident(county[1]), team=team(county[1]), actor=stranger)

    def test_a_team_out_of_reach_reads_as_not_there(self, county, duty):
        with pytest.raises(NotFoundError):
            dispatch_order(incident=incident(county[1]), team=team(make.jurisdiction()), actor=duty)

    def test_a_closed_incident_takes_no_teams(self, county, duty):
        where = incident(county[1])
        type(where).objects.filter(pk=where.pk).update(status="closed", closed_at=where.received_at, disposition="x")
        with pytest.raises(ConflictError):
            dispatch_order(incident=where, team=team(county[1]), actor=duty)

    def test_the_database_itself_refuses_a_second_commitment(self, county, duty):
        row = team(county[1])
        order = dispatch_order(incident=incident(county[1]), team=row, actor=duty)
        with pytest.raises(IntegrityError), transaction.atomic():
            Dispatch.objects.create(
                incident=incident(county[1]), team=row, jurisdiction=county[1], owner_unit=order.owner_unit
            )


@pytest.mark.django_db
class TestApi:
    def test_one_team_answers_201_and_its_second_order_409_in_words(self, county, duty, token_client):
        where, other, row = incident(county[1]), incident(county[1]), team(county[1])
        client = token_client(duty)
        answer = client.post(f"/api/v1/incidents/{where.pk}/dispatches/", {"team": row.pk, "task": "去"}, format="json")
        assert answer.status_code == 201, answer.content
        assert answer.json()["status"] == "ordered"
        again = client.post(f"/api/v1/incidents/{other.pk}/dispatches/", {"team": row.pk}, format="json")
        assert again.status_code == 409
        assert where.number in again.json()["detail"]
        assert again.json()["conflict"]["dispatch"] == answer.json()["id"]

    def test_several_teams_answer_each_for_itself(self, county, duty, token_client):
        where, rows = incident(county[1]), [team(county[1]), team(county[1], readiness="unavailable")]
        answer = token_client(duty).post(
            f"/api/v1/incidents/{where.pk}/dispatches/", {"teams": [row.pk for row in rows]}, format="json"
        )
        assert answer.status_code == 207
        assert len(answer.json()["dispatches"]) == len(answer.json()["refused"]) == 1

    def test_what_cannot_be_is_refused_in_words(self, county, duty, token_client):
        where, row, client = incident(county[1]), team(county[1]), token_client(duty)
        address = f"/api/v1/incidents/{where.pk}/dispatches/"
        for body in ({}, {"team": "x"}, {"team": row.pk, "teams": [row.pk]}, {"team": row.pk, "task": "长" * 501}):
            assert client.post(address, body, format="json").status_code == 422, body
        for at in ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "2999-01-01T00:00:00Z", "yesterday"):
            assert client.post(address, {"team": row.pk, "at": at}, format="json").status_code == 422, at
        assert client.post(address, {"team": 10**30}, format="json").status_code in (404, 422)
        assert client.post(address, {"team": 10**9}, format="json").status_code == 404
        assert client.post("/api/v1/incidents/99999999/dispatches/", {"team": row.pk}, format="json").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_twenty_orders_at_once_for_one_team_make_exactly_one_order():
    place, township, _village = make.county()
    duty = make.user("duty_officer", place)
    row = team(township)
    places = [incident(township) for _ in range(20)]
    answers, barrier = [], threading.Barrier(20)

    def go(where):
        try:
            client = APIClient()
            client.force_authenticate(type(duty).objects.get(pk=duty.pk))
            barrier.wait(10)
            answer = client.post(f"/api/v1/incidents/{where.pk}/dispatches/", {"team": row.pk}, format="json")
            answers.append((answer.status_code, answer.json()))
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(where,)) for where in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    codes = sorted(code for code, _body in answers)
    assert codes == [201] + [409] * 19
    assert all(body["detail"] for _code, body in answers if _code == 409)
    assert Dispatch.objects.filter(team=row).count() == DispatchStep.objects.count() == 1
