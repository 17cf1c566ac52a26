"""Desk, map and wall in a real browser, in both languages and at the sizes people have."""

import pytest

from tests.e2e.conftest import until

pytestmark = pytest.mark.e2e
OPEN_ONE = """
from django.contrib.gis.geos import Point
from incidents.response.models import EventType
from incidents.response.services import incident_open
from organizations.models import User
from django.utils import timezone
officer = User.objects.get(username="duty")
place = officer.unit.jurisdiction
incident = incident_open(
    jurisdiction=place, event_type=EventType.objects.get(code="10106"), title={title!r}, owner_unit=officer.unit,
    location=Point(place.centre.x + 0.01, place.centre.y, srid=4326), place="玉山村", occurred_at=timezone.now(),
    grade={grade}, actor=officer,
)
answer = incident.number
"""


def opens(site, title, grade=2):
    return site.python(OPEN_ONE.format(title=title, grade=grade))


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_desk_opens_an_intake_by_key_with_the_cursor_in_the_story(visit, language):
    person = visit("duty", language)
    page = person.open("/duty/")
    person.map_ready()
    page.wait_for_selector("[data-queue] .queue-row, [data-queue] .empty-state")
    page.keyboard.press("F2")
    page.wait_for_selector(".desk-panel textarea:focus")
    page.keyboard.press("Alt+0")
    assert page.locator("[role=tab][aria-selected=true]").count() == 1


def test_single_letters_typed_into_a_field_are_text_and_not_keys(visit):
    person = visit("duty")
    page = person.open("/duty/")
    page.keyboard.press("F2")
    story = page.locator(".desk-panel textarea:focus")
    story.type("al?0[]x")
    assert story.input_value() == "al?0[]x" and not page.locator("#keys-dialog[open]").count()


def test_the_list_of_keys_is_made_from_the_keys_there_are(visit):
    page = visit("duty", "en").open("/map/")
    page.wait_for_selector("#map[data-ready]")
    page.locator(".frame-logo").focus()
    page.keyboard.press("?")
    page.wait_for_selector("#keys-dialog[open] dt")
    assert {"F2", "F4", "F9", "Ctrl+Enter", "[", "]", "L"} <= set(page.locator("#keys-dialog dt").all_inner_texts())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_map_and_its_list_hold_the_same_incidents_as_the_interface(visit, platform, language):
    person = visit("duty", language, (1920, 1080))
    person.open("/map/")
    page = person.map_ready()
    features = page.evaluate(
        "fetch('/api/v1/map/?layers=incidents,reports,teams').then(r => r.json()).then(d => d.features.length)"
    )
    until(lambda: page.locator(".twin-row").count() == features, what="the list holding what the map holds")
    page.locator(".twin-row").first.click()
    page.wait_for_selector(".leaflet-popup .map-card a")


def test_a_hand_locks_the_view_and_the_star_lets_it_go(visit, platform):
    person = visit("duty")
    person.open("/map/")
    page = person.map_ready()
    box = page.locator("#map").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 420, box["y"] + 360, steps=4)
    page.mouse.up()
    page.wait_for_selector(".map-star.is-locked")
    page.locator(".map-star").click()
    page.wait_for_selector(".map-star:not(.is-locked)")


def test_an_incident_opened_elsewhere_stands_on_desk_map_and_wall_within_seconds(visit, platform):
    desk, wall = visit("leader"), visit("commander", "zh", (1920, 1080))
    desk.open("/duty/")
    desk.map_ready()
    wall.open("/wall/county/")
    wall.map_ready()
    for person in (desk, wall):
        person.page.wait_for_selector("[data-freshness][data-state=live]", timeout=15000)
    opens(platform, "玉山村山洪实况", grade=1)
    wall.page.wait_for_selector(".wall-incident:has-text('玉山村山洪实况')", timeout=5000)
    wall.page.wait_for_selector(".mark-incident.sev-1", timeout=5000)
    desk.page.wait_for_selector("[data-desk-incidents] :text('玉山村山洪实况')", timeout=5000)
    alarm = desk.page.locator(".alarms:has-text('玉山村山洪实况') [data-take-note]")  # grade I insists until then
    alarm.click()
    alarm.wait_for(state="detached")


SEND_POSITION = """async ([team, lon, lat]) => {
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const headers = {"Content-Type": "application/json", "X-CSRFToken": token};
  const body = JSON.stringify([{team, at: new Date().toISOString(), lon, lat}]);
  return (await fetch("/api/v1/positions/", {method: "POST", headers, body})).status;
}"""
A_TEAM = """() => fetch('/api/v1/map/?layers=teams').then(r => r.json())
  .then(d => d.features.find(f => f.properties.state === 'en_route'))"""


