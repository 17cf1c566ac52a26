"""A shipment on its way: picked, loaded, handed over with both signatures, stopped, recalled, received, taken home (R-C4)."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clocks.services import deadline_cancel, deadline_meet, deadline_open
from core.errors import ConflictError
from incidents.supply import workflow
from incidents.supply.deadlines import ARRIVE, LOAD, PICK, RECOVER
from incidents.supply.events import POSITIONED, SHIPMENT
from incidents.supply.models import Shipment, ShipmentLine
from incidents.supply.selectors import may, may_carry
from incidents.supply.services.common import clean, refuse, shipment_lock, shipment_step, tell_shipment
from organizations import access
from organizations.models import User
from organizations.roles import Permission
from resources.reserves.quantities import plain, quantity_of
from resources.reserves.services.reservations import issue_reserved, release_stock
from resources.reserves.services.transfers import Load, transfer_send

MARK_LIMIT = 20_000


def require_keeping(actor: User, shipment: Shipment) -> None:
    """PermissionDenied in words unless the actor works in the sending warehouse."""
    if not may_carry(actor, shipment.warehouse):
        access.require(actor, Permission.STOCK_MOVE, shipment.warehouse.jurisdiction)


def require_asking(actor: User, shipment: Shipment) -> None:
    """PermissionDenied in words unless the actor may allocate for the request."""
    if not may(actor, Permission.SUPPLY_REQUEST, shipment.request):
        raise PermissionDenied(_("Only those who may allocate supplies here can do this."))


def owe(kind: Any, shipment: Shipment, actor: User, *, start: Any = None) -> None:
    """A stage of a shipment is owed by its warehouse."""
    request = shipment.request
    deadline_open(
        kind=kind,
        subject=shipment,
        jurisdiction=shipment.warehouse.jurisdiction,
        permission=Permission.RESERVE_VIEW,
        owner_unit=shipment.owner_unit,
        owner=shipment.warehouse.keeper_a,
        start=start,
        related=[request, *([request.incident] if request.incident else [])],
        data={"number": shipment.number},
        actor=actor,
    )


@transaction.atomic
def shipment_pick(
    *, shipment: Shipment, picked: Mapping[int, Any] | None = None, notes: Mapping[int, str] | None = None, actor: User
) -> Shipment:
    """Begin to pick (without `picked`), or say what was picked per line; less than allocated goes back to free stock."""
    shipment = shipment_lock(shipment)
    require_keeping(actor, shipment)
    if shipment.status == workflow.ALLOCATED:
        shipment_step(shipment, workflow.PICKING, actor=actor)
        deadline_meet(kind=PICK, subject=shipment, actor=actor)
        owe(LOAD, shipment, actor)
        tell_shipment(SHIPMENT[workflow.PICKING], shipment, actor=actor)
    if picked is None:
        return shipment
    if shipment.status != workflow.PICKING:
        raise ConflictError(_("It is “%(status)s”; picking is over.") % {"status": shipment.get_status_display()})
    for line in lines_lock(shipment):
        amount = quantity_of(picked.get(line.pk, line.quantity), line.lot.item, field=f"picked_{line.pk}", zero=True)
        if amount > line.quantity:
            message = _("At most %(n)s: that is what is reserved.") % {"n": plain(line.quantity)}
            raise refuse(f"picked_{line.pk}", message)
        line.pick_note = clean((notes or {}).get(line.pk), f"note_{line.pk}", 200, needed=amount < line.quantity)
        line.picked = amount
        line.save(update_fields=["picked", "pick_note"])
        if amount < line.quantity and line.reservation is not None:
            release_stock(
                reservations=[line.reservation], quantity=line.quantity - amount, note=line.pick_note, actor=actor
            )
    shipment_step(shipment, workflow.LOADING, actor=actor)
    tell_shipment(SHIPMENT[workflow.LOADING], shipment, actor=actor)
    return shipment


def lines_lock(shipment: Shipment) -> list[ShipmentLine]:
    """The lines of a locked shipment, by lot: what posts them one after the other never waits in a ring for another."""
    rows = ShipmentLine.objects.filter(shipment=shipment).order_by("lot_id", "pk")
    return list(rows.select_related("lot__item__unit", "reservation", "line__item"))


@transaction.atomic
def shipment_load(
    *,
    shipment: Shipment,
    vehicle: str,
    driver: str = "",
    driver_phone: str = "",
    escort: str = "",
    seal: str = "",
    actor: User,
) -> Shipment:
    """What it goes on, who drives and who goes along; may be said again until it leaves."""
    shipment = shipment_lock(shipment)
    require_keeping(actor, shipment)
    if shipment.status != workflow.LOADING:
        raise ConflictError(
            _("It is “%(status)s”; vehicles are named while it is loaded.") % {"status": shipment.get_status_display()}
        )
    shipment.vehicle = clean(vehicle, "vehicle", 60, needed=True)
    shipment.driver = clean(driver, "driver", 60)
    shipment.driver_phone = clean(driver_phone, "driver_phone", 40)
    shipment.escort = clean(escort, "escort", 60)
    shipment.seal = clean(seal, "seal", 60)
    shipment.version += 1
    shipment.save(update_fields=["vehicle", "driver", "driver_phone", "escort", "seal", "version", "updated_at"])
    return shipment


@transaction.atomic
def shipment_depart(
    *,
    shipment: Shipment,
    handed_by: str,
    taken_by: str,
    handed_mark: str = "",
    taken_mark: str = "",
    actor: User,
) -> Shipment:
    """Handed over with both names (and signatures) and on its way: now the goods leave the books of the warehouse."""
    shipment = shipment_lock(shipment)
    require_keeping(actor, shipment)
    if shipment.status == workflow.LOADING and not shipment.vehicle:
        raise refuse("vehicle", _("Say on which vehicle it goes."))
    shipment.handed_by = clean(handed_by, "handed_by", 60, needed=True)
    shipment.taken_by = clean(taken_by, "taken_by", 60, needed=True)
    shipment.handed_mark = clean(handed_mark, "handed_mark", MARK_LIMIT)
    shipment.taken_mark = clean(taken_mark, "taken_mark", MARK_LIMIT)
    now = timezone.now()
    shipment.departed_at = now
    if shipment.eta_s is not None:
        shipment.eta_at = now + timedelta(seconds=shipment.eta_s)
    fields = ["handed_by", "taken_by", "handed_mark", "taken_mark", "departed_at", "eta_at"]
    shipment_step(shipment, workflow.ON_WAY, actor=actor, fields=fields)
    _leave(shipment, actor)
    deadline_meet(kind=LOAD, subject=shipment, actor=actor)
    owe(ARRIVE, shipment, actor, start=shipment.eta_at)
    tell_shipment(SHIPMENT[workflow.ON_WAY], shipment, actor=actor)
    return shipment


def _leave(shipment: Shipment, actor: User) -> None:
    """Reserved goods go out: under way to a warehouse, or issued to the incident."""
    lines = [line for line in lines_lock(shipment) if (line.picked or Decimal(0)) > 0 and line.reservation]
    if not lines:
        raise ConflictError(_("Nothing was picked. Recall it instead."))
    request = shipment.request
    document = f"shipment:{shipment.pk}"
    if request.warehouse is not None:
        shipment.transfer = transfer_send(
            source=shipment.warehouse,
            target=request.warehouse,
            loads=[Load(line.lot, line.picked, line.reservation) for line in lines],
            document=document,
            incident=str(request.incident_id or ""),
            vehicle=shipment.vehicle,
            escort=shipment.escort,
            actor=actor,
        )
        shipment.save(update_fields=["transfer"])
        return
    for line in lines:
        if line.reservation is not None:
            issue_reserved(
                reservation=line.reservation, quantity=line.picked, note=shipment.number, document=document, actor=actor
            )


@transaction.atomic
def shipment_position(*, shipment: Shipment, location: Point, actor: User) -> Shipment:
    """Where it is, by word of the driver or the escort."""
    shipment = shipment_lock(shipment)
    if not may_carry(actor, shipment.warehouse):
        require_asking(actor, shipment)
    if shipment.status not in (workflow.ON_WAY, workflow.FAILED):
        raise ConflictError(_("It is not on the way."))
    if not (-180 <= location.x <= 180 and -90 <= location.y <= 90):
        raise refuse("location", _("Longitude must be between -180 and 180, latitude between -90 and 90."))
    shipment.position, shipment.position_at = location, timezone.now()
    shipment.save(update_fields=["position", "position_at", "updated_at"])
    tell_shipment(POSITIONED, shipment, actor=actor)
    return shipment


@transaction.atomic
def shipment_stop(*, shipment: Shipment, reason: str, actor: User) -> Shipment:
    """It cannot go on (breakdown, road gone): visible to everybody, and owed to be mended."""
    shipment = shipment_lock(shipment)
    if not may_carry(actor, shipment.warehouse):
        require_asking(actor, shipment)
    shipment_step(shipment, workflow.FAILED, actor=actor, note=clean(reason, "reason", 300, needed=True))
    owe(RECOVER, shipment, actor)
    tell_shipment(SHIPMENT[workflow.FAILED], shipment, actor=actor)
    return shipment


@transaction.atomic
def shipment_resume(*, shipment: Shipment, vehicle: str = "", actor: User) -> Shipment:
    """It goes on, on the same vehicle or another."""
    shipment = shipment_lock(shipment)
    if not may_carry(actor, shipment.warehouse):
        require_asking(actor, shipment)
    if shipment.status != workflow.FAILED:
        raise ConflictError(_("It was not stopped."))
    shipment.vehicle = clean(vehicle, "vehicle", 60) or shipment.vehicle
    shipment_step(shipment, workflow.ON_WAY, actor=actor, fields=["vehicle"])
    deadline_meet(kind=RECOVER, subject=shipment, actor=actor)
    tell_shipment(SHIPMENT[workflow.ON_WAY], shipment, actor=actor)
    return shipment


@transaction.atomic
def shipment_recall(*, shipment: Shipment, reason: str, actor: User) -> Shipment:
    """Call it off: what is still in the store is free again; what is out must be brought home and counted in."""
    shipment = shipment_lock(shipment)
    require_asking(actor, shipment)
    was = shipment.status
    shipment_step(shipment, workflow.RECALLED, actor=actor, note=clean(reason, "reason", 300, needed=True))
    held = [line.reservation for line in lines_lock(shipment) if line.reservation is not None]
    for kind in (PICK, LOAD, ARRIVE, RECOVER):
        deadline_cancel(kind=kind, subject=shipment, actor=actor)
    if was in (workflow.ON_WAY, workflow.FAILED):
        owe(RECOVER, shipment, actor)
    elif held:
        release_stock(reservations=held, note=shipment.reason, actor=actor)
    tell_shipment(SHIPMENT[workflow.RECALLED], shipment, actor=actor)
    return shipment
