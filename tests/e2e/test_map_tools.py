"""The live map by hand and by keyboard: around, drawing seen on two screens at once, measuring, the past, the list twin."""

import re

import pytest

pytestmark = pytest.mark.e2e
READY = "[data-map-page][data-ready]"


def corner(page, x, y):
    """Press the map at a point given as shares of its size."""
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * y)


def test_what_one_draws_the_other_sees_and_the_past_shows_that_it_was_not_there(visit):
    page = visit("duty", "zh", (1366, 768)).open("/map/")
    other = visit("leader", "en", (1366, 768)).open("/map/?layers=plots,incidents&c=30.9,103.6&z=12")
    for screen in (page, other):
        screen.wait_for_selector(READY)
    other.wait_for_selector("[data-freshness][data-state=live]")

    page.locator("#map").focus()
    page.keyboard.press("d")
    page.locator("[data-kind=danger]").click()
    for x, y in ((0.3, 0.4), (0.45, 0.4), (0.45, 0.6)):
        corner(page, x, y)
    page.locator("#drawer-draw .map-field input").first.fill("石桥溃口")
    page.locator("#drawer-draw .btn-primary").click()
    page.locator(".plot-caption span", has_text="石桥溃口").wait_for()
    other.locator(".plot-caption span", has_text="石桥溃口").wait_for(state="attached", timeout=5000)
    other.locator(".twin-row", has_text="石桥溃口").wait_for()

    # Without a mouse and without dragging: coordinates are typed.
    page.locator("#map").focus()
    page.keyboard.press("d")
    page.locator("[data-kind=closure]").press("Enter")
    page.locator("#drawer-draw summary").press("Enter")
    page.locator(".plot-coordinates").fill("30.90, 103.60\n30°54′36″N 103°37′12″E")
    page.locator("#drawer-draw .btn-primary").press("Enter")
    other.locator("path.plot-closure").wait_for(state="attached", timeout=5000)

    page.locator("#map").focus()
    page.keyboard.press("t")
    page.locator("body.is-past .past-band").wait_for()
    assert "回放" in page.locator(".past-words").inner_text()
    page.locator(".past-log li", has_text="石桥溃口").first.wait_for()
    page.locator(".replay-range").evaluate(
        "(range) => { range.value = Number(range.max) - 3600000; range.dispatchEvent(new Event('input')); }"
    )
    page.locator(".plot-caption span", has_text="石桥溃口").wait_for(state="detached")
    page.locator(".replay-live").click()
    page.locator(".plot-caption span", has_text="石桥溃口").wait_for()
    assert page.locator("body.is-past").count() == 0

    # Struck with a reason by the other, gone here.
    other.locator(".twin-row", has_text="石桥溃口").press("Enter")
    other.locator(".card-actions button", has_text="Strike").click()
    other.locator("#reason-dialog[open] #reason-input").fill("water fell")
    other.keyboard.press("Control+Enter")
    page.locator(".plot-caption span", has_text="石桥溃口").wait_for(state="detached", timeout=5000)


def test_around_measure_layers_and_list_by_keyboard(visit):
    visitor = visit("duty", "en", (1366, 768))
    page = visitor.open("/map/")
    page.wait_for_selector(READY)
    page.locator("#map").focus()
    page.keyboard.press("q")
    page.keyboard.press("Space")  # the middle of the map
    page.locator("#drawer-around [data-around=teams]").wait_for()
    teams = page.locator("[data-around=teams] .around-list li")
    near = teams.count()
    page.locator("#drawer-around button", has_text=re.compile(r"^20 km$")).press("Enter")
    page.locator("[data-around-title]", has_text="20.0 km").wait_for()
    assert teams.count() > near
    sheet = page.locator("#drawer-around a", has_text="Sheet to print").get_attribute("href")

    page.locator("#map").focus()
    page.keyboard.press("m")
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)  # the map glides under the keys
    page.keyboard.press("Space")
    assert re.match(r"[\d.]+ k?m", page.locator(".tip-words").inner_text())
    page.keyboard.press("Escape")
    assert page.locator("[data-map-tip]").is_hidden()

    page.locator("[data-layer=hazard] .layer-eye").press("Enter")
    page.locator(".mark-hazard, .cluster").first.wait_for()
    page.wait_for_function("() => document.querySelector('[data-layer=hazard] .layer-count').textContent > 0")
    page.locator("[data-drawer-tab=list]").press("Enter")
    find = page.locator("[data-map-list] input")
    find.fill("incident")
    rows = page.locator(".twin-row")
    page.wait_for_function("() => document.querySelectorAll('.twin-row').length < 12")
    rows.first.press("Enter")
    page.locator(".map-card").wait_for()
    page.wait_for_function("() => location.search.includes('sel=incident')")
    shared = page.url
    page.goto(shared)
    page.wait_for_selector(READY)
    page.locator(".map-card").wait_for()  # the address brings the same selection and layers back
    assert page.locator("[data-layer=hazard] .layer-eye").get_attribute("aria-pressed") == "true"

    page.goto(visitor.site.url(sheet))
    page.wait_for_selector("#map[data-ready]")
    assert page.locator(".around-sheet .sheet-sums tr").count() >= 9
