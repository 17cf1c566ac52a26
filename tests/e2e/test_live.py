"""The browser's end of the live feed, in a real Chromium: one socket per browser, nothing lost, freshness said (R-C6)."""

import contextlib

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.faults.processes import until

pytestmark = pytest.mark.e2e

SPY = """
window.sockets = 0;
const Plain = window.WebSocket;
window.WebSocket = class extends Plain { constructor(...a) { super(...a); window.sockets += 1; window.last = this; } };
"""
LISTEN = """async () => {
    window.heard = [];
    const live = await import('/static/js/live.js');
    live.onEvent('test.', (event) => window.heard.push(event.cursor));
}"""


def tab(person, path="/clocks/"):
    page = person.context.new_page()
    page.on("pageerror", lambda error: person.complaints.append(str(error)))
    page.add_init_script(SPY)
    page.goto(person.site.url(path))
    page.wait_for_selector('[data-freshness][data-state="live"]', timeout=20000)
    page.evaluate(LISTEN)
    return page


@pytest.fixture
def place(platform):
    """`tell("county", …)` tells something the duty officer hears."""
    county = "SELECT jurisdiction_id FROM organizations_membership m JOIN organizations_user u ON u.id = m.user_id WHERE username = 'duty'"
    platform.world = {"places": {"county": platform.sql(county)[0][0]}}
    return platform


def heard(page):
    return page.evaluate("window.heard")


def fetched_ms(page):
    """How long an ordinary request takes, the best of five: others use this machine too."""
    return page.evaluate("""async () => {
        let best = 1e9;
        for (let n = 0; n < 5; n += 1) {
            const at = performance.now();
            await (await fetch('/login/state/', { headers: { 'X-Background': '1' } })).text();
            best = Math.min(best, performance.now() - at);
        }
        return best;
    }""")


def test_five_tabs_share_one_socket_and_the_next_takes_over_within_three_seconds_without_a_gap(place, visit):
    person = visit("duty")
    person.page.close()
    first = tab(person)
    alone = fetched_ms(first)
    tabs = [first, *(tab(person) for _ in range(4))]
    assert [page.evaluate("window.sockets") for page in tabs] == [1, 0, 0, 0, 0]
    told = place.tell("county", 3)
    until(lambda: all(heard(page) == told for page in tabs), 5, "all tabs hear")
    assert fetched_ms(tabs[-1]) < 4 * alone + 50
    first.close()
    left = tabs[1:]
    until(lambda: sum(page.evaluate("window.sockets") for page in left) == 1, 3, "one of the others has taken over")
    told += place.tell("county", 3)
    until(lambda: all(heard(page) == told for page in left), 5, "and nothing was lost or told twice")
    assert sum(page.evaluate("window.sockets") for page in left) == 1


def test_what_is_older_than_what_is_shown_is_dropped(place, visit):
    person = visit("duty")
    person.page.close()
    page = tab(person)
    say = """(cursors) => window.last.onmessage({ data: JSON.stringify(cursors.map((cursor) => ({ type: 'event', cursor,
        kind: 'test.told', subject: 'test:1', subjects: [], actor: null, at: new Date().toISOString(), data: {} }))) })"""
    far = 10**12
    page.evaluate(say, [far + 2, far + 1, far + 2, far + 3])
    page.evaluate(say, [far])
    assert heard(page) == [far + 2, far + 3]


def test_a_killed_server_loses_nothing_and_the_page_is_not_reloaded(place, visit):
    person = visit("duty")
    page = tab(person)
    page.evaluate("window.mark = 1")
    place.kill("web")
    told = place.tell("county", 4)
    place.serve()
    until(lambda: heard(page) == told, 25, "what happened meanwhile has arrived")
    page.wait_for_selector('[data-freshness][data-state="live"]')
    assert page.evaluate("window.mark") == 1
    person.complaints[:] = [text for text in person.complaints if "WebSocket" not in text and "ERR_" not in text]


def test_silence_is_said_in_steps_and_the_data_stays(place, visit):
    person = visit("duty", "en")
    person.page.close()
    page = tab(person)
    place.kill("web")  # and this browser's clock is put forward, so that nobody has to wait two minutes
    for seconds, state, words in (
        (16, "late", "Late"),
        (35, "stale", "Data frozen at"),
        (125, "lost", "Connection lost"),
    ):
        page.evaluate(
            "(s) => { const now = Date.now; window.shift = (window.shift || 0); const more = s * 1000 - window.shift;"
            " window.shift += more; Date.now = () => now() + more; }",
            seconds,
        )
        page.wait_for_selector(f'[data-freshness][data-state="{state}"]', timeout=3000)
        shown = "body [data-freshness]" if state == "late" else "[data-freshness-strip]"
        assert words in page.inner_text(shown)
        assert page.evaluate("document.documentElement.dataset.freshness") == state
    assert page.locator("h1").inner_text() == "What is due"
    place.serve()
    with contextlib.suppress(PlaywrightTimeoutError):  # it may have come back by itself before anybody could press
        page.click("[data-freshness-strip] [data-part=retry]", timeout=1500)
    page.wait_for_selector('[data-freshness][data-state="live"]', timeout=10000)
    person.complaints[:] = [text for text in person.complaints if "WebSocket" not in text and "ERR_" not in text]


def test_a_session_that_ends_asks_to_sign_in_and_the_page_stays(place, visit):
    person = visit("duty", "zh")
    page = tab(person)
    cookie = next(c for c in person.context.cookies() if c["name"] == "sessionid")
    place.sessions.pop("duty")
    place.sql("DELETE FROM django_session WHERE session_key = %s", cookie["value"])
    page.wait_for_selector('[data-freshness][data-state="auth"]', timeout=10000)
    assert "需要重新登录" in page.inner_text("[data-freshness-strip]")
    page.wait_for_selector("dialog[open] [name=password]")
    page.fill("dialog[open] [name=password]", "Demo-duty-2026")
    page.press("dialog[open] [name=password]", "Enter")
    page.wait_for_selector('[data-freshness][data-state="live"]', timeout=10000)
    person.complaints[:] = [text for text in person.complaints if "401" not in text]


def test_a_part_that_follows_the_feed_is_fetched_again_at_most_once_a_second(place, visit):
    person = visit("duty")
    page = tab(person, "/timeline/")
    asked = []
    page.on("request", lambda request: "/timeline/" in request.url and asked.append(request.headers))
    before = page.locator("table.timeline tbody tr").first.get_attribute("id")
    place.tell("county", 20)
    until(
        lambda: page.locator("table.timeline tbody tr").first.get_attribute("id") not in (None, before),
        6,
        "it shows the news",
    )
    page.wait_for_timeout(1500)
    assert 1 <= len(asked) <= 3
    assert all(headers.get("x-background") == "1" for headers in asked)
