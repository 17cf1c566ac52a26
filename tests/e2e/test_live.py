"""The browser's end of the live feed, in a real Chromium: one socket per browser, nothing lost, freshness said (R-C6)."""

import pytest

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


def test_tabs_share_one_socket_and_the_next_takes_over_without_a_gap(place, visit):
    person = visit("duty")
    person.page.close()
    first, second = tab(person), tab(person)
    assert [page.evaluate("window.sockets") for page in (first, second)] == [1, 0]
    told = place.tell("county", 3)
    until(lambda: heard(first) == told and heard(second) == told, 5, "both tabs hear")
    first.close()
    told += place.tell("county", 3)
    until(lambda: heard(second) == told, 8, "the second tab has taken over and heard all")
    assert second.evaluate("window.sockets") == 1


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
    page.click("[data-freshness-strip] [data-part=retry]")
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
