"""The log only grows; a correction strikes a line and leaves it readable."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError

from core.errors import ConflictError, NotFoundError, UnprocessableError
from incidents.response.models import LogEntry
from incidents.response.selectors import log_entries
from incidents.response.services import incident_correct, incident_decision, incident_note
from tests.factories.response import incident
from timeline.models import Event


@pytest.fixture
def opened(place):
    return incident(jurisdiction=place.county, actor=place.officer)


def test_notes_and_decisions_are_kept_with_their_author_and_told(place, opened):
    incident_note(incident=opened, text="水位上涨30厘米", actor=place.officer)
    incident_decision(incident=opened, text="转移下游三个组", actor=place.commander)
    lines = list(log_entries(opened, actor=place.officer))
    assert [(line.kind, line.author) for line in lines] == [("decision", place.commander), ("note", place.officer)]
    assert Event.objects.get(kind="incident.decided").data["text"] == "转移下游三个组"


def test_a_correction_strikes_and_never_erases(place, opened):
    wrong = incident_note(incident=opened, text="死亡3人", actor=place.officer)
    right = incident_correct(incident=opened, entry=wrong.pk, text="失联3人", actor=place.leader)
    again = LogEntry.objects.get(pk=wrong.pk)
    assert again.text == "死亡3人" and again.struck_by == right
    with pytest.raises(ConflictError):
        incident_correct(incident=opened, entry=wrong.pk, text="又改", actor=place.officer)


def test_a_correction_can_itself_be_corrected(place, opened):
    wrong = incident_note(incident=opened, text="一", actor=place.officer)
    second = incident_correct(incident=opened, entry=wrong.pk, text="二", actor=place.officer)
    third = incident_correct(incident=opened, entry=second.pk, text="三", actor=place.officer)
    assert third.strikes == second


def test_a_line_of_another_incident_cannot_be_corrected_from_here(place, opened):
    other = incident(jurisdiction=place.neighbour, actor=place.stranger)
    foreign = incident_note(incident=other, text="外县", actor=place.stranger)
    with pytest.raises(NotFoundError):
        incident_correct(incident=opened, entry=foreign.pk, text="x", actor=place.officer)


@pytest.mark.parametrize("text", ["", "  ", "长" * 10_001, "a\x00"])
def test_what_cannot_be_kept_is_refused(place, opened, text):
    with pytest.raises(UnprocessableError):
        incident_note(incident=opened, text=text, actor=place.officer)
    assert not LogEntry.objects.exists()


def test_a_system_line_is_not_written_by_hand(place, opened):
    with pytest.raises(UnprocessableError):
        incident_note(incident=opened, text="x", kind="system", actor=place.officer)


@pytest.mark.parametrize("who", ["stranger", "auditor", "reporter"])
def test_who_may_not_change_the_incident_does_not_write_its_log(place, opened, who):
    with pytest.raises(PermissionDenied):
        incident_note(incident=opened, text="x", actor=getattr(place, who))


def test_an_incident_with_a_log_cannot_be_deleted(place, opened):
    incident_note(incident=opened, text="x", actor=place.officer)
    with pytest.raises(ProtectedError):
        opened.delete()


def test_a_long_note_travels_short_and_stays_whole(place, opened):
    entry = incident_note(incident=opened, text="长" * 5000, actor=place.officer)
    assert len(Event.objects.get(kind="incident.noted").data["text"]) == 300
    assert len(LogEntry.objects.get(pk=entry.pk).text) == 5000
