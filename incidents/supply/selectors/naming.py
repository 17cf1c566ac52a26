"""Items, warehouses and lots by their ids, for putting a proposal into words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.errors import NotFoundError, UnprocessableError
from organizations import access
from organizations.models import Jurisdiction, Level
from organizations.roles import Permission
from resources.reserves.models import Item, Lot, Warehouse


@dataclass(frozen=True)
class Named:
    """Rows by id."""

    items: dict[int, Item]
    warehouses: dict[int, Warehouse]
    lots: dict[int, Lot]


def item_named(actor: access.Actor, key: Any) -> Item:
    """An item in use by id or code, for whoever may ask for goods or see them; NotFoundError otherwise."""
    able = any(access.can_anywhere(actor, p) for p in (Permission.RESERVE_VIEW, Permission.SHELTER_RUN))
    rows = Item.objects.filter(is_active=True).select_related("unit")
    found = (rows.filter(pk=key) if isinstance(key, int) else rows.filter(code=key)).first() if able else None
    if found is None:
        raise NotFoundError(_("There is no such item in the catalogue."))
    return found


def place_by_code(code: str, *, actor: access.Actor) -> Jurisdiction | None:
    """Any jurisdiction in use by its code (the directory by which levels and neighbours are addressed), None for none."""
    if not code:
        return None
    found = Jurisdiction.objects.filter(code=code, is_active=True).defer("boundary").first()
    if found is None:
        raise UnprocessableError(
            _("Some fields need correction."), errors={"jurisdiction": _("There is no such place.")}
        )
    return found


def things_named(*, items: Iterable[int], warehouses: Iterable[int], lots: Iterable[int], actor: access.Actor) -> Named:
    """What these ids stand for; warehouses, and lots with them, only within reach."""
    stores = access.scope(Warehouse.objects.filter(pk__in=list(warehouses)), actor, Permission.RESERVE_VIEW)
    return Named(
        items={row.pk: row for row in Item.objects.filter(pk__in=list(items)).select_related("unit")},
        warehouses={row.pk: row for row in stores},
        lots={row.pk: row for row in Lot.objects.filter(pk__in=list(lots))},
    )


def items_to_ask(actor: access.Actor) -> QuerySet[Item]:
    """The catalogue for choosing from; empty for those who may neither see reserves nor run shelters."""
    able = any(access.can_anywhere(actor, p) for p in (Permission.RESERVE_VIEW, Permission.SHELTER_RUN))
    rows = Item.objects.filter(is_active=True).select_related("unit", "category").order_by("category__code", "code")
    return rows if able else rows.none()


def warehouses_to_ask(actor: access.Actor) -> QuerySet[Warehouse]:
    """Warehouses goods can be sent to, within reach."""
    rows = Warehouse.objects.filter(is_active=True).order_by("jurisdiction__path", "code")
    return access.scope(rows, actor, Permission.RESERVE_VIEW)


def jurisdictions_to_ask(actor: access.Actor) -> tuple[QuerySet[Jurisdiction], QuerySet[Jurisdiction]]:
    """(where the actor may ask for goods, who can be asked: cities and counties of the directory)."""
    rows = Jurisdiction.objects.filter(is_active=True).defer("boundary").order_by("path")
    mine = access.scope(rows, actor, Permission.SUPPLY_REQUEST, field="").exclude(level=Level.GRID)
    return mine, rows.filter(level__in=(Level.CITY, Level.COUNTY))
