"""Chromium 90 is the oldest browser of the offices: what eslint and stylelint do not see of its limits is looked for here (R-H6)."""

import json
import re

import pytest

from tests.architecture.source import ROOT

SCRIPTS = {
    "Array.prototype.at, 92": r"\.at\(\s*-?\d",
    "AbortSignal.timeout, 103": r"AbortSignal\.(timeout|any)\b",
    "popover, 114": r"\b(show|hide|toggle)Popover\b|\.popover\b",
    "inert, 102": r"\.inert\b|[\"']inert[\"']",
    "Element.checkVisibility, 105": r"\bcheckVisibility\(",
    "URL.canParse, 120": r"\bURL\.canParse\(",
    "Element.moveBefore, 133": r"\bmoveBefore\(",
    "setHTML, parseHTMLUnsafe, 124": r"\b(setHTML|setHTMLUnsafe|parseHTMLUnsafe)\(",
    "the event scrollend, 114": r"[\"']scrollend[\"']",
    "view transitions, 111": r"\bstartViewTransition\b",
    "dialog.requestClose, 134": r"\.requestClose\(",
    "Intl.DurationFormat, 129": r"Intl\.DurationFormat",
    "Promise.try, 128": r"\bPromise\.try\(",
}
SHEETS = {
    "color-mix, 111": r"\bcolor-mix\(",
    "light-dark, 123": r"\blight-dark\(",
    "relative colours, 119": r"\b(rgb|hsl)a?\(\s*from\b",
    "oklch, oklab, lch, 111": r"\b(oklch|oklab|lch|lab)\(",
    "dvh, svh, lvh, 108": r"\d(d|s|l)v(h|w|min|max|b|i)\b",
    ":has, 105": r":has\(",
    "@layer, 99; @container, 105; @scope, 118; @starting-style, 117": r"@(layer|container|scope|starting-style)\b",
    "nesting, 112": r"(^|[\s{;}])&(?=[\s.:\[>+~])",
    "translate, scale, rotate as properties, 104": r"(?m)(^|[;{])\s*(translate|scale|rotate)\s*:",
    ":user-invalid, 119; :modal, 105; :popover-open, 114": r":(user-invalid|user-valid|modal|popover-open)\b",
    "scrollbar-gutter, 94": r"\bscrollbar-gutter\b",
    "subgrid, 117": r"\bsubgrid\b",
    "ranges of media queries, 104": r"@media[^{]*[<>]",
    "anchors, 125": r"\b(anchor-name|position-anchor)\b",
}
PAGES = {
    "inert, 102": r"<[a-z-]+[^>]*\sinert[\s>]",
    "popover, 114": r"\spopover(target)?[\s=>]",
    "search element, 118": r"<search\b",
    "commandfor, 135": r"\scommandfor=",
}
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)


def _used(folder, ending, forbidden):
    found = []
    for path in sorted((ROOT / folder).rglob(f"*{ending}")):
        text = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), path.read_text("utf-8"))
        found += [
            f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, hit.start()) + 1} {what}"
            for what, pattern in forbidden.items()
            for hit in re.finditer(pattern, text)
        ]
    return found


@pytest.mark.parametrize(
    ("folder", "ending", "forbidden"),
    [("static", ".js", SCRIPTS), ("templates", ".js", SCRIPTS), ("static", ".css", SHEETS), ("templates", ".html", PAGES)],
)  # fmt: skip
def test_nothing_is_used_that_chromium_90_lacks(folder, ending, forbidden):
    assert _used(folder, ending, forbidden) == []


@pytest.mark.parametrize(
    ("sample", "forbidden"),
    [
        ("list.at(-1)", SCRIPTS),
        ("fetch(url, { signal: AbortSignal.timeout(5) })", SCRIPTS),
        (".a { color: color-mix(in srgb, red, blue); }", SHEETS),
        (".a { height: 100dvh; }", SHEETS),
        (".a {\n  &:hover { color: red; }\n}", SHEETS),
        (".a { scale: 2; }", SHEETS),
        ('<div class="a" inert>', PAGES),
    ],
)
def test_the_list_knows_what_it_forbids(sample, forbidden):
    assert any(re.search(pattern, sample) for pattern in forbidden.values())


def test_the_linters_are_told_of_the_same_browser():
    asked = json.loads((ROOT / "package.json").read_text())["browserslist"]
    sheets = json.loads((ROOT / ".stylelintrc.json").read_text())["rules"]["plugin/no-unsupported-browser-features"]
    assert asked == sheets[1]["browsers"] == ["chrome 90"]
    assert 'browsers: ["chrome 90"]' in (ROOT / "eslint.config.mjs").read_text()
