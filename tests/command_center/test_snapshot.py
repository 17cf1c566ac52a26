"""The past: a snapshot of each moment equals what the map answered at that moment (R-H1, R-C6)."""

import itertools
import json
import random
from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.utils import timezone

from command_center.selectors.snapshot import PAST, log_at, marks, snapshot
from core.errors import UnprocessableError
from incidents.dispatch.services import dispatch_order, dispatch_set_status, dispatch_undo
from incidents.plots.models import Plot
from incidents.plots.services import plot_change, plot_remove
from incidents.reports.services import report_claim, report_reject, report_verify
from incidents.response.services import (
    figure_state,
    incident_change_status,
    incident_grade,
    incident_note,
)
from resources.teams.models import Team
from resources.teams.services import positions_ingest, team_set_readiness
from tests.factories import organizations as make
from tests.factories import reports as make_reports
from tests.factories import response as make_response
from tests.factories import shelters as make_shelters
from tests.factories import teams as make_teams
from tests.factories.plots import plot

LAYERS = "incidents,reports,teams,plots"
# Shown by the live map as it is now, while events keep what it was called when they were written.
SAME = ("layer", "state", "grade", "number", "name", "title", "kind", "until", "version", "url")


def comparable(features):
    """Features by id: properties that are told on both sides, the moment of a position, coordinates to 10 cm."""
    return {
        one["id"]: (
            {name: one["properties"].get(name) for name in SAME},
            one["geometry"] and json.dumps(one["geometry"]["type"]),
            _rounded(one["geometry"]),
        )
        for one in features
    }


def _rounded(geometry):
    def walk(part):
        return [walk(one) for one in part] if isinstance(part, list) else round(part, 5)

    return geometry and walk(geometry["coordinates"])


