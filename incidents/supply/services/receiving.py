"""The end of a way: received with what differs, or, after a recall, counted back into the store (R-C4, R-D3)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clocks.services import deadline_cancel, deadline_meet, deadline_open
from core.errors import ConflictError, UnprocessableError
from incidents.supply import workflow
from incidents.supply.deadlines import ARRIVE, RECOVER, SETTLE
from incidents.supply.events import SHIPMENT
from incidents.supply.models import Shipment, ShipmentLine
from incidents.supply.selectors import may_receive
from incidents.supply.services.common import clean, refuse, shipment_lock, shipment_step, tell_shipment
from incidents.supply.services.shipping import MARK_LIMIT, lines_lock, require_keeping
from organizations.models import User
from organizations.roles import Permission
from resources.reserves.quantities import quantity_of
from resources.reserves.services.ledger import Entry, Paper, entries_post
from resources.reserves.services.returns import return_receive
from resources.reserves.services.transfers import transfer_receive


@transaction.atomic
def shipment_receive(
    *,
    shipment: Shipment,
    received: Mapping[int, Any],
    reasons: Mapping[int, str] | None = None,
    received_by: str,
    mark: str = "",
    actor: User,
) -> Shipment:
    """Counted on arrival, by line; every difference needs its reason and is posted in the ledger."""
    shipment = shipment_lock(shipment)
    if not may_receive(actor, shipment.request):
        raise PermissionDenied(_("Only the receiver, or who may ask for supplies there, can confirm the receipt."))
    if shipment.status == workflow.FAILED:
        raise ConflictError(_("It was stopped on the way. Let it go on first."))
    lines = [line for line in lines_lock(shipment) if (line.picked or Decimal(0)) > 0]
    _count(lines, received, reasons or {})
    shipment.received_by = clean(received_by, "received_by", 60, needed=True)
    shipment.received_mark = clean(mark, "mark", MARK_LIMIT)
    shipment.received_at = timezone.now()
    fields = ["received_by", "received_mark", "received_at"]
    shipment_step(shipment, workflow.RECEIVED, actor=actor, fields=fields)
    ShipmentLine.objects.bulk_update(lines, ["received", "difference_reason"])
    _post(shipment, lines, actor)
    deadline_meet(kind=ARRIVE, subject=shipment, actor=actor)
    deadline_cancel(kind=RECOVER, subject=shipment, actor=actor)
    different = sum(1 for line in lines if line.received != line.picked)
    tell_shipment(SHIPMENT[workflow.RECEIVED], shipment, actor=actor, differences=different)
    _settle(shipment, actor)
    return shipment


def _count(lines: list[ShipmentLine], received: Mapping[int, Any], reasons: Mapping[int, str]) -> None:
    errors: dict[str, Any] = {}
    for line in lines:
        field = f"received_{line.pk}"
        try:
            line.received = quantity_of(received.get(line.pk), line.lot.item, field=field, zero=True)
            line.difference_reason = clean(reasons.get(line.pk), f"reason_{line.pk}", 200)
        except UnprocessableError as error:
            errors |= error.errors
            continue
        if line.received != line.picked and not line.difference_reason:
            errors[f"reason_{line.pk}"] = _("Say why it differs from what was sent.")
    if errors:
        raise UnprocessableError(_("Some fields need correction."), errors=errors)


def _post(shipment: Shipment, lines: list[ShipmentLine], actor: User) -> None:
    """A transfer arrives in the target's stock; issued goods that did not arrive become a difference in the ledger."""
    if shipment.transfer is not None:
        by_lot: dict[int, Decimal] = {}
        reasons: dict[int, str] = {}
        for line in lines:
            by_lot[line.lot_id] = by_lot.get(line.lot_id, Decimal(0)) + (line.received or Decimal(0))
            reasons[line.lot_id] = reasons.get(line.lot_id, "") or line.difference_reason
        transfer_receive(transfer=shipment.transfer, received=by_lot, reasons=reasons, actor=actor)
        return
    entries = []
    for line in lines:
        difference = (line.received or Decimal(0)) - (line.picked or Decimal(0))
        if difference:
            reason = "issue_found" if difference > 0 else "issue_lost"
            note = line.difference_reason
            entries.append(Entry(line.lot, shipment.warehouse, abs(difference), reason, note=note))
    if entries:
        incident = f"incident:{shipment.request.incident_id}" if shipment.request.incident_id else ""
        paper = Paper(document=f"shipment:{shipment.pk}", incident=incident)
        entries_post(entries=entries, paper=paper, actor=actor)


def _settle(shipment: Shipment, actor: User) -> None:
    """With the last arrival, it is owed to say what became of the goods."""
    request = shipment.request
    if request.status == workflow.RECEIVED:
        deadline_cancel(kind=SETTLE, subject=request, actor=actor)
        deadline_open(
            kind=SETTLE,
            subject=request,
            jurisdiction=request.jurisdiction,
            permission=Permission.RESERVE_VIEW,
            owner_unit=request.owner_unit,
            related=[request.incident] if request.incident else [],
            data={"number": request.number},
            actor=actor,
        )


@transaction.atomic
def shipment_bring_home(
    *, shipment: Shipment, good: Mapping[int, Any], damaged: Mapping[int, Any] | None = None, actor: User
) -> Shipment:
    """A recalled shipment is back: counted into the store; what is missing becomes a difference in the ledger."""
    shipment = shipment_lock(shipment)
    require_keeping(actor, shipment)
    if shipment.departed_at is None:
        raise ConflictError(_("It never left the store."))
    if shipment.transfer is not None:
        raise ConflictError(_("A transfer is received by its target and sent back from there."))
    shipment_step(shipment, workflow.RETURNED_TO_STORE, actor=actor)
    paper = Paper(document=f"shipment:{shipment.pk}", note=shipment.number)
    for line in lines_lock(shipment):
        sent = line.picked or Decimal(0)
        fine = quantity_of(good.get(line.pk, 0), line.lot.item, field=f"good_{line.pk}", zero=True)
        broken = quantity_of((damaged or {}).get(line.pk, 0), line.lot.item, field=f"damaged_{line.pk}", zero=True)
        if fine + broken > sent:
            raise refuse(f"good_{line.pk}", _("More than was sent."))
        if fine + broken > 0:
            return_receive(
                lot=line.lot,
                warehouse=shipment.warehouse,
                good=fine,
                damaged=broken,
                document=paper.document,
                note=shipment.number,
                actor=actor,
            )
        if sent > fine + broken:
            lost = Entry(line.lot, shipment.warehouse, sent - fine - broken, "issue_lost", note=shipment.reason)
            entries_post(entries=[lost], paper=paper, actor=actor)
    deadline_meet(kind=RECOVER, subject=shipment, actor=actor)
    tell_shipment(SHIPMENT[workflow.RETURNED_TO_STORE], shipment, actor=actor)
    return shipment
