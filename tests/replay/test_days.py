"""A real city's real day, where the data is present: `REPLAY_DATA`, or `../shared/data` beside the project."""

import os
from datetime import date
from pathlib import Path

import pytest

from command_center.replay.figures import figures
from command_center.replay.player import Player
from command_center.replay.rows import read
from command_center.replay.world import build
from tests.replay import comparing, oracle

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("REPLAY_DATA") or ROOT.parent / "shared" / "data")
CALLS, EVENTS = DATA / "sf_fire_2020-04_calls.csv", DATA / "sf_fire_2020-04_events.csv"
DAY = "2020-04-14"  # a day with units dispatched to a second call before they had cleared the first

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(
        not (CALLS.is_file() and EVENTS.is_file()), reason=f"the record is not in {DATA} (set REPLAY_DATA)"
    ),
]


def test_a_days_figures_equal_an_independent_calculation_to_the_second():
    record = read(CALLS, EVENTS, date.fromisoformat(DAY))
    world = build(record)
    outcome = Player(world, record, events=EVENTS.name, speed=None).play()
    expected, late = oracle.calculate(CALLS, EVENTS, DAY)
    assert comparing.as_plain(figures(jurisdiction=world.root, actor=world.officer)) == comparing.in_our_words(
        expected, world.types
    )
    assert {row.line for row in outcome.unheld if " on_scene " in row.text} == set(late)
    held = sum(outcome.actions[name] for name in ("report", "verify", "order", "status", "note"))
    assert held + len(outcome.unheld) >= len(record.steps)
