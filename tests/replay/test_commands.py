"""The commands, as an operator meets them."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from organizations.models import Jurisdiction

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
