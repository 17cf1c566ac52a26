"""An invented hour, played: the platform's figures equal those an independent calculation takes from the same rows."""

from pathlib import Path

import pytest
from django.db import transaction

from clocks.models import Deadline
from clocks.services import sweep
from command_center.replay.figures import figures
from command_center.replay.player import Player
from command_center.replay.rows import read
from command_center.replay.world import build
from incidents.dispatch.models import Dispatch, DispatchStatus
from incidents.reports.models import Report
from incidents.response.models import Incident, Status
from tests.replay import comparing, oracle
from timeline.models import Event

CALLS = Path(__file__).parent / "data" / "hour_calls.csv"
EVENTS = Path(__file__).parent / "data" / "hour_events.csv"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def played_once(django_db_setup, django_db_blocker):
    """The hour is played once; every test looks at it in a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        record = read(CALLS, EVENTS)
        world = build(record)
        yield world, Player(world, record, events=EVENTS.name, speed=None).play()
        transaction.set_rollback(True)


@pytest.fixture
def played(played_once, db):
    return played_once


def _line_of(*parts):
    for number, text in enumerate(EVENTS.read_text().splitlines(), start=1):
        if all(part in text for part in parts):
            return number
    raise AssertionError(parts)


def test_the_platforms_figures_equal_an_independent_calculation_to_the_second(played):
    world, _outcome = played
    expected, _late = oracle.calculate(CALLS, EVENTS)
    found = comparing.as_plain(figures(jurisdiction=world.root, actor=world.officer))
    assert found == comparing.in_our_words(expected, world.types)


def test_the_oracle_itself_is_right_about_one_unit_counted_by_hand(played):
    world, _outcome = played
    found = figures(jurisdiction=world.root, actor=world.officer)
    # M10: call 08:00:05, dispatched 08:01:12, on scene 08:08:02.
    assert found.call_to_dispatch_by_unit["M10"].p50 == 67
    assert found.dispatch_to_arrival_by_unit["M10"].p90 == 410


def test_arrivals_after_the_unit_was_sent_on_are_reported_and_are_exactly_the_difference(played):
    _world, outcome = played
    _figures, late = oracle.calculate(CALLS, EVENTS)
    reported = {row.line for row in outcome.unheld if " on_scene " in row.text and "was over" in row.reason}
    assert reported == set(late)
    assert _line_of("on_scene,900000005,KX1") in reported


def test_a_unit_sent_on_ends_its_earlier_assignment_at_that_moment_and_says_so(played):
    world, outcome = played
    earlier = Dispatch.objects.get(team=world.teams["RC1"], incident__title__startswith="Alarms")
    later = Dispatch.objects.get(team=world.teams["RC1"], incident__title__startswith="Medical")
    assert earlier.ended_at == later.ordered_at
    assert "Sent on to call 900000007" in earlier.reason
    assert len(outcome.diverted) == 2


def test_every_row_is_either_held_or_reported_with_its_line_and_reason(played):
    _world, outcome = played
    reported = {(row.file, row.line) for row in outcome.unheld}
    for parts in (("teleported",), ("900009999",), ("on_scene,900000008,E99",), ("on_scene,900000008,E07",)):
        assert (EVENTS.name, _line_of(*parts)) in reported
    assert (CALLS.name, 11) in reported
    assert all(row.reason for row in outcome.unheld)


def test_the_original_times_are_kept_and_the_servers_times_beside_them(played):
    world, _outcome = played
    dispatch = Dispatch.objects.get(team=world.teams["E02"])
    assert f"{dispatch.ordered_at:%Y-%m-%dT%H:%M:%S}" == "2021-03-14T08:03:05"
    assert f"{dispatch.on_scene_at:%H:%M:%S} {dispatch.ended_at:%H:%M:%S}" == "08:07:45 08:48:00"
    assert dispatch.entered_at.year > 2021
    report = Report.objects.get(title__startswith="Structure Fire")
    assert f"{report.received_at:%H:%M:%S} {report.decided_at:%H:%M:%S}" == "08:02:10 08:02:55"
    assert report.created_at.year > 2021


def test_what_the_ladder_has_no_step_for_is_in_the_log(played):
    notes = Incident.objects.get(title="Medical Incident · 100 Block of INVENTED ST").log.all()
    assert any("M10 at hospital" in note.text and f"{note.occurred_at:%H:%M:%S}" == "08:37:10" for note in notes)


def test_calls_close_as_they_ended_and_one_whose_unit_never_cleared_stays_open(played):
    _world, outcome = played
    assert Incident.objects.filter(status=Status.CLOSED).count() == 8
    still = Incident.objects.exclude(status=Status.CLOSED).get()
    assert still.dispatches.get().status == DispatchStatus.ON_SCENE
    assert any("end of call 900000009" in row.text for row in outcome.unheld)


def test_an_unknown_call_type_becomes_a_local_event_type(played):
    world, _outcome = played
    assert world.types["Balloon Mishap"].standard == "LOCAL"
    assert world.types["Structure Fire"].code == "20600"


def test_a_second_run_leaves_everything_as_it_is(played):
    before = (Report.objects.count(), Dispatch.objects.count(), Event.objects.count())
    record = read(CALLS, EVENTS)
    again = Player(build(record), record, events=EVENTS.name, speed=None).play()
    assert (again.known, again.total) == (9, 0)
    assert (Report.objects.count(), Dispatch.objects.count(), Event.objects.count()) == before


def test_nothing_played_back_is_late_by_the_clock_of_the_present(played):
    assert Deadline.objects.exists()
    assert sweep(component="test") == 0


def test_stopping_ends_between_two_steps(played):
    world, _outcome = played
    record = read(CALLS, EVENTS)
    player = Player(world, record, events=EVENTS.name, speed=1.0)
    player.stopped = True
    assert player.play().total == 0
