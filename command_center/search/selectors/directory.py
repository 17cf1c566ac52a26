"""Finding places, villages, units and people (R-H2)."""

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _lazy

from command_center.search.heard import heard, written
from command_center.search.hits import Hit, Query, map_url
from command_center.search.selectors.work import why
from core.templatetags.components import local_name
from organizations import access
from organizations.access import Actor
from organizations.models import Jurisdiction, Unit, User
from organizations.roles import Permission
from organizations.selectors import people_list, units_list
from resources.places.models import Place


def _starting(query: Query, field: str = "name") -> Case:
    return Case(
        When(**{f"{field}__iexact": query.text}, then=Value(0)),
        When(**{f"{field}__istartswith": query.text}, then=Value(1)),
        default=Value(2),
    )


def areas(query: Query, actor: Actor) -> QuerySet[Jurisdiction]:
    """Counties, townships, villages and grids by name, code, English name and pinyin."""
    condition = written(query, "name", "name_en") | heard(query, "name")
    if query.number is not None and len(query.text) >= 4:
        condition |= Q(code__startswith=query.text)
    rows = Jurisdiction.objects.filter(condition, is_active=True).select_related("parent")
    rows = rows.defer("boundary", "parent__boundary", "parent__centre")
    tier = Case(*(When(level=level, then=Value(n)) for n, level in enumerate(_TIERS)), default=Value(9))
    return access.scope(rows, actor, Permission.PLACE_VIEW, field="").order_by(_starting(query), tier, "name", "pk")


_TIERS = ("village", "township", "county", "city", "grid")


def area_hit(row: Jurisdiction, query: Query) -> Hit:
    """One line, with the township it lies in."""
    reason = why(query, name=f"{row.name} {row.name_en}", number=row.code)
    within = local_name(row.parent) if row.parent else ""
    level = row.get_level_display()
    return Hit(
        "areas", _lazy("District"), "home", local_name(row), map_url(row.centre), row.code, within, level, reason
    )


def places(query: Query, actor: Actor) -> QuerySet[Place]:
    """Warehouses, shelters, hazard points, hospitals, stations and schools by name and pinyin."""
    rows = Place.objects.filter(written(query, "name", "name_en") | heard(query, "name"), is_active=True)
    rows = rows.select_related("jurisdiction").defer("jurisdiction__boundary", "jurisdiction__centre")
    return access.scope(rows, actor, Permission.PLACE_VIEW).order_by(_starting(query), "name", "pk")


def place_hit(row: Place, query: Query) -> Hit:
    """One line."""
    reason = why(query, name=f"{row.name} {row.name_en}")
    where, kind = local_name(row.jurisdiction), row.get_kind_display()
    url = map_url(row.location, f"place:{row.pk}", row.kind)
    return Hit("places", _lazy("Place"), row.kind, local_name(row), url, "", where, kind, reason)


def people(query: Query, actor: Actor) -> QuerySet[User]:
    """By name, pinyin, account, post, unit and, from four digits on, phone: for those who see people."""
    rows = people_list(actor=actor, active=True)
    condition = written(query, "full_name", "username", "title", "unit__name", "unit__name_en") | heard(
        query, "full_name"
    )
    if query.text.isascii() and query.text.isdigit() and len(query.text) >= 4:
        condition |= Q(phone__contains=query.text)
    return rows.filter(condition).order_by(_starting(query, "full_name"), "full_name", "pk")


def person_hit(row: User, query: Query) -> Hit:
    """One line; the phone, because who sees people may call them."""
    unit = local_name(row.unit) if row.unit else ""
    reason = why(query, name=f"{row.full_name} {row.username}", post=row.title, unit=unit, phone=row.phone)
    detail = " · ".join(filter(None, [unit, row.title]))
    return Hit("people", _lazy("Person"), "user", str(row), f"/people/{row.pk}/", row.phone, detail, "", reason)


def units(query: Query, actor: Actor) -> QuerySet[Unit]:
    """Bodies by name and pinyin, with their duty phone: for those who see people."""
    rows = units_list(actor=actor, active=True).filter(written(query, "name", "name_en") | heard(query, "name"))
    return rows.order_by(_starting(query), "name", "pk")


def unit_hit(row: Unit, query: Query) -> Hit:
    """One line."""
    reason = why(query, name=f"{row.name} {row.name_en}")
    where, kind = local_name(row.jurisdiction), row.get_kind_display()
    return Hit(
        "units", _lazy("Unit"), "home", local_name(row), f"/units/{row.pk}/", row.duty_phone, where, kind, reason
    )
