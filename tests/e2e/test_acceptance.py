"""What the acceptance list asks and no journey shows: grave markers among thousands, and a wall's day in a minute (R-H1)."""

import json
import time

import pytest

from bench._frames import Frames, drag, held_mb
from tests.e2e.test_screens import opens
from tests.faults.processes import until

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

LIVE = "[data-freshness][data-state=live]"
# The bench holds the mark of 30 frames a second on a quiet machine; this only notices a map that has come to a stop.
LEAST_FPS = 12
GROWTH_MB = 50
GRAVES = 60
# Half past four in the morning to whoever asks what time it is at the wall's place.
EARLY = """(() => {
  const Plain = Intl.DateTimeFormat;
  Intl.DateTimeFormat = function (locale, parts) {
    return locale === "en-GB" && parts && parts.hourCycle ? { format: () => "04:31" } : new Plain(locale, parts);
  };
  Intl.DateTimeFormat.prototype = Plain.prototype;
})();"""


def crowd(feature, count, graves):
    """Copies of one incident over the county: `graves` of level I on one spot, the others of level IV about it."""
    lon, lat = feature["geometry"]["coordinates"]
    for number in range(count):
        grave = number < graves
        at = [lon, lat] if grave else [lon + (number % 71 - 35) * 0.004, lat + (number // 71 - 35) * 0.004]
        properties = {**feature["properties"], "grade": 1 if grave else 4, "number": f"X-{number}"}
        yield {
            "type": "Feature",
            "id": f"incidents:{900000 + number}",
            "geometry": {"type": "Point", "coordinates": at},
            "properties": properties,
        }


def test_among_5000_markers_no_level_one_is_clustered_at_any_zoom_and_the_map_still_pans(visit):
    person = visit("duty", "zh", (1920, 1080))

    def more(route):
        answer = route.fetch()
        document = answer.json()
        one = next((each for each in document["features"] if each["properties"]["layer"] == "incidents"), None)
        if one:
            document["features"] = list(crowd(one, 5000, GRAVES))
        route.fulfill(response=answer, body=json.dumps(document))

    person.page.route("**/api/v1/map/?layers=*incidents*", more)
    person.open("/map/?layers=incidents")
    page = person.map_ready()
    page.wait_for_selector("#map .cluster")
    for _zoom in range(4):
        assert page.locator("#map .mark-incident.sev-1").count() == GRAVES
        page.locator(".leaflet-control-zoom-out").click()
        page.wait_for_timeout(600)
    assert page.locator("#map .mark-incident:not(.sev-1)").count() < 1000, "the others are clustered"
    with Frames(page) as frames:
        drag(page, "#map", 4)
    assert frames.fps > LEAST_FPS, frames.note


def test_a_day_of_a_wall_in_a_minute_keeps_its_memory_and_it_loads_anew_only_when_all_is_quiet(visit, platform):
    platform.sql("UPDATE response_incident SET grade = 3 WHERE grade < 3")
    county = "SELECT jurisdiction_id FROM organizations_membership m JOIN organizations_user u ON u.id = m.user_id WHERE username = 'duty'"
    platform.world = {"places": {"county": platform.sql(county)[0][0]}}
    person = visit("commander", "zh", (1920, 1080))
    page = person.page
    page.clock.install()
    person.open("/wall/county/")
    person.map_ready()
    page.wait_for_selector(LIVE, timeout=20000)
    page.evaluate("() => { window.same = true; }")
    platform.tell("county", 20)
    page.wait_for_timeout(1000)
    before = held_mb(page)
    for _hour in range(24):
        platform.tell("county", 10)
        page.clock.fast_forward("01:00:00")
        page.wait_for_timeout(150)
    until(lambda: page.clock.fast_forward("00:31") or page.locator(LIVE).count(), 40, "live after a day")
    after = held_mb(page)
    assert page.evaluate("() => window.same"), "it loaded itself anew although it was not half past four"
    assert after["heap"] - before["heap"] < GROWTH_MB, (before, after)

    page.add_init_script(EARLY)
    opens(platform, "夜里的大火", grade=1)
    early_morning(page, person)
    page.wait_for_selector(".wall-incident:has-text('夜里的大火')", timeout=15000)
    page.wait_for_timeout(1000)
    assert page.evaluate("() => window.same"), "it loaded itself anew with a level I open"
    platform.sql("UPDATE response_incident SET grade = 3 WHERE grade < 3")
    early_morning(page, person)
    page.wait_for_function("() => !window.same", timeout=15000)
    person.map_ready()
    assert page.evaluate("() => JSON.parse(sessionStorage.getItem('wall.reloads')).length") == 1


def early_morning(page, person):
    """The wall anew, more than two hours on, live, and past the moment at which it asks itself whether it should rest."""
    page.evaluate("() => sessionStorage.removeItem('wall.reloads')")
    page.goto(person.site.url("/wall/county/"))
    person.map_ready()
    page.wait_for_selector(LIVE, timeout=20000)
    page.evaluate("() => { window.same = true; }")
    page.clock.fast_forward("03:00:00")
    page.clock.fast_forward(
        "09:47"
    )  # it asks every ten minutes; a heartbeat comes every ten seconds, and is fresh for fifteen
    began = time.monotonic()
    page.wait_for_timeout(300)
    until(lambda: page.locator(LIVE).count(), 12, "live three hours later")
    page.clock.fast_forward(int((14 - (time.monotonic() - began)) * 1000))