def test_a_team_that_drives_moves_on_the_map_without_being_drawn_anew(visit):
    person = visit("duty", "zh", (1920, 1080))
    person.open("/map/")
    page = person.map_ready()
    page.wait_for_selector("[data-freshness][data-state=live]", timeout=15000)
    team = page.evaluate(A_TEAM)
    marker = page.locator(f".mark-team[title*='{team['properties']['name']}']").first
    element, before = marker.element_handle(), marker.bounding_box()
    lon, lat = team["geometry"]["coordinates"]
    assert page.evaluate(SEND_POSITION, [int(team["id"].split(":")[1]), lon + 0.02, lat + 0.01]) == 202
    until(lambda: element.bounding_box() != before, 6, "the marker moving")


def test_grades_are_told_by_shape_and_numeral_and_not_by_colour_alone(visit, platform):
    numbers = {grade: opens(platform, f"第{grade}级样例", grade) for grade in (1, 2, 3, 4)}
    person = visit("duty", "zh", (1920, 1080))
    page = person.open("/map/")
    person.map_ready()
    shapes = {
        grade: page.locator(f".twin-row:has-text('第{grade}级样例') use").first.get_attribute("href").split("#")[1]
        for grade in numbers
    }
    assert shapes == {grade: f"sev-{grade}" for grade in numbers}
    drawn = page.evaluate(
        "fetch(document.documentElement.dataset.symbols).then(r => r.text()).then(t => [1,2,3,4].map(n =>"
        " new DOMParser().parseFromString(t, 'image/svg+xml').getElementById('sev-' + n).innerHTML))"
    )
    assert len({shape.split(" ", 1)[1].split("stroke")[0] + shape for shape in drawn}) == 4


def test_nothing_personal_is_on_the_wall(visit, platform):
    phones = platform.python(
        "from organizations.models import User\nfrom resources.teams.models import Team\n"
        "answer = [p for p in [*User.objects.values_list('phone', flat=True), *Team.objects.values_list('leader_phone', flat=True)] if p]"
    )
    person = visit("commander", "zh", (1920, 1080))
    person.open("/wall/county/")
    html = person.map_ready().content()
    assert [phone for phone in phones if phone in html] == []


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (390, 844)])
def test_no_page_is_wider_than_its_screen(visit, size):
    person = visit("duty", "en", size)
    wide = {}
    for path in ("/duty/", "/map/", "/status/", "/wall/"):
        page = person.open(path)
        page.wait_for_load_state("networkidle")
        wide[path] = overflow(page)
    assert {path: by for path, by in wide.items() if by > 0} == {}


TEAMS_IN_EVERY_STATE = """
from incidents.dispatch.models import Dispatch
from resources.teams.models import Team
out = list(Dispatch.objects.exclude(status__in=["ended", "declined", "undone"]).order_by("pk"))
for order, status in zip(out, ["ordered", "acknowledged", "en_route", "on_scene", "returning", "recalled"]):
    Dispatch.objects.filter(pk=order.pk).update(status=status)
free = list(Team.objects.filter(readiness="standby").order_by("pk")[:2])
for team, readiness in zip(free, ["resting", "unavailable"]):
    Team.objects.filter(pk=team.pk).update(readiness=readiness, readiness_reason="x")
answer = len(out)
"""


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)])
def test_no_panel_of_the_wall_is_cut(visit, platform, size):
    platform.python(TEAMS_IN_EVERY_STATE)
    person = visit("commander", "en", size)
    person.open("/wall/county/")
    page = person.map_ready()
    cut = page.evaluate(
        "[...document.querySelectorAll('.wall-panel')].filter(p => p.scrollHeight > p.clientHeight + 2 || p.scrollWidth > p.clientWidth + 2).map(p => p.className)"
    )
    assert cut == []


def test_a_dead_server_leaves_the_last_picture_and_says_so(visit, platform):
    person = visit("commander", "zh", (1920, 1080))
    person.open("/wall/county/")
    page = person.map_ready()
    page.wait_for_selector("[data-freshness][data-state=live]", timeout=15000)
    platform.kill("web")
    page.wait_for_selector("[data-freshness-strip]:not([hidden])", timeout=45000)
    assert page.locator(".wall-panel:visible").count() >= 4
    platform.serve()
    page.wait_for_selector("[data-freshness][data-state=live]", timeout=45000)
    person.complaints[:] = [text for text in person.complaints if "Security Policy" in text]
    until(lambda: not page.locator("[data-freshness-strip]:not([hidden])").count(), 10, "the strip going away")
