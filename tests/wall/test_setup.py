"""Setting walls up, and panels that fail alone."""

import pytest
from django.db import DatabaseError

from command_center.models import Wall
from command_center.walls import services
from command_center.walls.selectors import panels
from core.errors import ConflictError, UnprocessableError
from organizations.models import User
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db


def form(county, **more):
    values = {"slug": "east", "name": "东厅", "name_en": "East", "jurisdiction": county[0].pk, "words": "both"}
    return {**values, "width_m": "4.8", "farthest_m": "12", **more}


def test_a_wall_is_set_up_changed_and_removed_by_forms(county, desk):
    assert desk.post("/wall/new/", form(county)).status_code == 302
    assert desk.get("/wall/east/").status_code == 200
    assert desk.post("/wall/east/edit/", form(county, name="东指挥厅")).status_code == 302
    assert Wall.objects.get().name == "东指挥厅"
    assert desk.post("/wall/east/delete/").status_code == 302
    assert desk.get("/wall/east/").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"slug": "New Hall"}, {"slug": "pair"}, {"name": " "}, {"width_m": "0"}, {"words": "fr"}, {"width_m": "x"}],
)
def test_what_is_wrong_is_said_beside_the_field(county, desk, wrong):
    answer = desk.post("/wall/new/", form(county, **wrong))
    assert answer.status_code == 422 and "field-error" in answer.content.decode()
    assert not Wall.objects.exists()


def test_a_taken_address_is_refused(hall, county, officer):
    with pytest.raises(ConflictError):
        services.wall_create(slug="hall", name="x", jurisdiction=county[0], actor=officer)


def test_nobody_sets_up_a_wall_of_another_county(hall, county, officer, desk):
    far = make.jurisdiction()
    answer = desk.post("/wall/new/", form(county, jurisdiction=far.pk))
    assert answer.status_code == 422 and not Wall.objects.filter(slug="east").exists()
    with pytest.raises(UnprocessableError):
        services.wall_create(slug="", name="x", jurisdiction=county[0], actor=officer)


def test_both_languages_stand_in_the_headings(hall, county, officer, signed_in):
    Wall.objects.filter(pk=hall.pk).update(words="both")
    User.objects.filter(pk=officer.pk).update(language="zh-hans")
    html = signed_in(User.objects.get(pk=officer.pk)).get("/wall/hall/").content.decode()
    assert '<small lang="en">Forces</small>' in html and '<small lang="en">Command hall</small>' in html


def test_a_panel_that_cannot_be_read_keeps_its_last_value_and_the_others_go_on(hall, desk, monkeypatch):
    assert "is-failed" not in desk.get("/wall/hall/data/").content.decode()

    def broken(*_args, **_more):
        raise DatabaseError("the disk is on fire")

    monkeypatch.setattr(panels, "forces_panel", broken)
    html = desk.get("/wall/hall/data/").content.decode()
    assert html.count("is-failed") == 1 and "this is the last value" in html
    assert "wall-table" in html and "On duty" in html and "disk is on fire" not in html


def test_the_worker_is_served_for_its_folder(client):
    answer = client.get("/wall/sw.js")
    assert answer["Content-Type"].startswith("text/javascript") and b"clients.claim" in answer.content


def test_every_panel_says_from_when_it_is(hall, desk):
    html = desk.get("/wall/hall/data/").content.decode()
    assert html.count('class="wall-at"') >= 3


def test_the_list_shows_control_to_those_who_may(hall, desk, auditor, signed_in):
    assert "/wall/hall/remote/" in desk.get("/wall/").content.decode()
    assert "/wall/hall/remote/" not in signed_in(auditor).get("/wall/").content.decode()
