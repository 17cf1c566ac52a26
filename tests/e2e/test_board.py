"""The dispatch board by keyboard alone: choose, ask what if, order, undo, and never by accident (R-C3)."""

import json

import pytest

pytestmark = pytest.mark.e2e


def call(page, path, body):
    """A call to the API from inside the page, as the signed-in person."""
    script = """async ([path, body]) => {
        const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
        const headers = {"Content-Type": "application/json", "X-CSRFToken": token};
        const answer = await fetch(path, {method: "POST", headers, body});
        return [answer.status, await answer.text()];
    }"""
    status, text = page.evaluate(script, [path, json.dumps(body)])
    assert status < 300, text
    return json.loads(text)


def open_incident(page, title):
    """A reported and verified flood, with coordinates, in the county of the demo."""
    place = page.evaluate(
        "async () => (await (await fetch('/api/v1/teams/?capability=water&status=standby')).json()).results[0]"
    )
    report = call(
        page,
        "/api/v1/reports/",
        {
            "event_type": "10101",
            "title": title,
            "description": title,
            "occurred_at": page.evaluate("new Date().toISOString()"),
            "location": place["base"] or place["position"],
            "jurisdiction": place["jurisdiction"]["code"],
            "source": "county_staff",
        },
    )
    return call(page, f"/api/v1/reports/{report['id']}/verify/", {"incident": None})["incident"]["number"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_teams_are_ordered_and_taken_back_by_keyboard(visit, language):
    page = visit("duty", language, (1440, 900)).open("/dispatch/")
    number = open_incident(page, f"白石滩涨水 {language}")
    page.goto(page.url.split("?")[0] + f"?incident={number}")
    page.wait_for_selector(f"[data-teams-panel='{number}'] [data-digit='2']")
    page.locator("[data-teams-panel]").focus()
    send, echo = page.locator("[data-order-send]"), page.locator("[data-order-echo]")
    assert send.is_disabled()
    page.keyboard.press("1")
    page.keyboard.press("2")
    page.keyboard.press("2")
    name = page.locator("[data-digit='1']").get_attribute("data-team-name")
    assert name in echo.inner_text()
    page.locator("[data-simulate]").click()
    page.wait_for_selector(".coverage-table")

    page.locator("input[type=search][id^=find]").press("Enter")
    assert page.locator(f"[data-teams-panel] .dispatch-chip:has-text('{name}')").count() == 0

    page.locator("[data-teams-panel]").focus()
    page.keyboard.press("Enter")
    card = page.locator(f"[data-teams-panel] .dispatch-chip:has-text('{name}')")
    card.wait_for()
    page.locator(f".board-chips .dispatch-chip:has-text('{name}')").wait_for()
    page.locator("[data-toasts] .btn-primary").click()
    card.wait_for(state="detached")
    page.wait_for_selector(f"[data-digit][data-team-name='{name}']")


def test_a_recall_asks_why_and_the_incident_above_is_an_arrow_away(visit):
    page = visit("duty", "en", (1440, 900)).open("/dispatch/")
    first, second = open_incident(page, "一号堤涨水"), open_incident(page, "二号堤涨水")
    page.goto(page.url.split("?")[0] + f"?incident={first}")
    page.wait_for_selector(f"[data-teams-panel='{first}'] [data-digit='1']")
    page.locator("[data-teams-panel]").focus()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    card = page.locator("[data-teams-panel] .dispatch-chip").first
    card.wait_for()
    card.focus()
    page.keyboard.press("6")
    page.locator("#reason-dialog[open]").wait_for()
    page.keyboard.type("The water is falling")
    page.keyboard.press("Control+Enter")
    page.locator("[data-teams-panel] .dispatch-chip[data-status=recalled]").wait_for()
    page.locator(f"[data-board-incident='{first}']").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_selector(f"[data-teams-panel='{second}']")
    page.wait_for_selector(f"[data-board-incident='{second}'][aria-current]")
    assert page.locator("[data-board-incident][aria-current]").count() == 1


def test_a_call_for_help_takes_a_second_and_stays_until_noted(visit):
    page = visit("duty", "zh", (1440, 900)).open("/dispatch/")
    number = open_incident(page, "三号堤涨水")
    page.goto(page.url.split("?")[0] + f"?incident={number}")
    page.wait_for_selector(f"[data-teams-panel='{number}'] [data-digit='1']")
    page.locator("[data-teams-panel]").focus()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    chip = page.locator("[data-teams-panel] .dispatch-chip").first
    chip.wait_for()
    chip.focus()
    page.keyboard.down("0")
    page.wait_for_timeout(300)
    page.keyboard.up("0")
    page.wait_for_timeout(900)
    assert page.locator(".mayday-banner").count() == 0
    page.locator("[data-teams-panel] .dispatch-chip").first.focus()
    page.keyboard.down("0")
    page.wait_for_timeout(1300)
    page.keyboard.up("0")
    page.locator(".mayday-banner").wait_for()
    page.locator("[data-units-all] summary").click()
    page.wait_for_selector(".unit-group .candidate")
    page.locator(".mayday-banner .btn-danger").click()
    page.locator(".mayday-banner").wait_for(state="detached")
