"""What a label, a barcode or a typed code stands for, within the actor's reach (R-D3).

Labels read `lot:12`, `item:5`, `position:3:A-01` (warehouse and place) or `warehouse:3`, alone or as `code=` of an address.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import NotFoundError, UnprocessableError
from core.text import half_width, storable
from organizations import access
from organizations.roles import Permission
from resources.reserves.models import Item, Lot, Warehouse
from resources.reserves.selectors.lists import item_get, items, lot_get, lots, warehouse_get, warehouses
from resources.reserves.selectors.stock import accounts_in_reach
from resources.reserves.workflow import STOCK

LONGEST = 300
MOST = 50


@dataclass(frozen=True)
class Hit:
    """One thing a code may mean. `factor`: base units in one pack, where it was a pack's barcode."""

    kind: str
    thing: Any
    url: str
    warehouse: Warehouse | None = None
    position: str = ""
    factor: Any = None


def label_code(thing: Any, *, position: str = "") -> str:
    """What is printed on a label and read back by `scan`."""
    if position:
        return f"position:{thing.pk}:{position}"
    return f"{type(thing).__name__.lower()}:{thing.pk}"


def scanned(words: str) -> str:
    """The bare code of what a scanner read or somebody typed; 422 for nothing, or for far too much."""
    said = half_width(words or "").strip()
    if "code=" in said and "://" in said:
        said = (parse_qs(urlsplit(said).query).get("code") or [""])[0].strip()
    if not said:
        raise UnprocessableError(_("Scan or type a code."), errors={"code": _("Fill this in.")})
    if len(said) > LONGEST or not storable(said):
        raise UnprocessableError(_("This is no code of goods."), errors={"code": _("This is no code of goods.")})
    return said


def scan(words: str, *, actor: access.Actor) -> list[Hit]:
    """Everything the code may mean, at most fifty; NotFoundError in words when it means nothing here."""
    access.require_anywhere(actor, Permission.RESERVE_VIEW)
    code = scanned(words)
    found = _labelled(code, actor) or _barcoded(code, actor) or _written(code, actor)
    if not found:
        raise NotFoundError(
            _("Nothing here carries the code “%(code)s”. Check the label, or search by name.") % {"code": code[:60]}
        )
    return found[:MOST]


def _labelled(code: str, actor: access.Actor) -> list[Hit]:
    """Our own labels; a label of something out of reach is unknown like any other."""
    kind, colon, rest = code.partition(":")
    if not colon:
        return []
    try:
        if kind == "lot":
            return [lot_hit(lot_get(actor, rest))]
        if kind == "item":
            return [item_hit(item_get(actor, rest))]
        if kind == "warehouse":
            return [warehouse_hit(warehouse_get(actor, rest))]
        if kind == "position":
            number, _colon, place = rest.partition(":")
            return [position_hit(warehouse_get(actor, number), place)] if place else []
    except NotFoundError:
        return []
    return []


def _barcoded(code: str, actor: access.Actor) -> list[Hit]:
    known = items(actor, active=False)
    found = [item_hit(row) for row in known.filter(barcode=code)]
    for row in known.filter(packs__barcode=code).prefetch_related("packs"):
        factor = next(pack.factor for pack in row.packs.all() if pack.barcode == code)
        found.append(item_hit(row, factor))
    return found or [lot_hit(row) for row in lots(actor, empty=True).filter(serial=code)[:MOST]]


def _written(code: str, actor: access.Actor) -> list[Hit]:
    """Codes and batches as people type them, then places in a store."""
    found = [item_hit(row) for row in items(actor, active=False).filter(code__iexact=code)]
    found += [warehouse_hit(row) for row in warehouses(actor, active=False).filter(code__iexact=code)]
    found += [lot_hit(row) for row in lots(actor).filter(batch__iexact=code)[:MOST]]
    if found:
        return found
    rows = accounts_in_reach(actor).filter(kind=STOCK, balance__gt=0, position__iexact=code)
    places = rows.order_by("warehouse_id", "pk").distinct("warehouse_id").select_related("warehouse")
    return [position_hit(row.warehouse, row.position) for row in places[:MOST] if row.warehouse]


def lot_hit(row: Lot) -> Hit:
    """A lot and its page."""
    return Hit("lot", row, reverse("reserves:lot", args=[row.pk]))


def item_hit(row: Item, factor: Any = None) -> Hit:
    """An item and its page."""
    return Hit("item", row, reverse("reserves:item", args=[row.pk]), factor=factor)


def warehouse_hit(row: Warehouse) -> Hit:
    """A warehouse and its page."""
    return Hit("warehouse", row, reverse("reserves:warehouse", args=[row.pk]))


def position_hit(row: Warehouse, place: str) -> Hit:
    """A place in a store and what lies there."""
    url = f"{reverse('reserves:position', args=[row.pk])}?at={quote(place)}"
    return Hit("position", row, url, warehouse=row, position=place)


def at_position(warehouse: Warehouse, at: str, *, actor: access.Actor, most: int = 300) -> list[Any]:
    """Stock accounts of what lies at a place of a store, or in places that begin with it."""
    rows = accounts_in_reach(actor).filter(warehouse=warehouse, kind=STOCK, balance__gt=0, position__istartswith=at)
    return list(
        rows.select_related("lot__item__unit", "warehouse").order_by("position", "lot__expires_on", "pk")[:most]
    )
