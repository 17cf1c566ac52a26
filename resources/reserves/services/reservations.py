"""Goods held for an approved order: taken out of what is available, still on hand (R-D3, R-C4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from core.errors import ConflictError
from organizations.models import User
from resources.reserves.events import ISSUED, RELEASED, RESERVED
from resources.reserves.models import Item, Lot, Movement, Reservation, Warehouse
from resources.reserves.quantities import plain, quantity_of, wrong
from resources.reserves.services.issues import split_over_lots
from resources.reserves.services.ledger import Entry, Paper, entries_post
from resources.reserves.services.telling import about, incident_of, require_fit, require_open, tell, text_of


@dataclass(frozen=True)
class Hold:
    """One line to be reserved: a quantity of an item at a warehouse, of one lot or (None) earliest expiry first."""

    item: Item
    warehouse: Warehouse
    quantity: Any
    lot: Lot | None = None


@transaction.atomic
def reserve_stock(*, holds: Sequence[Hold], holder: str, incident: str = "", actor: User | None) -> list[Reservation]:
    """Hold goods for `holder` (the order's subject string): all lines or none; ConflictError when there is too little.

    The caller has asked whether the actor may: an order is approved under the rules of the room that gives it.
    """
    event, name = incident_of(incident), text_of(holder, "holder", limit=60, needed=True)
    parts: list[tuple[Hold, Lot, Decimal]] = []
    for hold in holds:
        require_open(hold.warehouse)
        amount = quantity_of(hold.quantity, hold.item)
        if hold.lot is None:
            if actor is None:
                raise wrong(_("Say which lot."), "lot")
            split = split_over_lots(hold.item, hold.warehouse, amount, actor=actor)
            parts += [(hold, lot, part) for lot, part in split]
        else:
            require_fit(hold.lot)
            parts.append((hold, hold.lot, amount))
    entries = [Entry(lot, hold.warehouse, amount, "reserve") for hold, lot, amount in parts]
    entries_post(entries=entries, paper=Paper(document=name, incident=event), actor=actor)
    made = Reservation.objects.bulk_create(
        [
            Reservation(lot=lot, warehouse=hold.warehouse, holder=name, incident=event, quantity=amount, actor=actor)
            for hold, lot, amount in parts
        ]
    )
    _tell_each(RESERVED, made, {}, event, actor)
    return made


@transaction.atomic
def release_stock(
    *, reservations: Sequence[Reservation], quantity: Any = None, note: str = "", actor: User | None
) -> list[Movement]:
    """Give back what is still held (or `quantity` of a single reservation); what is released already is passed over."""
    rows = reservations_lock(reservations)
    if quantity is not None and len(rows) != 1:
        raise wrong(_("A quantity belongs to one reservation."))
    entries, changed = [], []
    for row in rows:
        amount = row.open_quantity if quantity is None else quantity_of(quantity, row.lot.item)
        if amount > row.open_quantity:
            raise _exceeded(row, amount)
        if amount > 0:
            row.released += amount
            entries.append(Entry(row.lot, row.warehouse, amount, "release"))
            changed.append((row, amount))
    if not entries:
        return []
    Reservation.objects.bulk_update([row for row, _amount in changed], ["released"])
    paper = Paper(document=rows[0].holder, incident=rows[0].incident, note=text_of(note, "note"))
    movements = entries_post(entries=entries, paper=paper, actor=actor)
    _tell_each(RELEASED, [row for row, _amount in changed], dict(changed), rows[0].incident, actor)
    return movements


@transaction.atomic
def issue_reserved(
    *, reservation: Reservation, quantity: Any = None, note: str = "", document: str = "", actor: User | None
) -> Movement:
    """Hand out what was reserved (all that is open, or `quantity`); ConflictError when less is open."""
    (row,) = reservations_lock([reservation])
    amount = row.open_quantity if quantity is None else quantity_of(quantity, row.lot.item)
    if amount <= 0 or amount > row.open_quantity:
        raise _exceeded(row, amount)
    row.taken += amount
    row.save(update_fields=["taken", "updated_at"])
    said = text_of(note, "note")
    paper = Paper(document=document or row.holder, incident=row.incident, note=said)
    entry = Entry(row.lot, row.warehouse, amount, "issue_reserved")
    (movement,) = entries_post(entries=[entry], paper=paper, actor=actor)
    data = {**about(lot=row.lot, warehouse=row.warehouse, quantity=amount), "note": said or row.holder}
    tell(ISSUED, row.lot, warehouse=row.warehouse, data=data, incident=row.incident, related=[row.holder], actor=actor)
    return movement


def reservations_lock(reservations: Sequence[Reservation]) -> list[Reservation]:
    """The reservations as they are now, their rows locked in the order of their ids; one lot and place at a time apart."""
    ids = [row.pk for row in reservations]
    rows = Reservation.objects.filter(pk__in=ids).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))
    return list(rows.select_related("lot__item__unit", "warehouse__jurisdiction"))


def _exceeded(row: Reservation, amount: Decimal) -> ConflictError:
    return ConflictError(
        _("Only %(open)s %(unit)s are still held for this order; %(asked)s were asked for.")
        % {"open": plain(row.open_quantity), "unit": row.lot.item.unit, "asked": plain(amount)},
        extra={"conflict": {"reservation": row.pk, "open": float(row.open_quantity)}},
    )


def _tell_each(
    kind: Any, rows: Sequence[Reservation], amounts: dict[Reservation, Decimal], incident: str, actor: User | None
) -> None:
    """One event for each item and warehouse of the call."""
    sums: dict[tuple[int, int], tuple[Reservation, Decimal]] = {}
    for row in rows:
        key = (row.lot.item_id, row.warehouse_id)
        _first, total = sums.get(key, (row, Decimal(0)))
        sums[key] = (_first, total + amounts.get(row, row.quantity))
    for row, total in sums.values():
        data = {**about(item=row.lot.item, warehouse=row.warehouse, quantity=total), "holder": row.holder}
        related: list[Model | str] = [row.lot, row.holder]
        tell(kind, row.lot.item, warehouse=row.warehouse, data=data, incident=incident, related=related, actor=actor)
