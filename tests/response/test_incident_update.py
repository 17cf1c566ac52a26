"""Particulars: a stale form never overwrites; it is shown both sides."""

import pytest
from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied

from core.errors import ConflictError, UnprocessableError
from incidents.response.models import Incident
from incidents.response.services import incident_mark_sensitive, incident_update
from tests.factories.response import event_type, incident
from timeline.models import Event


@pytest.fixture
def opened(place):
    return incident(jurisdiction=place.county, actor=place.officer, title="洪水", place="玉山村")


def test_a_change_is_made_told_and_counted(place, opened):
    changed = incident_update(
        incident=opened, version=1, changes={"title": "山洪", "event_type": event_type("10106")}, actor=place.officer
    )
    assert (changed.title, changed.event_type_id, changed.version) == ("山洪", "10106", 2)
    told = Event.objects.get(kind="incident.updated").data["changes"]
    assert told == {"title": ["洪水", "山洪"], "event_type": ["10101", "10106"]}


def test_a_stale_change_is_refused_with_both_sides(place, opened):
    incident_update(incident=opened, version=1, changes={"title": "甲改"}, actor=place.officer)
    with pytest.raises(ConflictError) as refused:
        incident_update(incident=opened, version=1, changes={"title": "乙改", "place": "玉山村"}, actor=place.leader)
    assert refused.value.extra == {"version": 2, "current": {"title": "甲改"}, "yours": {"title": "乙改"}}
    assert Incident.objects.get().title == "甲改"


def test_nothing_changed_is_not_told(place, opened):
    incident_update(incident=opened, version=1, changes={"title": "洪水"}, actor=place.officer)
    assert not Event.objects.filter(kind="incident.updated").exists()


def test_moving_the_pin_says_whether_it_is_outside(place, opened):
    moved = incident_update(
        incident=opened, version=1, changes={"location": Point(130, 30, srid=4326)}, actor=place.officer
    )
    assert moved.outside


@pytest.mark.parametrize("changes", [{"title": ""}, {"grade": 1}, {"status": "closed"}, {"owner_unit": None}])
def test_only_particulars_are_changed_here(place, opened, changes):
    with pytest.raises(UnprocessableError):
        incident_update(incident=opened, version=1, changes=changes, actor=place.officer)


@pytest.mark.parametrize("who", ["stranger", "auditor", "reporter"])
def test_who_may_not_change_it_does_not(place, opened, who):
    with pytest.raises(PermissionDenied):
        incident_update(incident=opened, version=1, changes={"title": "x"}, actor=getattr(place, who))


def test_sensitivity_needs_a_reason_and_is_told(place, opened):
    with pytest.raises(UnprocessableError):
        incident_mark_sensitive(incident=opened, sensitive=True, reason="", actor=place.officer)
    marked = incident_mark_sensitive(incident=opened, sensitive=True, reason="涉及未成年人", actor=place.officer)
    assert marked.sensitive
    assert Event.objects.get(kind="incident.marked_sensitive").data["feature"]["properties"]["sensitive"] is True
    with pytest.raises(ConflictError):
        incident_mark_sensitive(incident=opened, sensitive=True, reason="再", actor=place.officer)
