"""A real city's real day, where the data is present: `REPLAY_DATA`, or `../shared/data` beside the project."""

import os
from datetime import date
from pathlib import Path

import pytest

from command_center.replay.figures import figures
from command_center.replay.player import Player
from command_center.replay.rows import read
from command_center.replay.session import hurry
from command_center.replay.vocabulary import UNIT_TYPES
from command_center.replay.world import build
from resources.teams.models import Capability
from tests.replay import comparing, oracle

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("REPLAY_DATA") or ROOT.parent / "shared" / "data")
CALLS, EVENTS = DATA / "sf_fire_2020-04_calls.csv", DATA / "sf_fire_2020-04_events.csv"
DAY = "2020-04-17"  # a day on which two units arrive at a call after having been sent on to another

pytestmark = [
    # Real commits: thousands of changes inside one transaction would leave the server no row version to clear away.
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.skipif(
        not (CALLS.is_file() and EVENTS.is_file()), reason=f"the record is not in {DATA} (set REPLAY_DATA)"
    ),
]


@pytest.fixture
def capabilities():
    """The vocabulary, which tests on real transactions empty behind themselves."""
    for code in {code for words in UNIT_TYPES.values() for code in words.can}:
        Capability.objects.get_or_create(code=code, defaults={"name": code, "name_en": code})


@pytest.mark.usefixtures("capabilities")
def test_a_days_figures_equal_an_independent_calculation_to_the_second():
    hurry()
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
