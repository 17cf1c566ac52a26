"""The simulated county: what people and teams do there is on record, and it ends when it is told to."""

import signal
import time

import pytest

from command_center.demo.routes import RoadMap, load_roads
from command_center.demo.simulation.clock import Agenda
from command_center.demo.simulation.run import Simulation
from command_center.replay.session import on_stop
from incidents.dispatch.models import Dispatch, DispatchStatus
from incidents.dispatch.services import dispatch_order
from incidents.reports.models import Report
from incidents.response.models import Incident
from organizations.models import User
from resources.teams.models import PositionHistory, Readiness, Team


@pytest.fixture
def lively(loaded, settings):
    settings.DEBUG = True

    def make(speed=900, every_s=60):
        return Simulation(speed=speed, seed=7, every_s=every_s)

    return make


def test_reports_come_in_are_decided_and_teams_go_out_and_arrive(lively):
    def counts():
        return Report.objects.count(), Incident.objects.count(), Dispatch.objects.count()

    before = counts()
    simulation = lively()
    for _look in range(100):
        simulation.run(minutes=simulation.agenda.now() / 60 + 10)
        if all(now > then for now, then in zip(counts(), before, strict=True)):
            break
    assert all(now > then for now, then in zip(counts(), before, strict=True))
    assert simulation.desk.done["reports"] == counts()[0] - before[0]
    assert Dispatch.objects.filter(ordered_by__username__in=["duty", "demo.duty2"]).exists()


def test_a_team_ordered_by_a_person_answers_drives_along_the_roads_and_arrives(lively):
    duty = User.objects.get(username="duty")
    team = Team.objects.get(code="地-01")
    Dispatch.objects.filter(team=team).exclude(status="ended").update(status="ended")
    Team.objects.filter(pk=team.pk).update(readiness=Readiness.STANDBY)
    incident = Incident.objects.exclude(status="closed").exclude(location=None).first()
    dispatch = dispatch_order(incident=incident, team=team, actor=duty)
    seen = PositionHistory.objects.filter(team=team).count()
    simulation = lively(speed=900, every_s=1e9)
    for _look in range(100):  # a loaded machine takes fewer looks per simulated minute, never fewer steps
        simulation.run(minutes=simulation.agenda.now() / 60 + 10)
        dispatch.refresh_from_db()
        if dispatch.on_scene_at:
            break
    assert dispatch.on_scene_at is not None
    assert dispatch.ordered_at <= dispatch.acknowledged_at <= dispatch.en_route_at <= dispatch.on_scene_at
    assert PositionHistory.objects.filter(team=team).count() > seen


def test_a_step_taken_by_a_person_is_followed_from_there(lively):
    simulation = lively(speed=1, every_s=1e9)
    simulation.trips.tick()
    dispatch = Dispatch.objects.filter(status=DispatchStatus.ACKNOWLEDGED).first()
    Dispatch.objects.filter(pk=dispatch.pk).update(status=DispatchStatus.ON_SCENE)
    simulation.trips.tick()
    assert simulation.trips._trips[dispatch.pk].status == DispatchStatus.ON_SCENE


def test_sigterm_ends_it_between_two_steps(lively):
    simulation = lively(speed=1, every_s=1e9)
    was = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    try:
        on_stop(simulation.stop)
        signal.raise_signal(signal.SIGTERM)
        started = time.monotonic()
        simulation.run(minutes=None)
        assert time.monotonic() - started < 1
    finally:
        signal.signal(signal.SIGINT, was[0])
        signal.signal(signal.SIGTERM, was[1])
    assert simulation.summary()


def test_the_way_follows_the_roads_and_is_longer_than_the_bird_flies(loaded):
    roads = load_roads()
    a, b = Team.objects.get(code="消-01").base.coords, Team.objects.get(code="消-04").base.coords
    way, bird = roads.route(a, b), RoadMap().route(a, b)
    assert bird.length < way.length < 3 * bird.length
    assert len(way.points) > 30
    assert way.at_share(0) == pytest.approx(a, abs=1e-5)
    assert way.at_share(1) == pytest.approx(b, abs=1e-5)
    assert roads.nearest(way.at_share(0.5)) in set(roads.links)


def test_an_agenda_gives_out_what_is_due_in_order():
    agenda, done = Agenda(1000.0), []
    agenda.after(30, lambda: done.append("later"))
    agenda.after(10, lambda: done.append("sooner"))
    agenda.after(1e9, lambda: done.append("never"))
    time.sleep(0.05)
    for action in agenda.take_due():
        action()
    assert done == ["sooner", "later"]
