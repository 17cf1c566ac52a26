"""Places by what people type: a village's name, its pinyin initials, or a named place on the map (R-B1)."""

from dataclasses import dataclass
from functools import lru_cache

from django.contrib.gis.geos import Point
from django.db.models import Q

from core.geo import gcj02_to_wgs84, parse_coordinates
from core.pinyin import initials
from core.text import half_width
from organizations import access
from organizations.access import Actor
from organizations.models import Jurisdiction
from organizations.roles import Permission
from resources.places.models import Place

SHOWN = 10
VILLAGES = 600
_initials = lru_cache(maxsize=20_000)(initials)


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the autocomplete: a label with its township, a point, and the jurisdiction's code."""

    label: str
    within: str
    kind: str
    point: tuple[float, float] | None
    code: str
    label_en: str = ""
    initials: str = ""

    @property
    def name(self) -> str:
        """As reference data is named, for the filter that chooses the language."""
        return self.label

    @property
    def name_en(self) -> str:
        """The English twin, where there is one."""
        return self.label_en


def places_matching(text: str, *, actor: Actor) -> list[Found]:
    """Up to ten places within reach, or the pair of coordinates itself; free text that matches nothing stays legal."""
    plain = half_width(text).strip()[:60]
    if not plain:
        return []
    pair = parse_coordinates(plain)
    if pair is not None:
        return [_coordinates(pair, "typed"), _coordinates(gcj02_to_wgs84(*pair), "typed_gcj02")]
    found = _jurisdictions(plain, actor)
    return (found + _places(plain, actor))[:SHOWN] if len(found) < SHOWN else found


def _coordinates(pair: tuple[float, float], kind: str) -> Found:
    return Found(f"{pair[1]:.6f}, {pair[0]:.6f}", "", kind, pair, "")


def _point(point: Point | None) -> tuple[float, float] | None:
    return (round(point.x, 6), round(point.y, 6)) if point else None


def _jurisdictions(plain: str, actor: Actor) -> list[Found]:
    rows = access.scope(Jurisdiction.objects.filter(is_active=True), actor, Permission.REPORT_CREATE, field="")
    by_name = Q(name__icontains=plain) | Q(name_en__icontains=plain) | Q(code=plain)
    starts = rows.filter(initials__startswith=plain.lower()) if plain.isascii() else rows.none()
    columns = ("name", "name_en", "parent__name", "level", "centre", "code")
    seen: dict[str, Found] = {}
    for chosen in (starts, rows.filter(by_name)):
        for name, english, parent, level, centre, code in chosen.order_by("-level", "name").values_list(*columns)[
            :SHOWN
        ]:
            seen.setdefault(code, Found(name, parent or "", level, _point(centre), code, english))
    return list(seen.values())[:SHOWN]


def _places(plain: str, actor: Actor) -> list[Found]:
    rows = access.scope(Place.objects.filter(is_active=True), actor, Permission.PLACE_VIEW)
    columns = ("name", "name_en", "jurisdiction__name", "kind", "location", "jurisdiction__code")
    named = list(rows.filter(Q(name__icontains=plain) | Q(name_en__icontains=plain)).values_list(*columns)[:SHOWN])
    if not named and plain.isascii() and plain.isalnum():
        wanted = plain.lower()
        names = [
            name for name in rows.values_list("name", flat=True).distinct()[:5000] if _initials(name).startswith(wanted)
        ]
        named = list(rows.filter(name__in=names[:SHOWN]).values_list(*columns)[:SHOWN])
    return [Found(name, where, kind, _point(at), code, en) for name, en, where, kind, at, code in named]


def villages(*, actor: Actor | None) -> list[Found]:
    """Townships and villages to choose from without typing, by township; `actor` None is the public page."""
    rows = Jurisdiction.objects.filter(is_active=True, level__in=("township", "village"))
    if actor is not None:
        rows = access.scope(rows, actor, Permission.REPORT_CREATE, field="")
    columns = ("name", "name_en", "parent__name", "level", "centre", "code", "initials")
    shown = rows.order_by("path").values_list(*columns)[:VILLAGES]
    return [
        Found(name, parent or "", level, _point(centre), code, english, letters)
        for name, english, parent, level, centre, code, letters in shown
    ]
