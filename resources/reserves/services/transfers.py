"""From one warehouse to another: under way from the moment they leave until the other side has counted them (R-D3, R-D4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import UnprocessableError
from core.workflow import require_transition
from organizations.models import User
from resources.reserves.events import TRANSFER_RECEIVED, TRANSFER_SENT
from resources.reserves.models import Lot, Reservation, Transfer, TransferLine, TransferState, Warehouse
from resources.reserves.quantities import quantity_of, wrong
from resources.reserves.services.ledger import Entry, Paper, entries_post
from resources.reserves.services.reservations import reservations_lock
from resources.reserves.services.telling import about, incident_of, require_keeper, require_open, tell, text_of
from resources.reserves.workflow import TRANSFER_STEPS


@dataclass(frozen=True)
class Load:
    """One lot to be sent, from free stock or from a reservation."""

    lot: Lot
    quantity: Any
    reservation: Reservation | None = None


@transaction.atomic
def transfer_send(
    *,
    source: Warehouse,
    target: Warehouse,
    loads: Sequence[Load],
    document: str = "",
    incident: str = "",
    vehicle: str = "",
    escort: str = "",
    note: str = "",
    actor: User,
) -> Transfer:
    """Goods leave the source and are under way to the target; expired ones may too. 409 when more than available."""
    require_keeper(actor, source)
    require_open(target, "target")
    if source.pk == target.pk:
        raise wrong(_("To another warehouse."), "target")
    if not loads or len({load.lot.pk for load in loads}) != len(loads):
        raise wrong(_("At least one lot, each of them once."), "lines")
    event = incident_of(incident)
    amounts = [quantity_of(load.quantity, load.lot.item) for load in loads]
    _take_reserved(loads, amounts, source)
    transfer = Transfer.objects.create(
        source=source,
        target=target,
        document=text_of(document, "document", limit=60),
        incident=event,
        vehicle=text_of(vehicle, "vehicle", limit=60),
        escort=text_of(escort, "escort", limit=60),
        note=text_of(note, "note"),
        sent_by=actor,
    )
    pairs = list(zip(loads, amounts, strict=True))
    TransferLine.objects.bulk_create(
        [TransferLine(transfer=transfer, lot=load.lot, sent=amount) for load, amount in pairs]
    )
    entries = [
        Entry(load.lot, source, amount, "transfer_out_reserved" if load.reservation else "transfer_out", to=target)
        for load, amount in pairs
    ]
    entries_post(entries=entries, paper=_paper(transfer), actor=actor)
    data = {**about(lot=loads[0].lot, warehouse=source, quantity=amounts[0]), **_to(target), "lines": len(loads)}
    tell(TRANSFER_SENT, transfer, warehouse=source, data=data, incident=event, also=[target], actor=actor)
    return transfer


@transaction.atomic
def transfer_receive(
    *,
    transfer: Transfer,
    received: Mapping[int, Any],
    reasons: Mapping[int, str] | None = None,
    position: str = "",
    actor: User,
) -> Transfer:
    """The target counted what arrived: `received` by lot id; a difference needs its reason (by lot id), or 422."""
    transfer = transfer_lock(transfer)
    require_keeper(actor, transfer.target)
    require_transition(TRANSFER_STEPS, transfer.state, TransferState.RECEIVED, labels=dict(TransferState.choices))
    lines = list(transfer.lines.select_related("lot__item__unit"))
    errors: dict[str, Any] = {}
    entries: list[Entry] = []
    for line in lines:
        field = f"lot_{line.lot_id}"
        try:
            line.received = quantity_of(received.get(line.lot_id), line.lot.item, field=field, zero=True)
        except UnprocessableError as error:
            errors |= error.errors
            continue
        line.difference_reason = text_of((reasons or {}).get(line.lot_id, ""), f"reason_{line.lot_id}")
        if line.received != line.sent and not line.difference_reason:
            errors[f"reason_{line.lot_id}"] = _("Say why it differs from what was sent.")
        entries += _arrivals(line, transfer)
    if errors:
        raise UnprocessableError(_("Some fields need correction."), errors=errors)
    TransferLine.objects.bulk_update(lines, ["received", "difference_reason"])
    transfer.state, transfer.received_by, transfer.received_at = TransferState.RECEIVED, actor, timezone.now()
    transfer.save(update_fields=["state", "received_by", "received_at", "updated_at"])
    entries_post(entries=entries, paper=_paper(transfer), actor=actor)
    different = sum(1 for line in lines if line.received != line.sent)
    data = {**about(lot=lines[0].lot, warehouse=transfer.source), **_to(transfer.target), "lines": len(lines)}
    tell(
        TRANSFER_RECEIVED,
        transfer,
        warehouse=transfer.target,
        data={**data, "differences": different},
        incident=transfer.incident,
        also=[transfer.source],
        actor=actor,
    )
    return transfer


def transfer_lock(transfer: Transfer) -> Transfer:
    """The transfer as it is now, its row locked."""
    Transfer.objects.select_for_update(no_key=True).values_list("pk").get(pk=transfer.pk)
    return Transfer.objects.select_related("source__jurisdiction", "target__jurisdiction").get(pk=transfer.pk)


def _arrivals(line: TransferLine, transfer: Transfer) -> list[Entry]:
    """What was sent leaves the road: into the target's stock, or into the differences; more than sent comes from them."""
    arrived = line.received or Decimal(0)
    good, missing, extra = min(arrived, line.sent), line.sent - arrived, arrived - line.sent
    said = line.difference_reason
    parts = [("transfer_in", good), ("transfer_lost", missing), ("transfer_found", extra)]
    return [
        Entry(
            line.lot, transfer.target, amount, reason, to=transfer.target, note="" if reason == "transfer_in" else said
        )
        for reason, amount in parts
        if amount > 0
    ]


def _take_reserved(loads: Sequence[Load], amounts: Sequence[Decimal], source: Warehouse) -> None:
    held = [
        (load.reservation, amount, load.lot) for load, amount in zip(loads, amounts, strict=True) if load.reservation
    ]
    if not held:
        return
    rows = {row.pk: row for row in reservations_lock([row for row, _amount, _lot in held if row])}
    for asked, amount, lot in held:
        row = rows.get(asked.pk) if asked else None
        if row is None or row.lot_id != lot.pk or row.warehouse_id != source.pk or amount > row.open_quantity:
            raise wrong(_("This reservation does not hold so much of this lot here."), "reservation")
        row.taken += amount
    Reservation.objects.bulk_update(list(rows.values()), ["taken"])


def _paper(transfer: Transfer) -> Paper:
    return Paper(document=f"transfer:{transfer.pk}", incident=transfer.incident, note=transfer.note)


def _to(target: Warehouse) -> dict[str, Any]:
    return {"to": target.name, "to_en": target.name_en}
