"""Stock-taking: counted without seeing the books, counted again where it differs, explained, approved by another (R-D3)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError, PermissionDenied, UnprocessableError
from core.workflow import require_transition
from organizations import access
from organizations.models import User
from organizations.roles import Permission
from resources.reserves.events import COUNT_CANCELLED, COUNT_CLOSED, COUNT_ENTERED, COUNT_OPENED, COUNT_RECOUNT
from resources.reserves.models import Account, Count, CountLine, CountState, Warehouse
from resources.reserves.quantities import quantity_of, wrong
from resources.reserves.services.ledger import Entry, Paper, entries_post
from resources.reserves.services.telling import about, require_keeper, tell, text_of
from resources.reserves.workflow import COUNT_STEPS, FROZEN, ON_HAND, RESERVED, STOCK

ENTRY_STATES = (CountState.COUNTING, CountState.RECOUNTING)


@transaction.atomic
def count_open(*, warehouse: Warehouse, place: str = "", blind: bool = True, note: str = "", actor: User) -> Count:
    """Begin a count of all lots, or of those whose position begins with `place`; they do not move until it is closed."""
    require_keeper(actor, warehouse)
    where = text_of(place, "place", limit=60)
    count = Count.objects.create(
        warehouse=warehouse, place=where, blind=blind, note=text_of(note, "note"), opened_by=actor
    )
    stock = Account.objects.filter(warehouse=warehouse, kind=STOCK, position__startswith=where)
    lots = set(stock.values_list("lot_id", flat=True))
    rows = Account.objects.filter(warehouse=warehouse, kind__in=ON_HAND, lot__in=lots).order_by("pk")
    locked = list(rows.select_for_update(no_key=True))
    if any(row.counting_id for row in locked):
        raise ConflictError(_("Some of these lots are in another count; finish or cancel it first."))
    sums: dict[int, Decimal] = {}
    for row in locked:
        sums[row.lot_id] = sums.get(row.lot_id, Decimal(0)) + row.balance
    present = [row for row in locked if row.kind == STOCK and sums[row.lot_id] > 0]
    if not present:
        raise wrong(_("There is nothing to count there."), "place")
    counted = {row.lot_id for row in present}
    rows.filter(lot__in=counted).update(counting=count)
    CountLine.objects.bulk_create([CountLine(count=count, account=row, booked=sums[row.lot_id]) for row in present])
    _tell(COUNT_OPENED, count, {"lines": len(present)}, actor)
    return count


@transaction.atomic
def count_enter(*, count: Count, figures: Mapping[int, Any], actor: User) -> Count:
    """Figures by lot id, as counted (or counted again, by somebody else than the first time). Nothing is booked yet.

    Sending the same figure again changes nothing. ConflictError for a lot that somebody else has counted differently, or
    that the actor counted the first time: 409 with the lots by field, and nothing of the call is kept.
    """
    count = count_lock(count)
    require_keeper(actor, count.warehouse)
    if count.state not in ENTRY_STATES:
        raise ConflictError(_("This count takes no more figures."), extra={"status": count.state})
    again = count.state == CountState.RECOUNTING
    lines = {line.account.lot_id: line for line in _lines(count)}
    errors: dict[str, Any] = {}
    taken: dict[str, Any] = {}
    changed = []
    for lot, figure in figures.items():
        line = lines.get(lot)
        if line is None or (again and line.counted == line.booked):
            errors[f"lot_{lot}"] = _("This lot is not to be counted here.")
            continue
        try:
            amount = quantity_of(figure, line.account.item, field=f"lot_{lot}", zero=True)
        except UnprocessableError as error:
            errors |= error.errors
            continue
        refused = _other_counter(line, amount, again, actor)
        if refused:
            taken[f"lot_{lot}"] = refused
            continue
        if again:
            line.recounted, line.recounted_by = amount, actor
        else:
            line.counted, line.counted_by = amount, actor
        changed.append(line)
    if taken:
        raise ConflictError(_("Somebody else has counted some of these lots."), errors=taken)
    if errors:
        raise UnprocessableError(_("Some fields need correction."), errors=errors)
    CountLine.objects.bulk_update(changed, ["counted", "counted_by", "recounted", "recounted_by"])
    _tell(COUNT_ENTERED, count, {"lines": len(changed)}, actor)
    return count


@transaction.atomic
def count_recount(*, count: Count, actor: User) -> Count:
    """Have every lot that differs counted again, blind; ConflictError while figures are missing or nothing differs."""
    count = count_lock(count)
    permission = require_transition(COUNT_STEPS, count.state, CountState.RECOUNTING, labels=dict(CountState.choices))
    require_keeper(actor, count.warehouse, permission)
    lines = _lines(count)
    _require_counted(lines)
    different = [line for line in lines if line.counted != line.booked]
    if not different:
        raise ConflictError(_("Nothing differs; there is nothing to count again."))
    for line in different:
        line.recounted = line.recounted_by = None
    CountLine.objects.bulk_update(different, ["recounted", "recounted_by"])
    _step(count, CountState.RECOUNTING)
    _tell(COUNT_RECOUNT, count, {"lines": len(different)}, actor)
    return count


@transaction.atomic
def count_explain(*, count: Count, explanations: Mapping[int, str], actor: User) -> Count:
    """Why figures differ, by lot id; with it the count goes to approval. 422 for a difference without explanation."""
    count = count_lock(count)
    require_keeper(actor, count.warehouse)
    require_transition(COUNT_STEPS, count.state, CountState.COUNTED, labels=dict(CountState.choices))
    lines = _lines(count)
    _require_counted(lines)
    errors = {}
    for line in lines:
        if line.counted == line.booked:
            continue
        if count.state == CountState.RECOUNTING and line.recounted is None:
            errors[f"lot_{line.account.lot_id}"] = _("Not counted again yet.")
        line.explanation = text_of(explanations.get(line.account.lot_id, ""), f"explanation_{line.account.lot_id}")
        if not line.explanation and _found(line) != line.booked:
            errors[f"explanation_{line.account.lot_id}"] = _("Say why it differs.")
    if errors:
        raise UnprocessableError(_("Some fields need correction."), errors=errors)
    CountLine.objects.bulk_update(lines, ["explanation"])
    _step(count, CountState.COUNTED)
    different = sum(1 for line in lines if _found(line) != line.booked)
    _tell(COUNT_ENTERED, count, {"lines": len(lines), "differences": different}, actor)
    return count


@transaction.atomic
def count_approve(*, count: Count, note: str = "", actor: User) -> Count:
    """Another person approves; the differences are booked and the lots move again."""
    count = count_lock(count)
    require_keeper(actor, count.warehouse, Permission.STOCK_APPROVE)
    permission = require_transition(COUNT_STEPS, count.state, CountState.APPROVED, labels=dict(CountState.choices))
    access.require(actor, permission, count.warehouse.jurisdiction)
    lines = _lines(count)
    if actor.pk in {
        count.opened_by_id,
        *(line.counted_by_id for line in lines),
        *(one.recounted_by_id for one in lines),
    }:
        raise PermissionDenied(_("Who counted cannot approve the count; another person must."))
    entries = [entry for line in lines for entry in _differences(line, count.warehouse)]
    entries_post(entries=entries, paper=Paper(document=f"count:{count.pk}", note=text_of(note, "note")), actor=actor)
    _release(count)
    count.decided_by = actor
    _step(count, CountState.APPROVED)
    different = sum(1 for line in lines if _found(line) != line.booked)
    _tell(COUNT_CLOSED, count, {"lines": len(lines), "differences": different}, actor)
    return count


@transaction.atomic
def count_cancel(*, count: Count, note: str, actor: User) -> Count:
    """Give the count up; nothing is booked and the lots move again."""
    count = count_lock(count)
    permission = require_transition(COUNT_STEPS, count.state, CountState.CANCELLED, labels=dict(CountState.choices))
    require_keeper(actor, count.warehouse, permission)
    said = text_of(note, "note", needed=True)
    _release(count)
    count.decided_by = actor
    _step(count, CountState.CANCELLED)
    _tell(COUNT_CANCELLED, count, {"note": said}, actor)
    return count


def count_lock(count: Count) -> Count:
    """The count as it is now, its row locked."""
    Count.objects.select_for_update(no_key=True).values_list("pk").get(pk=count.pk)
    return Count.objects.select_related("warehouse__jurisdiction").get(pk=count.pk)


def _lines(count: Count) -> list[CountLine]:
    return list(
        count.lines.select_related("account__item__unit", "account__lot__item__unit", "counted_by", "recounted_by")
    )


def _other_counter(line: CountLine, amount: Decimal, again: bool, actor: User) -> str:
    """Why this person may not enter this figure, or nothing."""
    if again and line.counted_by_id == actor.pk:
        return str(_("You counted this lot the first time; somebody else must count it again."))
    figure, person = (line.recounted, line.recounted_by) if again else (line.counted, line.counted_by)
    if figure is not None and figure != amount and person is not None and person.pk != actor.pk:
        return str(_("%(person)s has counted this lot already, with another figure.") % {"person": person})
    return ""


def _found(line: CountLine) -> Decimal:
    """What was found: the second count where there was one."""
    figure = line.counted if line.recounted is None else line.recounted
    return line.booked if figure is None else figure


def _require_counted(lines: list[CountLine]) -> None:
    missing = {f"lot_{line.account.lot_id}": _("Not counted yet.") for line in lines if line.counted is None}
    if missing:
        raise UnprocessableError(_("%(n)s lots have not been counted yet.") % {"n": len(missing)}, errors=missing)


def _differences(line: CountLine, warehouse: Warehouse) -> list[Entry]:
    """Missing goods are taken from the free ones, then from the frozen ones; reserved ones must be released before."""
    lot, found = line.account.lot, _found(line)
    if found == line.booked:
        return []
    if found > line.booked:
        return [Entry(lot, warehouse, found - line.booked, "count_over", note=line.explanation)]
    rows = Account.objects.filter(lot=lot, warehouse=warehouse, kind__in=ON_HAND)
    there = dict(rows.values_list("kind", "balance"))
    missing, entries = line.booked - found, []
    for kind, reason in ((STOCK, "count_short"), (FROZEN, "count_short_frozen")):
        part = min(missing, there.get(kind, Decimal(0)))
        if part > 0:
            entries.append(Entry(lot, warehouse, part, reason, note=line.explanation))
            missing -= part
    if missing > 0:
        raise ConflictError(
            _(
                "%(item)s, batch %(batch)s: more is missing than is free. Cancel the count and release reserved goods first."
            )
            % {"item": lot.item, "batch": lot.batch},
            extra={"conflict": {"lot": lot.pk, "reserved": float(there.get(RESERVED, 0))}},
        )
    return entries


def _release(count: Count) -> None:
    ids = list(Account.objects.select_for_update(no_key=True).filter(counting=count).order_by("pk").values_list("pk"))
    Account.objects.filter(pk__in=[pk for (pk,) in ids]).update(counting=None)
    count.closed_at = timezone.now()


def _step(count: Count, state: str) -> None:
    count.state = state
    count.save(update_fields=["state", "decided_by", "closed_at", "updated_at"])


def _tell(kind: Any, count: Count, data: dict[str, Any], actor: User) -> None:
    place = count.warehouse
    tell(kind, count, warehouse=place, data={**about(warehouse=place), **data, "state": count.state}, actor=actor)
