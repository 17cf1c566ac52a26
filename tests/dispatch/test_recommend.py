"""Recommendations: capability first, then soonest; never a team that cannot go; every gap with its reason."""

import http.server
import json
import threading
from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import UnprocessableError
from incidents.dispatch import router
from incidents.dispatch.models import CapabilityNeed
from incidents.dispatch.selectors import coverage_after, recommend
from incidents.dispatch.services import dispatch_order, dispatch_set_status
from resources.teams.models import Team
from tests.factories import organizations as make
from tests.factories.dispatch import incident
from tests.factories.teams import capability, team

pytestmark = pytest.mark.django_db
HERE = Point(103.6, 30.9, srid=4326)


@pytest.fixture
def duty(county):
    return make.user("duty_officer", county[0])


@pytest.fixture
def where(county):
    return incident(county[1], location=HERE, type_code="10101")


def test_the_nearest_team_that_can_do_it_comes_first_and_says_why(county, duty, where):
    team(county[1], capabilities=["medical"], base=(103.6001, 30.9))
    far = team(county[1], base=(103.8, 30.9))
    near = team(county[1], base=(103.65, 30.9), at=(103.62, 30.9), position_at=timezone.now() - timedelta(minutes=40))
    found = recommend(duty, where, capability="water")
    assert [item.team_id for item in found.teams] == [near.pk, far.pk]
    assert found.teams[0].position_age_s == pytest.approx(2400, abs=30)
    assert "40" in found.teams[0].reason
    assert found.teams[0].distance_m == pytest.approx(1910, rel=0.01)
    assert [item.suggested for item in found.teams] == [True, False]
    assert found.shortfalls == []


def test_a_faster_team_from_farther_away_can_be_there_sooner(county, duty, where):
    slow = team(county[1], base=(103.66, 30.9), speed_kmh=20)
    fast = team(county[1], base=(103.70, 30.9), speed_kmh=80)
    assert [item.team_id for item in recommend(duty, where, capability="water").teams] == [fast.pk, slow.pk]


def test_needs_come_from_the_type_and_a_team_fills_one_of_them(county, duty, where):
    both = team(county[1], capabilities=["water", "medical"])
    medic = team(county[1], capabilities=["medical"], base=(103.7, 30.9))
    found = recommend(duty, where)
    suggested = {item.team_id: item.need.code for item in found.teams if item.suggested}
    assert suggested == {both.pk: "water", medic.pk: "medical"}
    assert {gap.capability for gap in found.shortfalls} == {"flood-control", "evacuation"}
    assert all(gap.reason for gap in found.shortfalls)


def test_a_type_nobody_described_still_gets_the_general_needs(county, duty):
    where = incident(county[1], location=HERE, type_code="99901")
    assert recommend(duty, where).needs


def test_what_is_already_there_is_not_asked_for_again(county, duty, where):
    going, other = team(county[1]), team(county[1])
    dispatch_order(incident=where, team=going, actor=duty)
    found = recommend(duty, where)
    assert not any(item.suggested for item in found.teams if item.need.code == "water")
    assert [item.team_id for item in found.teams] == [other.pk]


def test_unknown_whereabouts_come_last_and_are_never_hidden(county, duty, where):
    lost = team(county[1], base=None)
    near = team(county[1])
    found = recommend(duty, where, capability="water")
    assert [item.team_id for item in found.teams] == [near.pk, lost.pk]
    assert found.teams[1].distance_m is None
    assert found.teams[1].reason


def test_who_declined_this_incident_comes_after_all_others(county, duty, where):
    first, second = team(county[1]), team(county[1], base=(103.9, 30.9))
    order = dispatch_order(incident=where, team=first, actor=duty)
    dispatch_set_status(dispatch=order, to="declined", reason="车辆故障", actor=duty)
    found = recommend(duty, where, capability="water")
    assert [item.team_id for item in found.teams] == [second.pk, first.pk]
    assert not found.teams[1].suggested


def test_a_gap_counts_those_that_could_but_are_not_free(county, duty, where):
    team(county[1], capabilities=["diving"], readiness="resting")
    team(county[1], capabilities=["diving"], readiness="unavailable", readiness_reason="检修")
    team(county[1], capabilities=["diving"], on_shift=False)
    gap = recommend(duty, where, capability="diving").shortfalls[0]
    assert (gap.capability, gap.missing) == ("diving", 1)
    assert gap.reason.count("1") >= 4


def test_teams_next_door_are_offered_only_to_those_who_reach_them(county, duty, where):
    neighbour = make.jurisdiction(level="county")
    team(neighbour)
    assert recommend(duty, where, capability="water").teams == []
    both = make.user("duty_officer", county[0])
    make.membership(both, "duty_officer", neighbour)
    assert len(recommend(both, where, capability="water").teams) == 1


def test_an_incident_without_coordinates_is_reckoned_from_its_jurisdiction_and_says_so(county, duty):
    found = recommend(duty, incident(county[1], location=None), capability="water")
    assert found.notes


