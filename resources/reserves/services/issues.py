"""Goods go out: issued by lot or by item with the earliest expiry first, rotated out (R-D3)."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import ConflictError, UnprocessableError
from organizations.models import User
from resources.reserves.events import ISSUED, ROTATED
from resources.reserves.models import Account, Item, Lot, Movement, Warehouse
from resources.reserves.quantities import number, plain, quantity_of, wrong
from resources.reserves.selectors.picking import earlier_lots, pick_order
from resources.reserves.services.ledger import Entry, Paper, entries_post
from resources.reserves.services.telling import (
    about,
    incident_of,
    require_fit,
    require_keeper,
    require_open,
    tell,
    text_of,
)
from resources.reserves.workflow import STOCK


def warehouse_of(lot: Lot, warehouse: Warehouse | None) -> Warehouse:
    """The warehouse meant: the one named, else the only one that holds the lot. UnprocessableError when it is not plain."""
    if warehouse is not None:
        return warehouse
    rows = Account.objects.filter(lot=lot, kind=STOCK).select_related("warehouse__jurisdiction", "warehouse__unit")
    places = [row for row in rows if row.balance > 0] or list(rows)
    if len(places) != 1 or places[0].warehouse is None:
        names = ", ".join(str(row.warehouse) for row in places)
        raise wrong(_("Say which warehouse: the lot is in %(names)s.") % {"names": names or "–"}, "warehouse")
    return places[0].warehouse


@transaction.atomic
def issue_post(
    *,
    lot: Lot,
    quantity: Any,
    reason: str,
    warehouse: Warehouse | None = None,
    incident: str = "",
    document: str = "",
    key: str = "",
    actor: User,
) -> Movement:
    """Issue from one lot; ConflictError (409) when it is more than is available. `reason` in words is kept with it.

    Where another lot of the item in this warehouse expires earlier, the reason stands as the reason for passing it over.
    """
    place = warehouse_of(lot, warehouse)
    require_keeper(actor, place)
    done = Movement.objects.filter(key=key).first() if key else None
    if done is not None:
        if done.lot_id != lot.pk or done.quantity != quantity_of(quantity, lot.item) or done.reason != "issue":
            raise UnprocessableError(_("This key was used for another movement."))
        return done
    require_open(place)
    amount = quantity_of(quantity, lot.item)
    said = text_of(reason, "reason", needed=True)
    require_fit(lot)
    event = incident_of(incident)
    passed = earlier_lots(lot, place, actor)
    paper = Paper(document=document, incident=event, note=said, key=key)
    (movement,) = entries_post(entries=[Entry(lot, place, amount, "issue")], paper=paper, actor=actor)
    data = {**about(lot=lot, warehouse=place, quantity=amount), "note": said, "passed_over": passed}
    tell(ISSUED, lot, warehouse=place, data=data, incident=event, actor=actor)
    return movement


@transaction.atomic
def issue_item(
    *,
    item: Item,
    warehouse: Warehouse,
    quantity: Any,
    reason: str,
    incident: str = "",
    document: str = "",
    actor: User,
) -> list[Movement]:
    """Issue of an item, earliest expiry first over as many lots as it takes; 409 when all of them hold too little."""
    require_keeper(actor, warehouse)
    require_open(warehouse)
    amount = quantity_of(quantity, item)
    said, event = text_of(reason, "reason", needed=True), incident_of(incident)
    parts = split_over_lots(item, warehouse, amount, actor=actor)
    entries = [Entry(lot, warehouse, part, "issue") for lot, part in parts]
    paper = Paper(document=document, incident=event, note=said)
    movements = entries_post(entries=entries, paper=paper, actor=actor)
    data = {**about(lot=parts[0][0], warehouse=warehouse, quantity=amount), "note": said, "lines": len(parts)}
    tell(ISSUED, parts[0][0], warehouse=warehouse, data=data, incident=event, related=[item], actor=actor)
    return movements


def split_over_lots(item: Item, warehouse: Warehouse, amount: Decimal, *, actor: User) -> list[tuple[Lot, Decimal]]:
    """(lot, quantity) that make up the amount, earliest expiry first; ConflictError when there is too little.

    Read without a lock: should somebody be quicker, the database refuses the posting.
    """
    parts: list[tuple[Lot, Decimal]] = []
    left = amount
    for account in pick_order(item, warehouse, actor=actor):
        part = min(left, account.balance)
        parts.append((account.lot, part))
        left -= part
        if left == 0:
            return parts
    raise ConflictError(
        _("Only %(free)s %(unit)s of %(item)s are available in %(place)s; %(asked)s were asked for.")
        % {"free": plain(amount - left), "unit": item.unit, "item": item, "place": warehouse, "asked": plain(amount)},
        extra={"conflict": {"warehouse": warehouse.pk, "available": number(amount - left), "asked": number(amount)}},
    )


@transaction.atomic
def rotation_post(
    *,
    lot: Lot,
    quantity: Any,
    reason: str,
    warehouse: Warehouse | None = None,
    document: str = "",
    actor: User,
) -> Movement:
    """Old stock goes out to be used or sold before, or after, it expires; its replacement is a receipt of its own."""
    place = warehouse_of(lot, warehouse)
    require_keeper(actor, place)
    amount, said = quantity_of(quantity, lot.item), text_of(reason, "reason", needed=True)
    paper = Paper(document=document, note=said)
    (movement,) = entries_post(entries=[Entry(lot, place, amount, "rotation")], paper=paper, actor=actor)
    data = {**about(lot=lot, warehouse=place, quantity=amount), "note": said}
    tell(ROTATED, lot, warehouse=place, data=data, actor=actor)
    return movement
