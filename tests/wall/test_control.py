"""The remote control: each press changes what the wall shows, is permitted, possible, and on record."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from command_center.walls import services
from core.errors import ConflictError, UnprocessableError
from incidents.response.models import Incident
from tests.factories import dispatch as make_dispatch
from tests.factories import organizations as make
from tests.factories import response as make_response
from timeline import kinds
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def flood(county):
    return make_response.incident(jurisdiction=county[0], title="玉山村山洪", grade=1)


def data(client):
    answer = client.get("/wall/hall/data/")
    assert answer.status_code == 200
    return answer.content.decode()


def state(client):
    return client.get("/wall/hall/state/").content.decode()


PRESSES = [
    (services.wall_show_scene, {"scene": "drill"}, "wall.scene_changed"),
    (services.wall_set_layers, {"layers": ["shelter"]}, "wall.layers_changed"),
    (services.wall_set_extent, {"extent": "jurisdiction"}, "wall.extent_changed"),
    (services.wall_freeze, {"minutes": 10}, "wall.frozen"),
    (services.wall_blank, {"blank": True}, "wall.blanked"),
    (services.wall_say, {"message": "15:00 会商"}, "wall.message_shown"),
]


@pytest.mark.parametrize(("press", "values", "kind"), PRESSES, ids=[row[2] for row in PRESSES])
def test_each_press_is_on_record_in_words(hall, officer, press, values, kind):
    press(wall=hall, **values, actor=officer)
    event = Event.objects.get()
    assert event.kind == kind and event.subject == f"wall:{hall.pk}"
    assert "%" not in kinds.text(event.kind, event.data) and "指挥大厅" in kinds.text(event.kind, event.data)


@pytest.mark.parametrize(("press", "values", "kind"), PRESSES, ids=[row[2] for row in PRESSES])
def test_who_only_watches_presses_nothing(hall, auditor, press, values, kind):
    with pytest.raises(PermissionDenied):
        press(wall=hall, **values, actor=auditor)
    assert not Event.objects.exists()


def test_the_incident_scene_shows_its_forces_and_how_it_went(hall, county, officer, desk, flood):
    make_dispatch.order(county[0], incident_row=flood)
    desk.post("/wall/hall/control/scene/", {"scene": "incident", "focus": flood.number})
    html = data(desk)
    assert 'data-scene="incident"' in html and "玉山村山洪" in html and "Teams out" in html
    assert "data-elapsed" in html and f'data-focus="incident:{flood.pk}"' in state(desk)
    hall.refresh_from_db()
    assert hall.extent == "incident"


def test_a_closed_incident_does_not_leave_an_empty_wall(hall, desk, officer, flood):
    services.wall_show_scene(wall=hall, scene="incident", focus=flood, actor=officer)
    Incident.objects.filter(pk=flood.pk).update(status="closed", closed_at=timezone.now())
    html = data(desk)
    assert 'data-scene="everyday"' in html and "No incident is open." in html


@pytest.mark.parametrize("change", [{"sensitive": True}, {"status": "closed", "closed_at": timezone.now()}])
def test_what_a_wall_may_not_show_cannot_be_its_focus(hall, officer, flood, change):
    Incident.objects.filter(pk=flood.pk).update(**change)
    with pytest.raises(ConflictError):
        services.wall_show_scene(wall=hall, scene="incident", focus=flood, actor=officer)


def test_an_incident_of_another_county_cannot_be_the_focus(hall, officer):
    far = make_response.incident(jurisdiction=make.jurisdiction())
    with pytest.raises(ConflictError):
        services.wall_show_scene(wall=hall, scene="incident", focus=far, actor=officer)


def test_the_incident_scene_needs_an_incident(hall, officer):
    with pytest.raises(UnprocessableError):
        services.wall_show_scene(wall=hall, scene="incident", actor=officer)


def test_a_sensitive_focus_vanishes_when_it_becomes_sensitive(hall, desk, officer, flood):
    services.wall_show_scene(wall=hall, scene="incident", focus=flood, actor=officer)
    Incident.objects.filter(pk=flood.pk).update(sensitive=True)
    assert "玉山村山洪" not in data(desk)


def test_the_warning_scene_says_honestly_what_it_has_not(hall, desk, officer):
    services.wall_show_scene(wall=hall, scene="warning", actor=officer)
    html = data(desk)
    assert "No warning has come in" in html and "Areas of warnings are not on this platform yet" in html
    assert "Standing ready" in html


def test_the_drill_scene_is_marked_everywhere(hall, desk, officer):
    services.wall_show_scene(wall=hall, scene="drill", actor=officer)
    assert "wall-band-drill" in state(desk) and "wall-watermark" in state(desk)


def test_a_held_wall_shows_nothing_new_and_lets_go_by_itself(hall, desk, officer, time_machine):
    services.wall_freeze(wall=hall, minutes=10, actor=officer)
    assert desk.get("/wall/hall/data/").status_code == 204
    assert "not live" in state(desk)
    time_machine.move_to(timezone.now() + timedelta(minutes=10, seconds=1))
    assert desk.get("/wall/hall/data/").status_code == 200
    assert "not live" not in state(desk)


def test_letting_go_twice_is_refused(hall, officer):
    services.wall_freeze(wall=hall, minutes=10, actor=officer)
    services.wall_release(wall=hall, actor=officer)
    with pytest.raises(ConflictError):
        services.wall_release(wall=hall, actor=officer)


@pytest.mark.parametrize("minutes", [0, -5, 61])
def test_a_wall_is_never_held_for_ever(hall, officer, minutes):
    with pytest.raises(UnprocessableError):
        services.wall_freeze(wall=hall, minutes=minutes, actor=officer)


def test_a_message_is_shown_for_its_time(hall, desk, officer, time_machine):
    services.wall_say(wall=hall, message="  15:00\n会商 ", minutes=10, actor=officer)
    assert "15:00 会商" in state(desk)
    time_machine.move_to(timezone.now() + timedelta(minutes=11))
    assert "会商" not in state(desk)


def test_a_message_is_words_not_markup(hall, desk, officer):
    services.wall_say(wall=hall, message="<b>x</b>", actor=officer)
    assert "&lt;b&gt;x" in state(desk) and "<b>x" not in state(desk)


def test_a_message_too_long_to_read_is_refused(hall, officer):
    with pytest.raises(UnprocessableError):
        services.wall_say(wall=hall, message="长" * 121, actor=officer)


def test_blanking_hides_and_shows_again(hall, desk):
    desk.post("/wall/hall/control/blank/", {"blank": "1"})
    assert "wall-blank" in state(desk)
    desk.post("/wall/hall/control/blank/", {"blank": "0"})
    assert "wall-blank" not in state(desk)


def test_incidents_stay_on_the_map_whatever_is_chosen(hall, officer):
    wall = services.wall_set_layers(wall=hall, layers=["shelter"], actor=officer)
    assert wall.layers == ["incidents", "shelter"]
    with pytest.raises(UnprocessableError):
        services.wall_set_layers(wall=hall, layers=["reports"], actor=officer)


def test_the_extent_of_no_incident_is_refused(hall, officer):
    with pytest.raises(ConflictError):
        services.wall_set_extent(wall=hall, extent="incident", actor=officer)


def test_leaving_the_incident_scene_lets_the_map_fit_all_again(hall, officer, flood):
    wall = services.wall_show_scene(wall=hall, scene="incident", focus=flood, actor=officer)
    wall = services.wall_show_scene(wall=wall, scene="everyday", actor=officer)
    assert (wall.extent, wall.focus) == ("all", None)


def test_the_remote_offers_only_what_may_be_shown(hall, county, desk, flood):
    secret = make_response.incident(jurisdiction=county[0], title="不可示人")
    Incident.objects.filter(pk=secret.pk).update(sensitive=True)
    html = desk.get("/wall/hall/remote/").content.decode()
    assert flood.number in html and "不可示人" not in html


def test_a_press_answers_with_the_remote_as_it_is_now(hall, desk):
    answer = desk.post("/wall/hall/control/freeze/", {"minutes": "5"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and "held still until" in answer.content.decode()


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("nothing", {}),
        ("freeze", {"minutes": "x"}),
        ("scene", {"scene": "x"}),
        ("scene", {"scene": "incident", "focus": "\x00"}),
        ("say", {"message": "a\x00b"}),
    ],
)
def test_nonsense_is_refused_in_words(hall, desk, action, body):
    assert desk.post(f"/wall/hall/control/{action}/", body).status_code == 422
