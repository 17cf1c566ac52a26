"""What was found around a place, in words: one telling for the drawer, the printed sheet and the export."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from command_center.areas import Area
from command_center.selectors.around import Around, Near
from core.templatetags.components import GRADE_WORDS, ROMAN, UNGRADED, UNIT_WORDS
from incidents.response.models import Status

TITLES: dict[str, Any] = {
    "teams": _lazy("Teams"),
    "shelter": _lazy("Shelters"),
    "warehouse": _lazy("Warehouses"),
    "hazard": _lazy("Hazard points"),
    "hospital": _lazy("Hospitals"),
    "school": _lazy("Schools"),
    "station": _lazy("Stations"),
    "incidents": _lazy("Incidents"),
}
LEVELS = {"high": _lazy("high risk"), "medium": _lazy("medium risk"), "low": _lazy("low risk")}
EMPTY = {"teams": _lazy("No team in this area. Widen the radius, or ask the level above for help.")}


def distance_words(metres: float) -> str:
    """`850 m` or `3.2 km`."""
    return f"{metres:.0f} m" if metres < 995 else f"{metres / 1000:.1f} km"


def area_words(area: Area) -> str:
    """What was asked: within how far of what."""
    where = area.title or f"{area.centre.y:.5f}, {area.centre.x:.5f}"
    far = distance_words(area.radius_m)
    if area.kind == "circle":
        return _("Within %(far)s of %(where)s") % {"far": far, "where": where}
    if area.kind == "line":
        return _("Within %(far)s along %(where)s") % {"far": far, "where": area.title or _("the line drawn")}
    if area.radius_m:
        return _("In the area drawn and %(far)s around it") % {"far": far}
    return _("In the area drawn")


def name_of(row: Any) -> str:
    """The name in the reader's language."""
    english = row.name_en if (get_language() or "").startswith("en") else ""
    return str(english or row.name)


def state_words(kind: str, row: Near) -> str:
    """The state of one thing, "" where it has none."""
    if kind == "teams":
        return str(UNIT_WORDS.get(row.state, row.state))
    if kind == "incidents":
        return str(dict(Status.choices).get(row.state, row.state))
    return str(row.facts.get("state_words", ""))


def detail_words(kind: str, row: Near) -> str:
    """The few facts that decide: strength and abilities, beds, free places, goods, who is threatened."""
    return " · ".join(part for part in _DETAILS.get(kind, _no_details)(row) if part)


def _team(row: Near) -> Iterator[str]:
    facts = row.facts
    if facts.get("strength"):
        yield ngettext("%(n)s person", "%(n)s persons", facts["strength"]) % {"n": facts["strength"]}
    english = (get_language() or "").startswith("en")
    able = [(name_en if english else name) or name for name, name_en in facts.get("capabilities", ())]
    yield pgettext("list", ", ").join(able)


def _shelter(row: Near) -> Iterator[str]:
    facts = row.facts
    if facts.get("free") is not None:
        yield _("%(n)s places free") % {"n": facts["free"]}
    if facts.get("capacity") is not None:
        yield _("holds %(n)s") % {"n": facts["capacity"]}


def _warehouse(row: Near) -> Iterator[str]:
    stock = row.facts.get("stock")
    if stock is not None:
        yield pgettext("list", ", ").join(stock) if stock else _("nothing on hand")
    else:
        yield _("no figures of stock")


def _hazard(row: Near) -> Iterator[str]:
    level = str(row.facts.get("level") or "")
    yield str(LEVELS.get(level, level))
    if row.facts.get("threatens") is not None:
        count = row.facts["threatens"]
        yield ngettext("threatens %(n)s person", "threatens %(n)s persons", count) % {"n": count}


def _hospital(row: Near) -> Iterator[str]:
    if row.facts.get("beds") is not None:
        yield ngettext("%(n)s bed", "%(n)s beds", row.facts["beds"]) % {"n": row.facts["beds"]}


def _incident(row: Near) -> Iterator[str]:
    grade = row.facts.get("grade")
    yield f"{ROMAN[grade]} {GRADE_WORDS[grade]}" if grade in ROMAN else str(UNGRADED)
    yield str(row.facts.get("number", ""))


def _no_details(_row: Near) -> Iterator[str]:
    yield ""


_DETAILS = {
    "teams": _team,
    "shelter": _shelter,
    "warehouse": _warehouse,
    "hazard": _hazard,
    "hospital": _hospital,
    "incidents": _incident,
}


def told(found: Around) -> dict[str, Any]:
    """Everything the drawer and the sheet show."""
    return {
        "area": found.area,
        "title": area_words(found.area),
        "read_at": found.read_at,
        "people": found.people,
        "villages": found.villages,
        "sections": [
            {
                "kind": section.kind,
                "title": TITLES[section.kind],
                "count": section.count,
                "hidden": section.count - len(section.rows),
                "may_see": section.may_see,
                "empty": EMPTY.get(section.kind, _("None in this area.")),
                "rows": [
                    {
                        "row": row,
                        "name": name_of(row),
                        "distance": distance_words(row.distance_m),
                        "state": state_words(section.kind, row),
                        "details": detail_words(section.kind, row),
                    }
                    for row in section.rows
                ],
            }
            for section in found.sections
        ],
    }


def table(found: Around) -> Iterator[list[object]]:
    """Lines of the export, after `HEADINGS`."""
    for section in found.sections:
        for row in section.rows:
            yield [
                str(TITLES[section.kind]),
                name_of(row),
                round(row.distance_m),
                state_words(section.kind, row),
                detail_words(section.kind, row),
                row.phone,
                f"{timezone.localtime(row.at):%Y-%m-%d %H:%M}" if row.at else "",
                f"{row.point[0]:.6f}",
                f"{row.point[1]:.6f}",
            ]
    for village in found.villages:
        inside = "" if village.inside is None else village.inside
        share = _("%(n)s %% of its area, by the population entered for it") % {"n": round(village.share * 100)}
        lived = "" if inside == "" else ngettext("%(n)s person", "%(n)s persons", int(inside)) % {"n": inside}
        read = f"{timezone.localtime(found.read_at):%Y-%m-%d %H:%M}"
        yield [_("People living there"), name_of(village), "", lived, share, "", read, "", ""]


def headings() -> list[str]:
    """The first line of the export."""
    return [
        _("Kind"), _("Name"), _("Distance, m"), _("State"), _("Details"), _("Phone"), _("As of"), _("Longitude"), _("Latitude"),
    ]  # fmt: skip
