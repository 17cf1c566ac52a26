"""The command bar in a real browser, with a Chinese IME at work: nothing runs unseen, nothing runs twice, the caret
comes back (R-H2; ux §2.4)."""

import re

import pytest

from tests.faults.processes import until

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

FREE = "fetch('/api/v1/teams/?status=standby&page_size=200').then(a => a.json()).then(d => d.results.map(t => t.code))"
TEAM = (
    "code => fetch('/api/v1/teams/?page_size=200').then(a => a.json()).then(d => d.results.find(t => t.code === code))"
)


def _state(page, code):
    return page.evaluate(TEAM, code)["readiness"]


def _echo(page, state, words=""):
    page.wait_for_selector(f'#command-echo[data-state="{state}"]')
    page.wait_for_function("words => document.getElementById('command-echo').textContent.includes(words)", arg=words)
    return page.inner_text("#command-echo")


def _compose(page, text):
    """Type as an IME does: a composition, an Enter that belongs to it, then the characters."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("Input.imeSetComposition", {"text": "pai", "selectionStart": 3, "selectionEnd": 3})
    page.evaluate(
        """() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
        {key: "Process", code: "Enter", keyCode: 229, isComposing: true, bubbles: true, cancelable: true}))"""
    )
    cdp.send("Input.insertText", {"text": text})
    cdp.detach()


def test_a_duty_officer_works_two_teams_from_the_bar_without_leaving_the_call(visit):
    visitor = visit("duty", "zh", (1366, 768))
    page = visitor.open("/duty/")
    page.wait_for_selector("#command-bar[data-ready]", state="attached")
    page.keyboard.press("F2")
    page.wait_for_selector("[data-intake] textarea[name=description]")
    call = page.locator("[data-intake] textarea[name=description]").first
    call.click()
    page.keyboard.insert_text("老人被困")
    page.keyboard.press("ArrowLeft")
    first, second = page.evaluate(FREE)[:2]

    page.keyboard.press("Control+k")
    page.wait_for_selector("#command-input:focus")
    _compose(page, f"派　4　{first}、{second}")
    text = _echo(page, "ready", first)
    assert "4号" in text and second in text
    assert _state(page, first) == "standby", "the Enter of the IME ran the line"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_selector("#command-bar[hidden]", state="attached")
    assert page.evaluate("[document.activeElement.name, document.activeElement.selectionStart]") == ["description", 3]
    assert [_state(page, code) for code in (first, second)] == ["committed", "committed"]
    page.locator(".toast-card .btn-primary", has_text=re.compile("撤销")).click()
    until(lambda: [_state(page, code) for code in (first, second)] == ["standby", "standby"], 10, "orders undone")

    page.keyboard.press("Control+k")
    page.keyboard.press("ArrowUp")
    assert "派" in page.input_value("#command-input")
    _echo(page, "ready", first)
    page.keyboard.press("Enter")
    page.wait_for_selector("#command-bar[hidden]", state="attached")
    page.keyboard.press("F8")
    assert page.input_value("#command-input") == "状 "
    page.keyboard.insert_text(f"{first} 到")
    _echo(page, "ready", "到场")
    page.keyboard.press("Enter")
    page.wait_for_selector("#command-bar[hidden]", state="attached")
    page.keyboard.press("Control+k")
    page.keyboard.insert_text("记4水位上涨30cm，仍在涨")
    _echo(page, "ready", "水位上涨30cm，仍在涨")
    page.keyboard.press("Enter")
    page.wait_for_selector("#command-bar[hidden]", state="attached")
    page.locator(".toast-card .btn-primary", has_text=re.compile("撤销")).last.click()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.toast-card')].some(c => c.textContent.includes('划去'))"
    )

    page.keyboard.press("Control+k")
    page.keyboard.insert_text("派 4 消")
    _echo(page, "choose", "消")
    page.keyboard.press("Enter")
    page.wait_for_selector('#command-choices [aria-selected="true"]')
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_selector("#command-bar[hidden]", state="attached")


def test_search_by_pinyin_keys_of_ones_own_and_the_bar_on_a_phone_in_english(visit):
    visitor = visit("duty", "zh", (1366, 768))
    page = visitor.open("/incidents/")
    page.wait_for_selector("#command-bar[data-ready]", state="attached")
    page.fill("#frame-q", "bhcsthp")
    page.wait_for_selector("#frame-hits [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/incidents/\d+-\d+-0002/"))

    page = visitor.open("/duty/")
    page.wait_for_selector("[data-queue-part]")
    page.wait_for_selector("#command-bar[data-ready]", state="attached")
    page.locator("#main").focus()
    page.keyboard.press("?")
    row = page.locator("#keys-dialog dd", has_text="接办").first
    page.wait_for_selector("#keys-dialog .command-grammar")
    row.get_by_role("button").click()
    page.keyboard.press("s")
    mine = "fetch('/preferences/settings/keys/').then(a => a.json()).then(d => d.value?.remap?.['queue:A'] || '')"
    until(lambda: page.evaluate(mine) == "S", 10, "the key kept on the server")
    page.keyboard.press("Escape")
    page.evaluate("() => sessionStorage.clear()")
    page = visitor.open("/duty/")
    page.locator("#main").focus()
    page.keyboard.press("/")
    page.wait_for_selector("#command-input:focus")

    phone = visit("duty", "en", (390, 800))
    page = phone.open("/incidents/")
    page.wait_for_selector("#command-bar[data-ready]", state="attached")
    page.keyboard.press("Control+K")  # a phone's header has no room for the button
    page.fill("#command-input", "c Yushan")
    _echo(page, "refused", "warnings")
    page.fill("#command-input", "m 2")
    _echo(page, "go", "map")
    box = page.locator("#command-bar").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/map/\?"))
    card = phone.open("/help/keys/").inner_text("main")
    assert "Order teams to an incident" in card and "Ctrl+K" in card
    page.evaluate(
        """() => fetch('/preferences/settings/keys/', {method: 'PUT', headers: {'Content-Type': 'application/json',
        'X-CSRFToken': JSON.parse(document.body.getAttribute('hx-headers'))['X-CSRFToken']}, body: '{"value": null}'})"""
    )
