"""Walls: letters large enough for the farthest reader, nothing personal, nothing sensitive, steady cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from command_center.models import Wall
from command_center.walls import font_px, glyph_mm, type_sizes
from incidents.response.models import Incident
from tests.factories import dispatch as make_dispatch
from tests.factories import organizations as make
from tests.factories import response as make_response
from tests.factories import teams as make_teams
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(county):
    return Wall.objects.create(slug="hall", name="指挥大厅", name_en="Command hall", jurisdiction=county[0])


@pytest.fixture
def screen(county, signed_in):
    return signed_in(make.user("commander", county[0], language="en"), HTTP_ACCEPT_LANGUAGE="en")


def panels(client):
    answer = client.get("/wall/hall/data/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("metres", "minutes", "mm"), [(3, 16, 14.0), (5, 20, 29.1), (8, 25, 58.2), (12, 30, 104.7)])
def test_a_glyph_fills_its_angle_at_the_farthest_reader(metres, minutes, mm):
    assert glyph_mm(metres, minutes) == pytest.approx(mm, abs=0.06)


@pytest.mark.parametrize(
    ("width", "metres", "minutes", "px"), [(1.21, 3, 20, 31), (1.65, 5, 25, 46), (3.6, 8, 20, 27), (4.8, 12, 25, 38)]
)
def test_font_sizes_are_those_of_the_published_table(width, metres, minutes, px):
    assert font_px(width, metres, minutes) == pytest.approx(px, abs=1)


def test_letters_that_would_crowd_the_layout_make_it_sparse():
    assert type_sizes(1.21, 8).sparse and not type_sizes(3.6, 8).sparse


def test_sizes_come_as_a_style_sheet_of_our_own(hall, screen):
    answer = screen.get("/wall/hall/size.css")
    assert answer["Content-Type"] == "text/css" and "--wall-t3:1.4" in answer.content.decode()


def test_a_wall_out_of_reach_is_not_there(hall, signed_in):
    neighbour = signed_in(make.user("commander", make.jurisdiction()))
    for url in (
        "/wall/hall/",
        "/wall/hall/data/",
        "/wall/hall/state/",
        "/wall/hall/map/",
        "/wall/hall/size.css",
        "/wall/hall/test",
    ):
        assert neighbour.get(url).status_code == 404


def test_open_incidents_stand_by_grade_with_teams_out(hall, county, screen):
    make_response.incident(jurisdiction=county[0], title="四级", grade=4)
    grave = make_response.incident(jurisdiction=county[0], title="一级", grade=1)
    make_dispatch.order(county[0], incident_row=grave)
    html = panels(screen)
    assert html.index("一级") < html.index("四级")
    assert "1 out, 0 on scene" in html


def test_a_sensitive_incident_is_nowhere_on_a_wall(hall, county, screen):
    secret = make_response.incident(jurisdiction=county[0], title="不可示人", grade=1, figures={"deaths": 7})
    Incident.objects.filter(pk=secret.pk).update(sensitive=True)
    html = panels(screen)
    assert "不可示人" not in html and secret.number not in html and ">7<" not in html


def test_no_phone_and_no_reporter_is_on_a_wall(hall, county, screen):
    make.user("duty_leader", county[0], full_name="周建国", phone="13900001111")
    make_teams.team(county[0], leader_phone="13912345678", leader_name="钱七")
    make_response.incident(
        jurisdiction=county[0], actor=make.user("duty_officer", county[0], full_name="孙八", phone="13922223333")
    )
    html = panels(screen)
    assert "周建国" in html
    assert not any(secret in html for secret in ("13900001111", "13912345678", "13922223333", "钱七"))


def test_an_unknown_figure_is_a_dash_and_known_ones_are_summed(hall, county, screen):
    for trapped in (3, 4):
        make_response.incident(jurisdiction=county[0], figures={"trapped": trapped, "missing": None})
    html = panels(screen)
    assert "<dd>7</dd>" in html and "<dd>–</dd>" in html


def test_a_quiet_county_shows_what_stands_ready_instead_of_nothing(hall, screen):
    html = panels(screen)
    assert "No incident is open." in html and "Shelters" in html


def test_more_incidents_than_rows_are_counted_not_cut_silently(hall, county, screen):
    for number in range(11):
        make_response.incident(jurisdiction=county[0], title=f"第{number}起")
    assert 'data-rest="3"' in panels(screen)


def test_the_number_of_queries_does_not_grow_with_the_rows(hall, county, screen):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            panels(screen)
        return len(queries)

    def fill():
        for number in range(4):
            make_dispatch.order(
                county[0], incident_row=make_response.incident(jurisdiction=county[0], grade=number + 1)
            )

    fill()
    cost()  # what a first request pays once
    few = cost()
    fill()
    fill()
    assert cost() == few


def test_a_new_size_changes_the_letters_and_is_on_record(hall, screen):
    before = screen.get("/wall/hall/size.css").content
    answer = screen.post("/wall/hall/resize/", {"width_m": "2.4", "farthest_m": "5"})
    assert answer.status_code == 302
    assert screen.get("/wall/hall/size.css").content != before
    assert Event.objects.filter(kind="wall.resized", data__width="2.4").count() == 1


@pytest.mark.parametrize(
    "size",
    [
        {"width_m": "0", "farthest_m": "5"},
        {"width_m": "wide", "farthest_m": "5"},
        {"width_m": "nan", "farthest_m": "5"},
        {},
    ],
)
def test_an_impossible_size_is_refused_in_words(hall, screen, size):
    answer = screen.post("/wall/hall/resize/", size)
    hall.refresh_from_db()
    assert answer.status_code == 422 and "data-refusal-text" in answer.content.decode() and hall.width_m == 3.6


def test_who_only_watches_cannot_resize_a_wall(hall, county, signed_in):
    auditor = signed_in(make.user("auditor", county[0]))
    assert auditor.post("/wall/hall/resize/", {"width_m": "2", "farthest_m": "5"}).status_code == 403
