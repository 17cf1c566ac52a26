"""WCAG 2.2 AA on every screen, in both languages and themes, on the wall and on a drill site (R-H6)."""

import contextlib
import io
import itertools
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from tests.access.routes import routes
from tests.e2e.conftest import LANGUAGES
from tests.e2e.screens import GROUND, HEIGHTS, NO_SCREENS, SCREENS

pytestmark = pytest.mark.e2e
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
# Where markers lie is for the ground to say: places near each other overlap (WCAG 2.5.8, essential).
RUN = """async (rules) => {
  const only = rules.length > 1 ? { type: 'tag', values: rules } : { type: 'rule', values: rules };
  const found = await axe.run({ exclude: [['.leaflet-map-pane']] },
    { runOnly: only, resultTypes: ['violations'], elementRef: false, ancestry: false });
  return found.violations.map((one) => `${one.id} ${one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')}`
    + ` ${one.nodes[0].any.map((check) => check.message).slice(0, 1)}`);
}"""
WEAR = """(theme) => { if (document.documentElement.dataset.surface !== 'wall') document.documentElement.dataset.bsTheme = theme; }"""


def test_every_page_is_in_the_list_of_screens():
    """A new page is added to tests/e2e/screens.py: as a screen, or as what nobody looks at by itself."""
    screens = {screen.route for screen in SCREENS}
    known = {route.name for route in routes() if not route.name.startswith("api:")}
    assert screens | NO_SCREENS == known
    assert screens & NO_SCREENS == set()


@cache
def axe():
    """The library's text."""
    return Path(settings.ROOT, "node_modules/axe-core/axe.min.js").read_text("utf-8")


@pytest.fixture(scope="module")
def things(platform):
    """One of each thing the addresses name."""
    return platform.python(GROUND)


class Reader:
    """One browser context in one language; people take turns in it."""

    def __init__(self, platform, browser, language, web="web"):
        self.platform, self.web = platform, web
        locale, self.code = LANGUAGES[language]
        self.context = browser.new_context(locale=locale, reduced_motion="reduce")
        self.context.add_init_script(axe())
        self.page = self.context.new_page()
        self.kept = {}

    def become(self, who):
        """Sign in, once per person, and read in this reader's language."""
        self.context.clear_cookies()
        if who in self.kept:
            self.context.add_cookies(self.kept[who])
            return
        self.page.goto(self.platform.url("/login/", self.web))
        if who:
            self.page.fill("input[name=username]", who)
            self.page.fill("input[name=password]", f"Demo-{who}-2026")
            self.page.press("input[name=password]", "Enter")
            self.page.wait_for_url(lambda url: "/login/" not in url)
        form = {"language": self.code, "next": "/login/"}
        self.page.evaluate(
            """async (form) => {
              const body = new FormData();
              for (const [key, value] of Object.entries(form)) body.append(key, value);
              const token = JSON.parse(document.body.getAttribute('hx-headers'))['X-CSRFToken'];
              await fetch('/preferences/', { method: 'POST', body, headers: { 'X-CSRFToken': token } });
            }""",
            form,
        )
        self.kept[who] = self.context.cookies()

    def faults(self, screen, things, width):
        """What axe finds on one screen: everything in light, what depends on colours in dark as well."""
        self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        path = screen.path(things)
        answer = self.page.goto(self.platform.url(path, self.web), wait_until="load")
        assert answer.status == 200, (path, answer.status)
        if self.page.locator("#map").count():
            self.page.wait_for_selector("#map[data-ready]", timeout=20000)
        found = {}
        for theme, rules in (("light", RULES), ("dark", ["color-contrast"])):
            self.page.evaluate(WEAR, theme)
            found[theme] = self.page.evaluate(RUN, rules)
        return {f"{path} {width} {theme}: {fault}" for theme, faults in found.items() for fault in faults}


def _walk(reader, things, screens, turn):
    faults = set()
    for who in dict.fromkeys(screen.who for screen in screens):
        reader.become(who)
        for screen in (one for one in screens if one.who == who):
            faults |= reader.faults(screen, things, screen.widths[turn])
    return sorted(f"{reader.code} {fault}" for fault in faults)


@pytest.mark.parametrize(("language", "turn"), [("zh", 0), ("en", -1)])
def test_no_screen_has_a_fault_of_accessibility(platform, chromium, things, language, turn):
    reader = Reader(platform, chromium, language)
    with contextlib.closing(reader.context):
        assert _walk(reader, things, SCREENS, turn) == []


