"""Goods come in: bought, given, or there already when the books were opened (R-D3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.errors import ConflictError, UnprocessableError
from organizations.models import User
from resources.reserves.events import RECEIVED
from resources.reserves.models import Account, Item, Lot, Movement, Warehouse
from resources.reserves.quantities import quantity_of, wrong
from resources.reserves.services.ledger import Entry, Paper, entries_post
from resources.reserves.services.telling import about, require_keeper, require_open, tell, text_of, today
from resources.reserves.workflow import STOCK

INCOMING = ("purchase", "donation", "opening")
LONGEST_LIFE = timedelta(days=365 * 60)


@dataclass(frozen=True)
class LotData:
    """What is written on a lot when it arrives; `unit_price` in CNY for one base unit."""

    batch: str = ""
    serial: str = ""
    made_on: date | None = None
    expires_on: date | None = None
    supplier: str = ""
    fund_source: str = ""
    unit_price: Decimal | None = None


@dataclass(frozen=True)
class Arrival:
    """One line of goods coming in; `quantity` in base units."""

    item: Item
    quantity: Any
    lot: LotData = LotData()
    position: str = ""
    custodian: str = ""


@transaction.atomic
def receipt_post(
    *,
    warehouse: Warehouse,
    item: Item,
    quantity: Any,
    lot: LotData = LotData(),
    position: str = "",
    custodian: str = "",
    reason: str = "purchase",
    document: str = "",
    note: str = "",
    key: str = "",
    actor: User,
) -> tuple[Lot, Movement]:
    """Receive goods into a warehouse: a new lot, or more of the same batch. 422 by field; repeated with a key, the first answer."""
    require_keeper(actor, warehouse)
    done = Movement.objects.filter(key=key).select_related("lot__item__unit").first() if key else None
    if done is not None:
        if done.lot.item_id != item.pk or done.quantity != quantity_of(quantity, item) or done.reason != reason:
            raise UnprocessableError(_("This key was used for another movement."))
        return done.lot, done
    require_open(warehouse)
    if reason not in INCOMING:
        raise wrong(_("Goods do not come in for this reason."), "reason")
    amount = quantity_of(quantity, item)
    made = _lot(item, warehouse, amount, _cleaned(item, lot))
    place, person = text_of(position, "position", limit=60), text_of(custodian, "custodian", limit=60)
    paper = Paper(document=document, note=text_of(note, "note"), key=key)
    entry = Entry(made, warehouse, amount, reason)
    (movement,) = entries_post(entries=[entry], paper=paper, actor=actor)
    _put_away([(made, place, person)], warehouse)
    data = about(lot=made, warehouse=warehouse, quantity=amount)
    tell(RECEIVED, made, warehouse=warehouse, data={**data, "reason": reason}, actor=actor)
    return made, movement


@transaction.atomic
def receipts_post(
    *,
    warehouse: Warehouse,
    arrivals: Sequence[Arrival],
    reason: str = "purchase",
    document: str = "",
    actor: User | None,
) -> list[Lot]:
    """Many lines into one warehouse at once, all new lots, in a handful of statements and with one event.

    Goods that have expired already are taken in only as opening stock: they lie there, and the books must say so. Without
    an actor it is the operator who loads.
    """
    if actor is not None:
        require_keeper(actor, warehouse)
    require_open(warehouse)
    if reason not in INCOMING:
        raise wrong(_("Goods do not come in for this reason."), "reason")
    amounts = [quantity_of(one.quantity, one.item) for one in arrivals]
    data = [_cleaned(one.item, one.lot, expired=reason == "opening") for one in arrivals]
    pairs = zip(arrivals, data, strict=True)
    lots = Lot.objects.bulk_create([Lot(item=one.item, **vars(said)) for one, said in pairs])
    entries = [Entry(lot, warehouse, amount, reason) for lot, amount in zip(lots, amounts, strict=True)]
    entries_post(entries=entries, paper=Paper(document=document), actor=actor)
    _put_away([(lot, one.position, one.custodian) for lot, one in zip(lots, arrivals, strict=True)], warehouse)
    if lots:
        first = about(lot=lots[0], warehouse=warehouse, quantity=amounts[0])
        tell(RECEIVED, lots[0], warehouse=warehouse, data={**first, "reason": reason, "lines": len(lots)}, actor=actor)
    return lots


def line_check(item: Item, said: LotData, *, expired: bool = False) -> dict[str, str]:
    """What is wrong with a lot's data, by field; nothing when it can be received."""
    try:
        _cleaned(item, said, expired=expired)
    except UnprocessableError as error:
        return {name: str(text) for name, text in error.errors.items()}
    return {}


