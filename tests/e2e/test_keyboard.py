"""Without a mouse: everything is reached, seen where it has the focus, and the focus is never lost (R-H6)."""

import pytest

from tests.e2e.screens import GROUND, HEIGHTS, SCREENS

pytestmark = pytest.mark.e2e
WALKED = {  # who walks it comes from the list of screens; the map's pane has a list twin for the keyboard
    "duty": 1366,
    "reports:field-new": 390,
    "reports:field-full": 390,
    "reserves:issue": 390,
}
# What a pointer may use is to be reached by Tab, once per group of radios and per toolbar or list with arrows of its own.
ACTIONS = """() => {
  const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const groups = new Set();
  let number = 0;
  for (const one of document.querySelectorAll(all)) {
    if (one.disabled || one.closest('.leaflet-container, dialog:not([open])') || one.tabIndex < 0) continue;
    const folded = one.closest('details:not([open])');
    if (folded && !(one.tagName === 'SUMMARY' && one.parentElement === folded && !folded.parentElement.closest('details:not([open])'))) continue;
    if (!one.getClientRects().length || getComputedStyle(one).visibility === 'hidden') continue;
    if (one.type === 'radio') { if (groups.has(one.name)) continue; groups.add(one.name); }
    one.dataset.walk = ++number;
  }
  return number;
}"""
HERE = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return { lost: true };
  const shown = one.matches('input[type=radio], input[type=checkbox], input[type=file]')
    ? one.labels?.[0] ?? one : one;
  const box = shown.getBoundingClientRect();
  const style = getComputedStyle(one);
  const label = getComputedStyle(shown);
  const marked = [style, label].some((s) => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none');
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const covered = [0.25, 0.5, 0.75].every((part) => {
    const top = document.elementFromPoint(x, box.top + box.height * part);
    return !top || !(one.contains(top) || shown.contains(top) || top.contains(one));
  });
  const radio = one.type === 'radio' && document.querySelector(`input[type=radio][name="${one.name}"][data-walk]`);
  return {
    walk: one.dataset.walk ?? (radio ? radio.dataset.walk : null), marked, covered,
    inline: label.display === 'inline' && !shown.matches('input'), wide: box.width, high: box.height,
    name: `${one.tagName.toLowerCase()}.${String(one.className).split(' ')[0]} ${(one.textContent || one.name || '').trim().slice(0, 30)}`,
    frame: !!one.closest('header, .band, .skip-link, .leaflet-container'),
  };
}"""
TOUCHED = """(wanted) => [...document.querySelectorAll('[data-walk]')].filter((one) => wanted.includes(one.dataset.walk))
  .map((one) => `${one.tagName} ${one.className} ${one.name ?? ''} ${one.textContent.trim().slice(0, 40)}`)"""


@pytest.fixture(scope="module")
def things(platform):
    """One of each thing the addresses name."""
    return platform.python(GROUND)


def _walk(page, least):
    """Tab through the page: what was reached, and what was wrong on the way."""
    total, reached, wrong, rounds = page.evaluate(ACTIONS), set(), [], 0
    for _press in range(2 * total + 150):
        page.keyboard.press("Tab")
        at = page.evaluate(HERE)
        if at.get("lost"):  # the end of the page: the browser's own bars come next
            rounds += 1
            if rounds == 2:
                break
            continue
        if at["walk"] in reached:
            continue
        reached.add(at["walk"])
        if not at["marked"]:
            wrong.append(f"no focus to be seen: {at['name']}")
        if at["covered"] and not at["frame"]:
            wrong.append(f"covered: {at['name']}")
        if least and not at["inline"] and not at["frame"] and min(at["wide"], at["high"]) < least - 0.5:
            wrong.append(f"{at['wide']:.0f} x {at['high']:.0f}: {at['name']}")
    missed = [str(number) for number in range(1, total + 1) if str(number) not in reached]
    return wrong + [f"not reached: {one}" for one in page.evaluate(TOUCHED, missed)]


@pytest.mark.parametrize("route", WALKED)
def test_everything_is_reached_and_seen_by_tab_alone(visit, things, route):
    screen, width = next(one for one in SCREENS if one.route == route), WALKED[route]
    person = visit(screen.who, "zh", (width, HEIGHTS[width]))
    page = person.open(screen.path(things))
    page.wait_for_load_state("networkidle")
    assert _walk(page, 44 if width == 390 else 0) == []  # on the desk axe measures, with the room around


def test_the_skip_link_a_dialog_and_a_swap_keep_the_focus(visit):
    person = visit("duty")
    page = person.open("/duty/")
    page.wait_for_selector("[data-queue] .queue-row")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.skip-link')")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    opener = page.locator(".frame-logo")
    opener.focus()
    page.keyboard.press("?")
    page.wait_for_selector("#keys-dialog[open]")
    for _press in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.frame-logo')")

    swapped = page.evaluate(
        """() => [...document.querySelectorAll('[hx-get][data-live]')].filter((one) => one.getClientRects().length)
          .map((one) => { const inside = one.querySelector('a[href], button:not([disabled]), input, select');
            if (!inside || !inside.getClientRects().length) return null; one.dataset.swap = '1'; return one.id; })
          .filter((id) => id)"""
    )
    assert swapped
    for identity in swapped:
        panel = page.locator(f"[id='{identity}']")
        panel.locator("a[href]:visible, button:enabled:visible, input:visible, select:visible").first.focus()
        with page.expect_response(lambda answer: answer.request.headers.get("hx-request") == "true"):
            panel.evaluate("(one) => htmx.trigger(one, 'refresh')")
        page.wait_for_timeout(150)
        assert page.evaluate("document.activeElement !== document.body"), identity
