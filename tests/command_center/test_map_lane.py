"""The short way to the map: the same answer in one statement, and nobody gets further by it than by the whole way."""

import json
import time
from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone

from organizations import sessions
from organizations.models import Membership
from tests.factories import organizations as make
from tests.factories import response as make_response
from tests.factories import teams as make_teams

pytestmark = pytest.mark.django_db
VIEW = {"layers": "incidents,teams", "bbox": "103,30,105,32"}
HERE = Point(103.6, 30.9, srid=4326)


@pytest.fixture
def officer(county):
    return make.user("duty_officer", county[0])


@pytest.fixture
def at_work(officer, signed_in):
    """A browser that has asked for the map twice, so that its session is known and vouched for."""
    client = signed_in(officer)
    for _turn in range(2):
        assert client.get("/api/v1/map/", VIEW).status_code == 200
    return client


def features(answer):
    assert answer.status_code == 200, answer.content
    return {one["id"] for one in json.loads(answer.content)["features"]}


def test_a_viewport_costs_one_statement_and_answers_as_the_whole_way_does(
    county, officer, at_work, token_client, django_assert_num_queries
):
    make_response.incident(jurisdiction=county[0], location=HERE)
    make_teams.team(county[0])
    with django_assert_num_queries(1):
        short = at_work.get("/api/v1/map/", VIEW)
    whole = token_client(officer).get("/api/v1/map/", VIEW)
    assert json.loads(short.content) == json.loads(whole.content) and len(features(short)) == 2
    for name in (
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "X-Frame-Options",
        "Cache-Control",
        "X-Request-ID",
    ):
        assert short[name] == whole[name] or name in ("X-Request-ID", "Content-Security-Policy")
        assert short[name]


def test_a_role_that_ends_takes_the_map_with_it_at_once(county, officer, at_work):
    make_response.incident(jurisdiction=county[0], location=HERE)
    assert features(at_work.get("/api/v1/map/", VIEW))
    Membership.objects.filter(user=officer).update(ends_at=timezone.now())
    assert features(at_work.get("/api/v1/map/", VIEW)) == set()


def test_a_role_that_is_granted_shows_its_county_at_once(officer, at_work):
    elsewhere = make.jurisdiction()
    make_response.incident(jurisdiction=elsewhere, location=HERE)
    assert features(at_work.get("/api/v1/map/", VIEW)) == set()
    make.membership(officer, "duty_officer", elsewhere)
    assert len(features(at_work.get("/api/v1/map/", VIEW))) == 1


def test_who_is_disabled_signed_out_or_has_a_new_password_is_not_answered(officer, signed_in):
    for ends in (
        lambda client: type(officer).objects.filter(pk=officer.pk).update(is_active=False),
        lambda client: client.logout(),
        lambda client: SessionStore(client.session.session_key).delete(),
        lambda client: (officer.set_password("Another-long-2026"), officer.save()),
    ):
        type(officer).objects.filter(pk=officer.pk).update(is_active=True)
        officer.refresh_from_db()
        client = signed_in(officer)
        for _turn in range(3):
            assert client.get("/api/v1/map/", VIEW).status_code == 200
        ends(client)
        assert client.get("/api/v1/map/", VIEW).status_code == 401


def test_a_session_that_has_been_idle_too_long_is_over(at_work, settings, monkeypatch):
    later = time.time() + settings.SESSION_IDLE_S + 5
    monkeypatch.setattr(time, "time", lambda: later)
    assert at_work.get("/api/v1/map/", VIEW).status_code == 401


def test_somebody_at_the_map_is_seen_and_the_background_is_not(at_work, monkeypatch):
    def seen():
        return SessionStore(at_work.session.session_key).load()[sessions.SEEN]

    first, later = seen(), time.time() + 90
    monkeypatch.setattr(time, "time", lambda: later)
    at_work.get("/api/v1/map/", VIEW, headers={"X-Background": "1"})
    assert seen() == first
    at_work.get("/api/v1/map/", VIEW)
    assert seen() == int(later)


def test_another_persons_cookie_gives_another_persons_map(county, officer, at_work, signed_in):
    make_response.incident(jurisdiction=county[0], location=HERE)
    stranger = signed_in(make.user("duty_officer", make.jurisdiction()))
    for _turn in range(3):
        assert features(stranger.get("/api/v1/map/", VIEW)) == set()
        assert len(features(at_work.get("/api/v1/map/", VIEW))) == 1


def test_whose_role_needs_a_second_factor_goes_the_whole_way(county, signed_in, settings):
    settings.TOTP_REQUIRED = False
    client = signed_in(make.user("commander", county[0]))
    for _turn in range(3):
        assert client.get("/api/v1/map/", VIEW).status_code == 200
    settings.TOTP_REQUIRED = True
    assert client.get("/api/v1/map/", VIEW).status_code == 403
    fresh = signed_in(make.user("commander", county[0]))
    for _turn in range(3):
        assert fresh.get("/api/v1/map/", VIEW).status_code == 403


def test_a_wrong_question_is_answered_in_words_also_here(at_work):
    answer = at_work.get("/api/v1/map/", {"bbox": "1,2"})
    assert answer.status_code == 422 and answer.json()["errors"]


def test_a_role_that_ends_by_the_clock_is_not_believed_longer(county, signed_in):
    person = make.user(None, None)
    make.membership(person, "duty_officer", county[0], ends_at=timezone.now() + timedelta(hours=1))
    client = signed_in(person)
    make_response.incident(jurisdiction=county[0], location=HERE)
    for _turn in range(3):
        assert len(features(client.get("/api/v1/map/", VIEW))) == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organizations_membership SET ends_at = now() - interval '1 second' WHERE user_id = %s", [person.pk]
        )
    assert features(client.get("/api/v1/map/", VIEW)) == set()
