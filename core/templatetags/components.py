"""Template tags of the shared components: badges, chips, ages, timers, empty states, keys, and bilingual names."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from leaflet import app_settings as leaflet_settings

register = template.Library()

ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
GRADE_WORDS = {
    1: pgettext_lazy("grade", "Extremely serious"),
    2: pgettext_lazy("grade", "Serious"),
    3: pgettext_lazy("grade", "Fairly serious"),
    4: pgettext_lazy("grade", "Ordinary"),
}
UNGRADED = pgettext_lazy("grade", "Not graded")

# A team's readiness, or the status of its assignment: one list of words for every screen.
UNIT_WORDS = {
    "standby": _("Standby"),
    "committed": _("Committed"),
    "resting": _("Resting"),
    "unavailable": _("Unavailable"),
    "ordered": _("Ordered"),
    "acknowledged": _("Acknowledged"),
    "en_route": _("En route"),
    "on_scene": _("On scene"),
    "returning": _("Returning"),
    "ended": _("Ended"),
    "declined": _("Declined"),
    "recalled": _("Recalled"),
    "undone": _("Undone"),
}


@register.inclusion_tag("components/severity.html")
def severity(grade: int | str | None, style: str = "") -> dict[str, Any]:
    """A grade as shape, colour, roman numeral and word; `style`: "" or "solid" (filled) or "short" (without the word)."""
    level = int(grade) if grade and str(grade).isdigit() and int(grade) in ROMAN else 0
    return {"level": level, "roman": ROMAN.get(level, ""), "word": GRADE_WORDS.get(level, UNGRADED), "style": style}


@register.inclusion_tag("components/unit_state.html")
def unit_state(status: str, overdue: bool = False) -> dict[str, Any]:
    """A team's readiness or an assignment's status as glyph and word; overdue: not acknowledged in time."""
    known = str(status) in UNIT_WORDS
    return {
        "status": str(status) if known else "standby",
        "word": UNIT_WORDS.get(str(status), str(status)),
        "overdue": overdue,
    }


@register.inclusion_tag("components/age.html")
def age(moment: datetime | None) -> dict[str, Any]:
    """How long ago, kept current by times.js; the absolute time is in the title and after an hour in the text."""
    return {"moment": moment, "seconds": _seconds_since(moment), "today": _is_today(moment)}


def _seconds_since(moment: datetime | None) -> int | None:
    return None if moment is None else max(0, int((timezone.now() - moment).total_seconds()))


def _is_today(moment: datetime | None) -> bool:
    return moment is not None and timezone.localdate(moment) == timezone.localdate()


def _field(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


@register.inclusion_tag("components/timer.html")
def timer(deadline: Any, label: str = "") -> dict[str, Any]:
    """A bar that fills until a deadline is due, then shows the overrun; `deadline`: a Deadline or a mapping like it."""
    opened, due = _field(deadline, "opened_at"), _field(deadline, "due_at")
    closed = _field(deadline, "met_at") or _field(deadline, "cancelled_at")
    at = closed or timezone.now()
    warn = _field(deadline, "warn_at")
    total = max(1, int((due - opened).total_seconds())) if opened and due else 1
    spent = int((at - opened).total_seconds()) if opened else 0
    state = "late" if at > due else "warn" if warn and at >= warn and not closed else "met" if closed else "running"
    return {
        "label": label,
        "opened": opened,
        "due": due,
        "warn": warn,
        "closed": closed,
        "total": total,
        "spent": min(max(0, spent), total),
        "left": clock_words(abs(int((due - at).total_seconds()))),
        "state": state,
    }


def clock_words(seconds: int) -> str:
    """h:mm:ss, or mm:ss below an hour."""
    hours, rest = divmod(seconds, 3600)
    minutes, last = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{last:02}" if hours else f"{minutes:02}:{last:02}"


@register.inclusion_tag("components/empty_state.html")
def empty_state(text: str, action_url: str = "", action_label: str = "", key: str = "") -> dict[str, Any]:
    """What is not there, and the next thing to do."""
    return {"text": text, "action_url": action_url, "action_label": action_label, "key": key}


@register.simple_tag
def keycap(key: str) -> SafeString:
    """A key as it is printed on the keyboard."""
    return format_html('<kbd class="keycap">{}</kbd>', key)


@register.filter
def short_number(number: str) -> SafeString:
    """What an incident is called in one breath and in the command bar: the running part of its number, 990121-2026-0003 → 3."""
    last = str(number).rsplit("-", 1)[-1]
    said = str(int(last)) if last.isdecimal() else last
    return format_html('<span class="short-number" title="{}">{}</span>', _("Short number"), said)


@register.inclusion_tag("components/icon.html")
def icon(name: str, label: str = "") -> dict[str, Any]:
    """One drawing of the symbol sheet; with a label it is an image, without it decoration."""
    return {"name": name, "label": label}


@register.inclusion_tag("components/skeleton.html")
def skeleton(lines: int = 3) -> dict[str, Any]:
    """Grey lines while a part loads, shown after 300 ms."""
    return {"lines": range(lines)}


@register.inclusion_tag("components/log_entry.html")
def log_entry(entry: Any) -> dict[str, Any]:
    """One line of an incident's log; a struck one stays readable."""
    return {"entry": entry, "struck": getattr(entry, "struck_by", None)}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Mapping[str, Any], page: Any) -> dict[str, Any]:
    """Links to the other pages of a list, keeping the filters of the address."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "query": query.urlencode()}


@register.inclusion_tag("components/map_assets.html", takes_context=True)
def map_assets(context: Mapping[str, Any]) -> dict[str, Any]:
    """Leaflet, its style sheets and the map's configuration (django-leaflet's settings); once per page, in `scripts`."""
    lat, lon = leaflet_settings["DEFAULT_CENTER"]
    config = {
        "center": [lat, lon],
        "zoom": leaflet_settings["DEFAULT_ZOOM"],
        "min_zoom": leaflet_settings["MIN_ZOOM"],
        "max_zoom": leaflet_settings["MAX_ZOOM"],
        "url": settings.BASEMAP_URL,
        "labels_url": settings.BASEMAP_LABELS_URL,
        "attribution": settings.BASEMAP_ATTRIBUTION,
    }
    return {"nonce": getattr(context.get("request"), "csp_nonce", ""), "config": config}


@register.filter
def local_name(thing: Any) -> str:
    """The display name of reference data: English where there is one and the screen is English, else Chinese."""
    if thing is None:
        return ""
    english = _field(thing, "name_en") if (get_language() or "").startswith("en") else ""
    return english or _field(thing, "name") or str(thing)


@register.filter
def roman(grade: int | None) -> str:
    """I–IV, or a dash."""
    return ROMAN.get(grade or 0, "–")


@register.filter
def lookup(name: str, values: Mapping[str, Any]) -> Any:
    """The value of a name in a mapping; 0 when it has none."""
    return values.get(name, 0)


@register.filter
def figure(value: Any) -> str:
    """A number with thousands separators; unknown is a dash, never 0."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


@register.filter
def refusal_base(request: Any, code: int) -> str:
    """The frame of a refusal: none inside a fragment, one that asks the database nothing when the database is away."""
    if getattr(request, "htmx", False):
        return "components/bare.html"
    return "components/plain.html" if code == 503 else "base.html"
