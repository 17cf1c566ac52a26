"""What travels to a screen: kinds, order and drawings; never words, names, or a sensitive thing."""

import json

import pytest

from command_center.models import WallScreen
from command_center.walls import services
from command_center.walls.feed import guest_by_key, hint, hints, screens_standing


def event(**data):
    return {"type": "event", "cursor": 7, "kind": "incident.noted", "subject": "incident:1", "actor": 3, "data": data}


def feature(layer="incidents", **properties):
    return {"type": "Feature", "id": "x:1", "geometry": None, "properties": {"layer": layer, **properties}}


def test_words_and_names_stay_behind():
    told = hint(event(text="家属王五 13900001111", reporter="王五"))
    assert told["data"] == {} and told["actor"] is None and told["cursor"] == 7


def test_what_is_drawn_travels_without_its_author():
    told = hint(event(feature=feature("plots", title="封路", by="李四", note="内部")))
    assert told["data"]["feature"]["properties"] == {"layer": "plots", "title": "封路"}


@pytest.mark.parametrize("drawn", [feature(sensitive=True), feature("reports", title="x"), "nonsense", None])
def test_what_may_not_be_drawn_does_not_travel(drawn):
    assert hint(event(feature=drawn))["data"] == {}


def test_a_batch_and_a_heartbeat_keep_their_form():
    beat = {"type": "heartbeat", "cursor": 9, "at": "x", "version": "1"}
    assert json.loads(hints(json.dumps([event(text="x"), beat])))[1] == beat
    assert json.loads(hints(json.dumps(beat))) == beat


@pytest.mark.django_db
def test_a_screen_is_a_guest_only_of_its_wall_and_until_revoked(hall, officer, paired):
    raw = paired()
    screen = WallScreen.objects.get()
    guest = guest_by_key(raw, "hall")
    assert guest.person == -screen.pk and f"incident.view@{hall.jurisdiction_id}" in guest.groups
    assert screens_standing({guest.person, 5})[guest.person].signature == guest.standing
    assert guest_by_key(raw, "other") is None and guest_by_key("", "hall") is None
    services.screen_revoke(screen=screen, actor=officer)
    assert guest_by_key(raw, "hall") is None and screens_standing({guest.person}) == {}


@pytest.mark.django_db
def test_a_screen_hears_nothing_that_is_addressed_to_people(hall, paired):
    guest = guest_by_key(paired(), "hall")
    may = {group.split("@")[0] for group in guest.groups}
    assert (
        may & {"people.view", "report.handle", "timeline.view", "dispatch.order", "shelter.run", "role.grant"} == set()
    )