@pytest.fixture
def told_at_once(db):
    """Events take their place in commit order at once, so that a test need not commit; the first test does."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Scenario:
    """Acts through services, one after another, and keeps what the map said after each."""

    def __init__(self, county, client):
        self.county, self.client = county, client
        self.officer = make.user("duty_officer", county[0])
        self.kept = []

    def look(self):
        answer = self.client(self.officer).get("/api/v1/map/", {"layers": LAYERS})
        figures = self.client(self.officer).get("/api/v1/map/snapshot/", {"at": timezone.now().isoformat()}).json()
        self.kept.append((timezone.now(), comparable(json.loads(answer.content)["features"]), figures["figures"]))

    def play(self):
        for act in self.acts():
            act()
            self.look()

    def acts(self):
        county, officer = self.county[0], self.officer
        team = make_teams.team(county, base=(103.6, 30.9))
        other = make_teams.team(county, base=(103.7, 30.9))
        report = make_reports.report(officer, location=(103.62, 30.92), jurisdiction=county.code)
        noise = make_reports.report(officer, location=(103.66, 30.92), jurisdiction=county.code)
        incident = make_response.incident(jurisdiction=county, location=Point(103.6, 30.9, srid=4326), actor=officer)
        held = {}

        def send(which, lon, seconds=0):
            at = (timezone.now() - timedelta(seconds=seconds)).isoformat()
            positions_ingest(batch=[{"team": which.pk, "at": at, "lon": lon, "lat": 30.9}], actor=officer)

        def order():
            held["order"] = dispatch_order(incident=incident, team=team, actor=officer)

        def step(to):
            dispatch_set_status(dispatch=held["order"], to=to, actor=officer)

        def undo():
            dispatch_undo(dispatch=dispatch_order(incident=incident, team=other, actor=officer), actor=officer)

        def draw():
            held["plot"] = plot(officer, incident=incident, label="溃口")

        def change():
            plot_change(plot=held["plot"], changes={"label": "溃口扩大"}, actor=officer)

        def status(to):
            return lambda: incident_change_status(incident=incident, to=to, reason="r", actor=officer)

        return [
            lambda: incident_grade(incident=incident, grade=3, reason="r", actor=officer),
            lambda: report_claim(report=report, actor=officer),
            lambda: send(team, 103.61),
            order,
            draw,
            lambda: send(team, 103.62, seconds=-1),
            lambda: send(team, 103.5, seconds=600),  # heard late: it was there before
            lambda: step("en_route"),
            lambda: incident_grade(incident=incident, grade=1, reason="r", actor=officer),
            lambda: figure_state(incident=incident, values={"deaths": 2, "missing": None}, source="s", actor=officer),
            change,
            undo,
            lambda: report_reject(report=noise, reason="r", actor=officer),
            lambda: report_verify(report=report, incident=incident, actor=officer),
            lambda: step("on_scene"),
            lambda: team_set_readiness(team=other, to="unavailable", reason="修车", actor=officer),
            lambda: figure_state(incident=incident, values={"deaths": 3}, source="s", actor=officer),
            lambda: plot_remove(plot=held["plot"], actor=officer),
            lambda: step("ended"),
            status("stable"),
            status("closed"),
            status("handling"),
        ]


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_of_each_moment_equals_what_the_map_said_then(token_client):
    played = Scenario(make.county(), token_client)
    played.play()
    told = [snapshot(LAYERS.split(","), moment, actor=played.officer) for moment, _map, _figures in played.kept]
    for (_moment, was, figures), now in zip(played.kept, told, strict=True):
        assert comparable(now["features"]) == was
        assert now["figures"] == figures
    assert len({json.dumps(was, sort_keys=True, default=str) for _moment, was, _figures in played.kept}) > 15
    assert told[9]["figures"]["deaths"]["value"] == 2 and told[9]["figures"]["missing"]["value"] is None
    assert played.kept[0][2]["deaths"]["value"] is None
    lines = [line["at"] for line in told[-1]["log"]]
    assert lines == sorted(lines, reverse=True) and len(told[0]["log"]) < len(told[-1]["log"])


@pytest.mark.usefixtures("told_at_once")
@pytest.mark.parametrize("seed", [1, 2])
def test_teams_that_wander_and_change_are_where_and_what_they_were(token_client, seed):
    chance = random.Random(seed)
    county = make.county()
    officer = make.user("duty_officer", county[0])
    teams = [make_teams.team(county[0], base=(103.6 + number / 100, 30.9)) for number in range(4)]
    incident = make_response.incident(jurisdiction=county[0], actor=officer)
    kept, orders = [], {}

    def wander():
        team = chance.choice(teams)
        at = timezone.now() - timedelta(seconds=chance.randint(0, 30))
        item = {"team": team.pk, "at": at.isoformat(), "lon": 103 + chance.random(), "lat": 30 + chance.random()}
        positions_ingest(batch=[item], actor=officer)

    def rest():
        free = [team for team in teams if team.pk not in orders]
        if free:
            to = chance.choice(["resting", "standby"])
            team_set_readiness(team=chance.choice(free), to=to, actor=officer)

    def order():
        free = [team for team in teams if team.pk not in orders]
        if free:
            team = chance.choice(free)
            orders[team.pk] = dispatch_order(incident=incident, team=team, actor=officer)

    def end():
        if orders:
            dispatch = orders.pop(chance.choice(list(orders)))
            dispatch_set_status(dispatch=dispatch, to="declined", reason="r", actor=officer)

    for _turn in range(25):
        chance.choice([wander, wander, rest, order, end])()
        answer = token_client(officer).get("/api/v1/map/", {"layers": "teams"})
        kept.append((timezone.now(), comparable(json.loads(answer.content)["features"])))
    for moment, was in kept:
        assert comparable(snapshot(["teams"], moment, actor=officer)["features"]) == was


@pytest.mark.usefixtures("told_at_once")
def test_a_shelter_is_as_full_as_it_was(token_client):
    county = make.county()
    officer = make.user("duty_officer", county[0])
    kept = []

    def look():
        answer = token_client(officer).get("/api/v1/map/", {"layers": "shelter"})
        kept.append((timezone.now(), json.loads(answer.content)["features"]))

    shelter = make_shelters.open_shelter(county[0], actor=officer, capacity=3)
    look()
    for name in ("王小明", "李小红", "赵小兰"):
        make_shelters.register(shelter, officer, make_shelters.person(name))
        look()
    assert len({json.dumps(was) for _moment, was in kept}) == 4
    for moment, was in kept:
        (past,) = snapshot(["shelter"], moment, actor=officer)["features"]
        shown = ("state", "heads", "free", "capacity")
        assert {name: past["properties"][name] for name in shown} == {
            name: was[0]["properties"][name] for name in shown
        }


@pytest.mark.usefixtures("told_at_once")
def test_a_drawing_was_there_until_its_time_was_over(token_client):
    county = make.county()
    officer = make.user("duty_officer", county[0])
    drawn = plot(officer, valid_until=timezone.now() + timedelta(hours=1))
    before = timezone.now()
    assert len(snapshot(["plots"], before, actor=officer)["features"]) == 1
    Plot.objects.filter(pk=drawn.pk).update(valid_until=before - timedelta(minutes=1))
    assert len(snapshot(["plots"], before, actor=officer)["features"]) == 1  # as it was told then


@pytest.mark.usefixtures("told_at_once")
def test_a_team_without_any_event_stands_as_it_was_entered_and_not_before():
    county = make.county()
    officer = make.user("duty_officer", county[0])
    before = timezone.now()
    team = make_teams.team(county[0], readiness="resting")
    (feature,) = snapshot(["teams"], timezone.now(), actor=officer)["features"]
    assert feature["properties"]["state"] == "resting"
    assert snapshot(["teams"], before, actor=officer)["features"] == []
    Team.objects.filter(pk=team.pk).update(is_active=False)
    assert snapshot(["teams"], timezone.now(), actor=officer)["features"] == []


@pytest.mark.usefixtures("told_at_once")
def test_the_past_shows_nobody_more_than_the_present():
    county = make.county()
    officer = make.user("duty_officer", county[0])
    incident = make_response.incident(jurisdiction=county[0], actor=officer)
    incident_note(incident=incident, text="机密", actor=officer)
    make_teams.team(county[0])
    make_reports.report(officer, location=(103.6, 30.9), jurisdiction=county[0].code)
    plot(officer)
    neighbour = make.user("duty_officer", make.jurisdiction())
    seen = snapshot(PAST, timezone.now(), actor=neighbour)
    assert (seen["features"], seen["log"]) == ([], [])
    leader = make.user("team_leader", county[0])
    layers = {one["properties"]["layer"] for one in snapshot(PAST, timezone.now(), actor=leader)["features"]}
    assert layers == {"incidents", "teams", "plots"}


@pytest.mark.usefixtures("told_at_once")
def test_key_events_are_marked_oldest_first_and_only_within_the_window():
    county = make.county()
    officer = make.user("duty_officer", county[0])
    start = timezone.now()
    incident = make_response.incident(jurisdiction=county[0], actor=officer)
    middle = timezone.now()
    incident_grade(incident=incident, grade=2, reason="r", actor=officer)
    incident_note(incident=incident, text="not a key event", actor=officer)
    found = marks(start, timezone.now(), actor=officer)
    assert [(one["kind"], one["grade"]) for one in found] == [("incident.opened", None), ("incident.graded", 2)]
    assert [one["kind"] for one in marks(start, middle, actor=officer)] == ["incident.opened"]
    with pytest.raises(UnprocessableError):
        marks(middle, start, actor=officer)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "at", ["", "yesterday", "2026-01-01T08:00", "2999-01-01T08:00:00+08:00", "2026-13-01T08:00:00Z"]
)
def test_a_moment_that_cannot_be_is_refused_in_words(county, token_client, at):
    officer = make.user("duty_officer", county[0])
    answer = token_client(officer).get("/api/v1/map/snapshot/", {"at": at})
    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == "at"


@pytest.mark.usefixtures("told_at_once")
def test_the_number_of_queries_does_not_grow_with_the_size_of_the_past(django_assert_max_num_queries):
    county = make.county()
    officer = make.user("duty_officer", county[0])
    incidents = [make_response.incident(jurisdiction=county[0], actor=officer) for _number in range(6)]
    for incident, text in itertools.product(incidents, "abc"):
        incident_note(incident=incident, text=text, actor=officer)
    log_at(timezone.now(), actor=officer)
    with django_assert_max_num_queries(4):
        snapshot(PAST, timezone.now(), actor=officer)
