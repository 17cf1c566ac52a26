"""The commands, as an operator meets them."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from command_center.replay.figures import figures
from command_center.replay.player import Player
from command_center.replay.rows import read
from command_center.replay.world import build
from incidents.response.models import Incident, Status
from organizations import access
from organizations.models import Jurisdiction
from organizations.roles import Permission
from tests.factories import organizations as make
from tests.replay import comparing, oracle

CALLS = Path(__file__).parent / "data" / "hour_calls.csv"
EVENTS = Path(__file__).parent / "data" / "hour_events.csv"
pytestmark = pytest.mark.django_db


def test_the_command_plays_one_day_and_prints_the_figures(capsys):
    call_command("replay", str(CALLS), str(EVENTS), "--day", "2021-03-14")
    said = capsys.readouterr().out
    assert "9 calls" in said
    assert "dispatch to arrival" in said
    call_command("replay_figures")
    assert "Balloon Mishap" in capsys.readouterr().out


def test_a_day_without_calls_and_a_missing_file_are_said_in_words():
    with pytest.raises(CommandError, match="Nothing to play"):
        call_command("replay", str(CALLS), str(EVENTS), "--day", "2021-03-15")
    with pytest.raises(CommandError, match="no file"):
        call_command("replay", "/nowhere/calls.csv", str(EVENTS))
    assert not Jurisdiction.objects.exists()


def test_figures_without_a_replay_are_refused_in_words():
    with pytest.raises(CommandError, match="Nothing was replayed"):
        call_command("replay_figures")


def test_rows_not_held_are_written_to_the_report(tmp_path):
    report = tmp_path / "rows.txt"
    call_command("replay", str(CALLS), str(EVENTS), "--report", str(report))
    written = report.read_text()
    assert "hour_calls.csv:11" in written
    assert "KX1" in written


class _Interrupted(Player):
    """Somebody presses Ctrl-C after forty rows."""

    rows = 40

    def _one(self, step):
        super()._one(step)
        self.rows -= 1
        self.stopped = self.rows <= 0


def test_a_stopped_replay_goes_on_where_it_was_and_ends_as_an_unbroken_one():
    record = read(CALLS, EVENTS)
    world = build(record)
    first = _Interrupted(world, record, events=EVENTS.name, speed=None).play()
    assert Incident.objects.exclude(status=Status.CLOSED).count() > 1
    second = Player(build(record), record, events=EVENTS.name, speed=None).play()
    assert 0 < second.known < 9
    assert first.actions["report"] + second.actions["report"] == 9
    assert Incident.objects.exclude(status=Status.CLOSED).count() == 1
    expected, _late = oracle.calculate(CALLS, EVENTS)
    found = comparing.as_plain(figures(jurisdiction=world.root, actor=world.officer))
    assert found == comparing.in_our_words(expected, world.types)


def test_an_account_that_watches_sees_what_is_played_and_may_change_nothing():
    watcher = make.user("duty_officer", at=make.jurisdiction())
    call_command("replay", str(CALLS), str(EVENTS), "--watch", watcher.username)
    incident = Incident.objects.first()
    watcher = type(watcher).objects.get(pk=watcher.pk)
    assert access.can(watcher, Permission.INCIDENT_VIEW, incident.jurisdiction)
    assert not access.can(watcher, Permission.INCIDENT_CHANGE, incident.jurisdiction)
    with pytest.raises(CommandError, match="no account nobody"):
        call_command("replay", str(CALLS), str(EVENTS), "--watch", "nobody")
