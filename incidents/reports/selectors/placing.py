"""Where a report belongs: its jurisdiction, the unit that first owns it, and whether the place lies outside (R-A4)."""

from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.core.cache import cache
from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from core.errors import UnprocessableError
from incidents.reports.data import Errors
from organizations import access
from organizations.access import Actor
from organizations.models import Jurisdiction, Unit
from organizations.roles import Permission

Pair = tuple[float, float]
_LOOK = """
SELECT boundary IS NULL, ST_Covers(boundary, ST_SetSRID(ST_MakePoint(%s, %s), 4326)),
       ST_Covers(boundary, ST_SetSRID(ST_MakePoint(%s, %s), 4326))
FROM organizations_jurisdiction WHERE id = %s
"""
CACHE_S = 5  # as long as a change of somebody's reach may take to be felt


@dataclass(slots=True)
class Placing:
    """The answer: where, whose, and what was odd about the coordinates."""

    jurisdiction: Jurisdiction
    unit: Unit
    point: Pair | None
    outside: bool
    swapped: bool


def place_report(
    code: str | None, point: Pair | None, swapped: bool, actor: Actor | None, errors: Errors
) -> Placing | None:
    """Jurisdiction by code, else by location, else the actor's own; then the nearest unit above that takes reports.

    `actor` None is the public page: every jurisdiction is open to it. None is returned when `errors` says why.
    """
    if code:
        known = _by_code(code, actor, errors)
        if known is None:
            return None
        point, outside, swapped = _look(known[0], point, swapped)
        return Placing(*known, point, outside, swapped)
    reachable = _reachable(actor)
    inside = _by_point(reachable, point)
    if inside is None and _turned(point) is not None:
        inside = _by_point(reachable, _turned(point))
        if inside is not None:
            point, swapped = _turned(point), True
    jurisdiction = inside or _own(reachable, actor)
    if jurisdiction is None:
        errors["jurisdiction"] = _("Say which jurisdiction this belongs to.")
        return None
    outside = False
    if inside is None:
        point, outside, swapped = _look(jurisdiction, point, swapped)
    return Placing(jurisdiction, _first_owner(jurisdiction), point, outside, swapped)


def _turned(point: Pair | None) -> Pair | None:
    return (point[1], point[0]) if point and abs(point[0]) <= 90 else None


def _reachable(actor: Actor | None) -> QuerySet[Jurisdiction]:
    rows = Jurisdiction.objects.filter(is_active=True).defer("boundary", "centre")
    return rows if actor is None else access.scope(rows, actor, Permission.REPORT_CREATE, field="")


def _by_code(code: str, actor: Actor | None, errors: Errors) -> tuple[Jurisdiction, Unit] | None:
    """The jurisdiction and its first owner, remembered for a few seconds in this process."""
    key = f"report_place:{code}"
    known: tuple[Jurisdiction, Unit] | None = (
        cache.get(key) if len(code) <= 16 and code.isalnum() and code.isascii() else None
    )
    if known is None:
        found = Jurisdiction.objects.filter(is_active=True, code=code).defer("boundary", "centre").first()
        if found is not None:
            known = (found, _first_owner(found))
            cache.set(key, known, CACHE_S)
    if known is None or (actor is not None and not access.can(actor, Permission.REPORT_CREATE, known[0])):
        errors["jurisdiction"] = _("There is no such jurisdiction, or it is out of your reach.")
        return None
    return known


def _by_point(reachable: QuerySet[Jurisdiction], point: Pair | None) -> Jurisdiction | None:
    if point is None:
        return None
    inside = reachable.filter(boundary__covers=Point(*point, srid=4326))
    return inside.order_by(Length("path").desc(), "-level").first()


def _own(reachable: QuerySet[Jurisdiction], actor: Actor | None) -> Jurisdiction | None:
    unit = getattr(actor, "unit", None) if actor is not None else None
    if unit is not None:
        own = reachable.filter(pk=unit.jurisdiction_id).first()
        if own is not None:
            return own
    return reachable.order_by(Length("path"), "pk").first()


def _look(jurisdiction: Jurisdiction, point: Pair | None, swapped: bool) -> tuple[Pair | None, bool, bool]:
    """Flag a place outside; turn a pair round when only that way it lies inside."""
    if point is None:
        return None, False, swapped
    turned = _turned(point) or point
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [*point, *turned, jurisdiction.pk])
        boundless, inside, inside_turned = cursor.fetchone()
    if boundless or inside:
        return point, False, swapped
    return (turned, False, True) if inside_turned else (point, True, swapped)


def _first_owner(jurisdiction: Jurisdiction) -> Unit:
    """The unit that takes reports here or nearest above; refused in words where the tree has none (never ownerless)."""
    units = Unit.objects.filter(jurisdiction_id__in=jurisdiction.ancestor_ids, receives_reports=True, is_active=True)
    nearest = units.select_related("jurisdiction").defer("jurisdiction__boundary", "jurisdiction__centre")
    unit = nearest.order_by(Length(F("jurisdiction__path")).desc(), "pk").first()
    if unit is None:
        message = _(
            "No unit in %(place)s or above it takes reports. An administrator must name one under “People and units”."
        )
        text = message % {"place": jurisdiction.name}
        raise UnprocessableError(text, errors={"jurisdiction": text})
    return unit
