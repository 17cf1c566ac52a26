"""An invented flood over two days: one incident, its reports, figures, grade and log, at the times of the record."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from command_center.replay.scenario import ScenarioError, load, sort_figures
from command_center.replay.timeline import Narrator
from core.errors import ConflictError
from incidents.response.models import LogKind, Status

FLOOD = Path(__file__).parent / "data" / "flood.yaml"


@pytest.fixture
def played(db):
    return Narrator(load(FLOOD)).play()


def test_everything_lands_in_one_incident_with_its_original_times(played):
    incident = played.incident
    assert f"{incident.occurred_at.isoformat()}" == "2021-07-19T22:10:00+00:00"
    assert incident.reports.count() == 3
    assert (incident.location.x, incident.location.y) == (104.1, 31.2)
    times = set(incident.log.filter(kind=LogKind.NOTE).values_list("occurred_at", flat=True))
    assert "2021-07-20T10:00:00+00:00" in {moment.isoformat() for moment in times}


def test_figures_are_kept_with_source_and_time_and_the_critical_count_as_seriously_injured(played):
    ledger = {(row.name, int(row.value)): row for row in played.incident.figures.all()}
    assert ("seriously_injured", 6) in ledger
    assert ("deaths", 11) in ledger
    assert ledger["deaths", 3].source.startswith("云溪县应急管理局")
    assert ledger["deaths", 3].as_of.isoformat() == "2021-07-20T04:00:00+00:00"


def test_a_figure_that_falls_needs_the_sources_own_note(played):
    assert played.incident.figures.filter(name="seriously_injured", value=3, note__contains="口径").exists()
    assert not played.incident.figures.filter(name="relocated", value=300).exists()
    assert any(label == "F-07" and what == "relocated=300" for label, what, _why in played.unplaced)


def test_parts_of_the_area_and_undivided_injured_are_reported_not_guessed(played):
    unplaced = {(label, what) for label, what, _why in played.unplaced}
    assert {
        ("F-05", "dead_hekou=2"),
        ("F-05", "missing=1"),
        ("F-04", "injured=20"),
        ("F-01", "level_m=6.3"),
    } <= unplaced


def test_an_entry_that_cannot_be_read_is_reported(played):
    assert any(label == "F-09" and "not understood" in why for label, _what, why in played.unplaced)


def test_the_grade_rises_with_the_figures_at_their_time_and_phases_follow(played):
    grades = list(played.incident.grades.order_by("decided_at").values_list("grade", flat=True))
    assert grades == sorted(grades, reverse=True)
    assert grades
    assert played.incident.grades.order_by("decided_at").first().decided_at.year == 2021
    assert played.incident.status == Status.STABLE
    assert f"{played.incident.status_at:%Y-%m-%d}" == "2021-07-21"


def test_response_levels_are_decisions_in_the_log(played):
    assert played.incident.log.filter(kind=LogKind.DECISION).count() == 2


def test_the_same_scenario_is_played_once(played):
    with pytest.raises(ConflictError, match="already"):
        Narrator(load(FLOOD)).play()


def test_the_command_says_what_could_not_be_placed(db, capsys):
    call_command("replay_timeline", str(FLOOD))
    assert "could not be placed" in capsys.readouterr().out


def test_a_file_that_is_no_timeline_is_refused_in_words(tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("a: [1, 2", encoding="utf-8")
    with pytest.raises(ScenarioError, match="not a timeline"):
        load(wrong)
    with pytest.raises(CommandError, match="not a timeline"):
        call_command("replay_timeline", str(wrong))


@pytest.mark.parametrize("value", [-1, True, 2.5, [13, 14], "many"])
def test_only_whole_numbers_enter_the_ledger(value):
    figures, unplaced = sort_figures({"dead": value}, "casualties")
    assert figures == {}
    assert len(unplaced) == 1