def _cleaned(item: Item, said: LotData, *, expired: bool = False) -> LotData:
    errors: dict[str, str] = {}
    values: dict[str, Any] = dict(vars(said))
    for name, limit in (("batch", 60), ("serial", 60), ("supplier", 100), ("fund_source", 100)):
        values[name] = text_of(values[name], name, limit=limit)
    if not item.is_active:
        errors["item"] = _("This item is no longer in use.")
    if item.serial_required and not values["serial"]:
        errors["serial"] = _("Each %(item)s has its own serial number.") % {"item": item}
    if said.made_on and said.made_on > today():
        errors["made_on"] = _("This day has not come yet.")
    if said.expires_on is None and item.shelf_life_days and said.made_on:
        values["expires_on"] = said.made_on + timedelta(days=item.shelf_life_days)
    expires_on = values["expires_on"]
    if expires_on and said.made_on and expires_on < said.made_on:
        errors["expires_on"] = _("Before it was made.")
    elif expires_on and expires_on < today() and not expired:
        errors["expires_on"] = _("These goods have expired already; they cannot be received.")
    elif expires_on and expires_on > today() + LONGEST_LIFE:
        errors["expires_on"] = _("More than 60 years away.")
    price = said.unit_price
    if price is not None and not (price.is_finite() and 0 <= price < 10_000_000_000):
        errors["unit_price"] = _("0 or more.")
    if errors:
        raise UnprocessableError(_("Some fields need correction."), errors=errors)
    if not values["batch"]:
        values["batch"] = values["serial"] or f"{today():%Y%m%d}"
    return LotData(**values)


def _lot(item: Item, warehouse: Warehouse, amount: Decimal, said: LotData) -> Lot:
    """The lot these goods belong to: the same batch in this warehouse with the same dates, price and origin, else a new one.

    Another warehouse's delivery of the batch is a lot of its own, so that a lot's number alone says where to take from.
    """
    if said.serial:
        if amount != 1:
            raise wrong(_("One serial number is one piece."), "quantity")
        try:
            with transaction.atomic():
                return Lot.objects.create(item=item, **vars(said))
        except IntegrityError as error:
            raise ConflictError(
                _("Serial number %(serial)s is in the books already.") % {"serial": said.serial},
                errors={"serial": _("Already used here.")},
            ) from error
    here = Account.objects.filter(warehouse=warehouse, kind=STOCK, item=item).values("lot")
    same = Lot.objects.filter(item=item, **vars(said), recalled_at=None, pk__in=here).order_by("pk").first()
    return same or Lot.objects.create(item=item, **vars(said))


def _put_away(rows: Sequence[tuple[Lot, str, str]], warehouse: Warehouse) -> None:
    """Where each lot lies, who looks after it, and when it is next inspected and maintained."""
    lots = {lot.pk: (lot, position, custodian) for lot, position, custodian in rows}
    accounts = list(Account.objects.filter(lot__in=lots, warehouse=warehouse, kind=STOCK))
    for account in accounts:
        lot, position, custodian = lots[account.lot_id]
        account.position = position or account.position
        account.custodian = custodian or account.custodian
        item = lot.item
        if account.maintenance_due_on is None and item.maintenance_days:
            account.maintenance_due_on = today() + timedelta(days=item.maintenance_days)
        if account.check_due_on is None and item.check_days:
            account.check_due_on = today() + timedelta(days=item.check_days)
    Account.objects.bulk_update(
        accounts, ["position", "custodian", "maintenance_due_on", "check_due_on"], batch_size=500
    )
