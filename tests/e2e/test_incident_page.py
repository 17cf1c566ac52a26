"""The incident page by keyboard, seen live by somebody else, and never pulled from under somebody's hands."""

import pytest

from tests.e2e.conftest import until
from tests.e2e.test_screens import opens

pytestmark = pytest.mark.e2e


def panel(page, name):
    return page.locator(f"[data-panel-name={name}]")


def shows(page, name, words):
    return until(lambda: words in panel(page, name).inner_text() or None, seconds=8)


def at_rest(page):
    """Focus on the page itself, where single letters are keys."""
    page.evaluate("document.querySelector('[data-incident]').focus()")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_shift_on_one_incident_by_keyboard_is_seen_live_by_the_commander(platform, visit, language):
    number = opens(platform, f"键盘处置 {language}", grade=4)
    page = visit("duty", language, (1440, 900)).open(f"/incidents/{number}/")
    other = visit("commander", language, (1440, 900)).open(f"/incidents/{number}/")
    page.wait_for_selector("#incident-map[data-ready]")
    at_rest(page)

    page.keyboard.press("n")
    page.keyboard.type("水位上涨 30 厘米")
    page.keyboard.press("Control+Enter")
    assert shows(page, "log", "水位上涨 30 厘米") and shows(other, "log", "水位上涨 30 厘米")
    assert page.input_value("[data-note-text]") == ""

    page.locator("[data-correct]").first.click()
    page.keyboard.type("水位上涨 13 厘米")
    page.keyboard.press("Control+Enter")
    other.wait_for_selector(".log-entry.is-struck")
    assert "水位上涨 30 厘米" in other.locator(".log-entry.is-struck").inner_text()

    at_rest(page)
    page.keyboard.press("l")
    page.check("input[name=grade][value='2']")
    page.fill("[data-grade-menu] input[name=reason]", "人员密集")
    page.keyboard.press("Control+Enter")
    other.wait_for_selector("[data-panel-name=head] .sev-2")

    at_rest(page)
    page.keyboard.press("f")
    page.fill("input[name=deaths]", "2")
    page.fill("input[name=source]", "县公安局")
    page.keyboard.press("Control+Enter")
    assert shows(other, "figures", "县公安局")

    at_rest(page)
    page.keyboard.press("x")
    page.wait_for_selector("#reason-dialog[open]")
    page.keyboard.type("险情解除")
    page.keyboard.press("Control+Enter")
    assert shows(page, "head", "险情解除") and shows(other, "head", "险情解除")


def test_what_is_being_typed_survives_what_others_do(platform, visit):
    number = opens(platform, "边写边变", grade=4)
    page = visit("duty", "zh", (1440, 900)).open(f"/incidents/{number}/")
    page.wait_for_selector("#incident-map[data-ready]")
    at_rest(page)
    page.keyboard.press("l")
    page.fill("[data-grade-menu] input[name=reason]", "写到一半")
    other = visit("commander", "zh").open(f"/incidents/{number}/")
    other.wait_for_selector("[data-step=H]")
    other.locator("[data-step=H]").click()
    assert shows(other, "head", "处置中")
    page.wait_for_timeout(2500)
    assert page.input_value("[data-grade-menu] input[name=reason]") == "写到一半"


def test_the_page_prints_and_fits_a_phone(platform, visit):
    number = opens(platform, "小屏")
    page = visit("duty", "zh", (390, 800)).open(f"/incidents/{number}/")
    page.wait_for_selector("#incident-map[data-ready]")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    page.emulate_media(media="print")
    assert not page.locator(".incident-actions").is_visible() and panel(page, "figures").is_visible()
