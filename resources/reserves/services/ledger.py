"""Posting: the one way into the ledger. Every service of this app ends here (R-D3).

Lock order: rows of papers (reservation, transfer, count …) first, then accounts by id. A service posts all its entries in
one call, so that it never comes back for another account while it holds one. Waiting in that order cannot end in a ring.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.errors import ConflictError
from organizations.models import User
from resources.reserves import workflow
from resources.reserves.models import Account, Lot, Movement, Warehouse
from resources.reserves.quantities import number, plain


@dataclass(frozen=True)
class Entry:
    """One movement to be posted: `quantity` of a lot at a warehouse; `to` is the other warehouse of a transfer."""

    lot: Lot
    warehouse: Warehouse
    quantity: Decimal
    reason: str
    to: Warehouse | None = None
    note: str = ""

    def places(self) -> tuple[tuple[int, str, int | None], tuple[int, str, int | None]]:
        """(lot, kind, warehouse) of the account it takes from and of the one it adds to."""
        source, target = workflow.ROUTES[self.reason]
        awaited = (self.to or self.warehouse).pk
        return self._key(source, awaited), self._key(target, awaited)

    def _key(self, kind: str, awaited: int) -> tuple[int, str, int | None]:
        """Goods under way belong to the warehouse that awaits them."""
        if kind not in workflow.IN_WAREHOUSE:
            return self.lot.pk, kind, None
        return self.lot.pk, kind, awaited if kind == workflow.TRANSIT else self.warehouse.pk


@dataclass(frozen=True)
class Paper:
    """What a movement refers to: a document and an incident by subject string, the key of the call."""

    document: str = ""
    incident: str = ""
    note: str = ""
    key: str = ""


NO_PAPER = Paper()


def accounts_of(keys: Iterable[tuple[int, str, int | None]], items: dict[int, int]) -> dict[Any, int]:
    """Ids of the accounts, opened where there are none. `items`: item by lot."""
    wanted = sorted(set(keys), key=lambda key: (key[0], key[1], key[2] or 0))
    found = _known(wanted)
    missing = [key for key in wanted if key not in found]
    if missing:
        Account.objects.bulk_create(
            [Account(lot_id=lot, item_id=items[lot], kind=kind, warehouse_id=where) for lot, kind, where in missing],
            ignore_conflicts=True,
        )
        found |= _known(missing)
    return found


def _known(keys: Sequence[tuple[int, str, int | None]]) -> dict[Any, int]:
    wanted = set(keys)
    rows = Account.objects.filter(lot_id__in={key[0] for key in keys}, kind__in={key[1] for key in keys})
    return {
        (lot, kind, where): pk
        for pk, lot, kind, where in rows.values_list("pk", "lot_id", "kind", "warehouse_id")
        if (lot, kind, where) in wanted
    }


@transaction.atomic(savepoint=False)
def entries_post(*, entries: Sequence[Entry], paper: Paper = NO_PAPER, actor: User | None) -> list[Movement]:
    """Post all or nothing; ConflictError (409) when more is taken than is there, or a lot is being counted."""
    accounts = accounts_of(
        (key for entry in entries for key in entry.places()), {entry.lot.pk: entry.lot.item_id for entry in entries}
    )
    if len(entries) > 1:  # one movement locks its two accounts itself, in the same order
        ids = sorted(set(accounts.values()))
        rows = Account.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
        list(rows.values_list("pk"))
    movements = []
    for entry in entries:
        source, target = entry.places()
        movements.append(
            Movement(
                lot=entry.lot,
                source_id=accounts[source],
                target_id=accounts[target],
                quantity=entry.quantity,
                reason=entry.reason,
                document=paper.document,
                incident=paper.incident,
                note=(entry.note or paper.note)[:200],
                actor=actor,
                actor_name=str(actor) if actor else "",
                key=paper.key or None,
            )
        )
    try:
        with transaction.atomic():
            Movement.objects.bulk_create(movements, batch_size=1000)
    except IntegrityError as error:
        raise _refusal(error, entries) from error
    return movements


def _refusal(error: IntegrityError, entries: Sequence[Entry]) -> Exception:
    """What the database said, in words; an IntegrityError of another kind is given back as it is."""
    rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    if rule == "movement_not_while_counted":
        return ConflictError(
            _("It is being counted. Goods under a count do not move until it is approved or cancelled."),
            extra={"conflict": {"counting": True}},
        )
    if rule != "account_not_below_zero":
        return error
    keys = {entry: entry.places()[0] for entry in entries}
    rows = Account.objects.filter(lot__in=[entry.lot.pk for entry in entries])
    there = {(row.lot_id, row.kind, row.warehouse_id): row.balance for row in rows}
    wanted: dict[Any, Decimal] = {}
    for entry, key in keys.items():
        wanted[key] = wanted.get(key, Decimal(0)) + entry.quantity
    for entry, key in keys.items():
        free = there.get(key, Decimal(0))
        if wanted[key] > free:
            return _too_much(entry, wanted[key], free)
    return ConflictError(_("Somebody else was first. Look again, then repeat."))


def _too_much(entry: Entry, asked: Decimal, free: Decimal) -> ConflictError:
    words = {"asked": plain(asked), "free": plain(free), "unit": entry.lot.item.unit, "item": entry.lot.item}
    source = workflow.ROUTES[entry.reason][0]
    message = {
        workflow.STOCK: _("Only %(free)s %(unit)s of %(item)s are available in this lot; %(asked)s were asked for."),
        workflow.RESERVED: _("Only %(free)s %(unit)s of %(item)s are reserved; %(asked)s were asked for."),
        workflow.FROZEN: _("Only %(free)s %(unit)s of %(item)s are frozen; %(asked)s were asked for."),
    }.get(source, _("Only %(free)s %(unit)s of %(item)s are out; %(asked)s were asked for."))
    return ConflictError(
        message % words,
        extra={
            "conflict": {
                "lot": entry.lot.pk,
                "warehouse": entry.warehouse.pk,
                "available": number(free),
                "asked": number(asked),
            }
        },
    )