REFLOWED = ("duty", "response:page", "reports:field-new", "shelters:door", "reserves:list", "reserves:issue")
SPACED = """() => {
  const rules = document.styleSheets[document.styleSheets.length - 1];
  rules.insertRule('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }');
  rules.insertRule('p { margin-bottom: 2em !important; }');
}"""
LARGE = "() => document.documentElement.setAttribute('data-large-type', '')"
CUT = """() => {
  const root = document.documentElement;
  const wide = root.scrollWidth - root.clientWidth;
  const cut = [...document.querySelectorAll('button, .btn, .chip, label, h1, h2, h3, legend, th')].filter((one) => {
    const style = getComputedStyle(one);
    const hides = style.overflowX === 'hidden' && style.textOverflow !== 'ellipsis' && one.clientWidth > 4;
    return one.getClientRects().length && hides && one.scrollWidth > one.clientWidth + 2;
  });
  return [...(wide > 0 ? [`${wide} px too wide`] : []), ...cut.map((one) => `cut: ${one.className} ${one.textContent.trim().slice(0, 30)}`)];
}"""


def test_large_and_spaced_text_reflows_at_twice_the_size_and_at_320_pixels(platform, chromium, things):
    """1.4.4, 1.4.10, 1.4.12: 683 px is a desk of 1366 at 200 %, 320 px the narrowest there is."""
    reader, wrong = Reader(platform, chromium, "en"), []
    screens = [one for one in SCREENS if one.route in REFLOWED]
    with contextlib.closing(reader.context):
        for screen in sorted(screens, key=lambda one: one.who):
            reader.become(screen.who)
            for width in (683, 320):
                reader.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
                reader.page.goto(platform.url(screen.path(things)), wait_until="load")
                for what, change in (
                    ("plain", "() => 0"),
                    ("spaced", SPACED),
                    *([("large", LARGE)] if width > 320 else []),
                ):
                    reader.page.evaluate(change)
                    wrong += [f"{screen.route} {width} {what}: {fault}" for fault in reader.page.evaluate(CUT)]
    assert wrong == []


VISIONS = ("achromatopsia", "deuteranopia", "protanopia")


def _seen(page, number):
    """The sign of a grade with its numeral as grey dots, as an eye of the emulated kind sees it."""
    box = page.locator(f".severity.sev-{number} svg").first.bounding_box()
    clip = {**box, "width": 2 * box["width"]}
    with Image.open(io.BytesIO(page.screenshot(clip=clip))) as picture:
        return list(picture.convert("L").resize((24, 24)).getdata())


def test_grades_differ_in_shape_for_every_eye(platform, chromium):
    """Any two signs differ by more than a tenth of their dots in grey and for two kinds of colour blindness."""
    reader = Reader(platform, chromium, "zh")
    with contextlib.closing(reader.context):
        reader.become("commander")
        page = reader.page
        page.goto(platform.url("/wall/county/test"))
        eye = reader.context.new_cdp_session(page)
        alike = []
        for vision in VISIONS:
            eye.send("Emulation.setEmulatedVisionDeficiency", {"type": vision})
            signs = {number: _seen(page, number) for number in (1, 2, 3, 4)}
            for one, other in itertools.combinations(signs, 2):
                apart = sum(abs(a - b) > 40 for a, b in zip(signs[one], signs[other], strict=True)) / 576
                if apart < 0.1:
                    alike.append((vision, one, other, apart))
        assert alike == []


DRILLED = {
    "duty",
    "map",
    "wall",
    "response:page",
    "dispatch:board",
    "reports:field-new",
    "shelters:door",
    "reserves:list",
}


def test_a_drill_site_has_none_either(platform, chromium, things):
    platform.sql("INSERT INTO command_center_ground (id, is_drill, since) VALUES (1, true, now())")
    try:
        platform.start_web("drill", DRILL="true")
        reader = Reader(platform, chromium, "zh", "drill")
        with contextlib.closing(reader.context):
            assert _walk(reader, things, [one for one in SCREENS if one.route in DRILLED], 0) == []
            assert reader.page.locator(".band-drill").count() == 1
    finally:
        platform.kill("drill")
        platform.sql("DELETE FROM command_center_ground")