def test_an_unknown_capability_is_refused(duty, where):
    with pytest.raises(UnprocessableError):
        recommend(duty, where, capability="teleport")


def test_the_number_of_statements_does_not_grow_with_the_number_of_teams(county, duty, where):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            recommend(duty, where)
        return len(seen)

    for number in range(3):
        team(county[1], base=(103.6 + number / 100, 30.9))
    count()
    few = count()
    for number in range(30):
        team(county[1], base=(103.6 + number / 100, 30.9))
    assert count() == few <= 2


def test_what_if_these_go(county, duty, where):
    going, _stays = team(county[1], capabilities=["water", "medical"]), team(county[1])
    assert {row["capability"]: (row["before"], row["after"]) for row in coverage_after(duty, [going.pk])} == {
        "water": (2, 1),
        "medical": (1, 0),
    }


def test_the_api_answers_in_the_shape_of_the_contract(county, duty, where, token_client):
    row, client = team(county[1]), token_client(duty)
    body = client.get(f"/api/v1/incidents/{where.pk}/recommendations/?capability=water").json()
    assert body["teams"][0]["team"] == {"id": row.pk, "code": row.code, "name": row.name, "name_en": row.name_en}
    assert {"distance_m", "eta_s", "position_age_s", "reason"} <= set(body["teams"][0])
    gaps = client.get(f"/api/v1/incidents/{where.pk}/recommendations/").json()["shortfalls"]
    assert gaps
    assert all(gap["capability"] and gap["reason"] for gap in gaps)
    assert client.get(f"/api/v1/incidents/{where.pk}/recommendations/?capability=x").status_code == 422
    assert client.get(f"/api/v1/incidents/{where.pk}/simulation/?teams={row.pk}").json()[0]["after"] == 0
    assert client.get(f"/api/v1/incidents/{where.pk}/simulation/?teams=a").status_code == 422


_TEAMS = st.lists(
    st.tuples(
        st.sampled_from(["standby", "committed", "resting", "unavailable"]),
        st.booleans(),
        st.sets(st.sampled_from(["water", "flood-control", "evacuation", "medical", "mine"]), min_size=1, max_size=3),
        st.one_of(st.none(), st.tuples(st.floats(103, 104), st.floats(30, 31))),
        st.integers(5, 120),
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_TEAMS)
def test_only_ready_teams_in_order_and_every_gap_has_a_reason(county, duty, where, rows):
    Team.objects.all().delete()
    for readiness, on_shift, abilities, base, speed in rows:
        team(county[1], readiness=readiness, on_shift=on_shift, capabilities=abilities, base=base, speed_kmh=speed)
    found = recommend(duty, where)
    ready = set(Team.objects.filter(readiness="standby", on_shift=True).values_list("pk", flat=True))
    wanted = {need.code for need in found.needs}
    fit = set(Team.objects.filter(pk__in=ready, capabilities__code__in=wanted).values_list("pk", flat=True))
    assert {item.team_id for item in found.teams} == fit
    keys = [(item.lon is None, item.need.rank, item.eta_s or 0) for item in found.teams]
    assert keys == sorted(keys)
    filled = {need.code: sum(item.suggested for item in found.teams) for need in found.needs}
    assert filled
    gaps = {gap.capability: gap for gap in found.shortfalls}
    for need in found.needs:
        assert (need.filled < need.wanted) == (need.code in gaps)
        assert need.code not in gaps or gaps[need.code].reason


class _Router(http.server.BaseHTTPRequestHandler):
    seconds = (600.0, 60.0)

    def do_GET(self):
        document = {
            "code": "Ok",
            "durations": [[s] for s in self.seconds],
            "distances": [[s * 10] for s in self.seconds],
        }
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(document).encode())

    def log_message(self, *args):
        pass


@pytest.mark.django_db(transaction=True)
def test_a_router_decides_where_there_is_one_and_is_missed_in_words_where_it_is_silent(settings):
    place, township, _village = make.county()
    duty, where = make.user("duty_officer", place), incident(township, location=HERE)
    near, far = team(township), team(township, base=(103.7, 30.9))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Router)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        settings.ROUTER_URL = f"http://127.0.0.1:{server.server_port}"
        found = recommend(duty, where, capability="water")
        assert [item.team_id for item in found.teams] == [far.pk, near.pk]
        assert found.teams[0].by_road
        assert found.teams[0].distance_m == 600
        assert found.notes == []
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    found = recommend(duty, where, capability="water")
    router._silent_until[0] = 0.0
    assert [item.team_id for item in found.teams] == [near.pk, far.pk]
    assert found.notes


def test_needs_are_data(county, duty, where):
    CapabilityNeed.objects.create(type_prefix="10101", capability=capability("mine"), wanted=3)
    assert [(need.code, need.wanted) for need in recommend(duty, where).needs] == [("mine", 3)]
