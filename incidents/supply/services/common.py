"""What every supply service needs: locks in one order (request, shipment, ledger), the event, the stage that follows the road."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError, NotFoundError, UnprocessableError
from core.text import storable
from core.workflow import require_transition
from incidents.supply import workflow
from incidents.supply.features import request_data, shipment_data
from incidents.supply.models import RequestStatus, Shipment, ShipmentStatus, ShipmentStep, SupplyRequest
from organizations.access import Actor
from organizations.models import Jurisdiction, User
from organizations.roles import Permission
from timeline.kinds import Kind
from timeline.services import record

LABELS = dict(RequestStatus.choices)
SHIPMENT_LABELS = dict(ShipmentStatus.choices)
_PLACES = ("jurisdiction", "owner_unit__jurisdiction", "handover_to__jurisdiction")


def refuse(field: str, message: Any) -> UnprocessableError:
    """The refusal of one field."""
    return UnprocessableError(_("Some fields need correction."), errors={field: message})


def clean(value: str | None, field: str, limit: int, *, needed: bool = False) -> str:
    """Text without outer spaces; refused when missing though needed, too long, or not storable."""
    text = (value or "").strip()
    if needed and not text:
        raise refuse(field, _("This cannot be empty."))
    if len(text) > limit:
        raise refuse(field, _("At most %(n)s characters.") % {"n": limit})
    if not storable(text):
        raise refuse(field, _("This holds characters that cannot be stored."))
    return text


def request_lock(request: SupplyRequest) -> SupplyRequest:
    """The request as it is now, locked; NotFoundError when it is gone."""
    rows = SupplyRequest.objects.all()
    rows.select_for_update(no_key=True).filter(pk=request.pk).values_list("pk").first()
    found = rows.select_related(*_PLACES, "asked", "incident__jurisdiction", "warehouse__jurisdiction", "asked_by")
    row = found.filter(pk=request.pk).first()
    if row is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return row


def shipment_lock(shipment: Shipment) -> Shipment:
    """The shipment as it is now, locked after its request."""
    request = request_lock(shipment.request)
    rows = Shipment.objects.all()
    rows.select_for_update(no_key=True).filter(pk=shipment.pk).values_list("pk").first()
    found = rows.select_related(
        "warehouse__jurisdiction", "warehouse__unit", "owner_unit__jurisdiction", "jurisdiction"
    )
    row = found.get(pk=shipment.pk)
    row.request = request
    return row


def hearing(request: SupplyRequest) -> list[Jurisdiction]:
    """Where else it is heard of: at the owner's, at the level that was asked."""
    places = [request.owner_unit.jurisdiction]
    return [*places, request.asked] if request.asked is not None else places


def related_of(request: SupplyRequest) -> list[Any]:
    """What a request belongs to: its incident, its shelter or task."""
    parts: list[Any] = [request]
    if request.incident is not None:
        parts.append(request.incident)
    if request.destination:
        parts.append(request.destination)
    return parts


def tell(kind: Kind, request: SupplyRequest, *, actor: Actor | None, **data: Any) -> None:
    """Record an event of a request."""
    record(
        kind,
        request,
        jurisdiction=request.jurisdiction,
        permission=Permission.RESERVE_VIEW,
        actor=actor,
        data=request_data(request, **data),
        related=related_of(request),
        people=[request.asked_by_id] if request.asked_by_id else [],
        also=hearing(request),
    )


def tell_shipment(kind: Kind, shipment: Shipment, *, actor: Actor | None, **data: Any) -> None:
    """Record an event of a shipment, heard at the request and at the warehouse."""
    request = shipment.request
    record(
        kind,
        shipment,
        jurisdiction=request.jurisdiction,
        permission=Permission.RESERVE_VIEW,
        actor=actor,
        data=shipment_data(shipment, **data),
        related=[*related_of(request), shipment.warehouse],
        people=[request.asked_by_id] if request.asked_by_id else [],
        also=[*hearing(request), shipment.warehouse.jurisdiction],
    )


def request_save(request: SupplyRequest, *fields: str) -> None:
    """Save these fields, the stage and a new version."""
    request.version += 1
    request.save(update_fields=["version", "status", "status_at", "reason", "updated_at", *fields])


def request_step(request: SupplyRequest, to: str, *, reason: str = "") -> None:
    """The next stage by the table (ConflictError otherwise); the caller has asked for the permission and saves."""
    require_transition(workflow.REQUEST_STEPS, request.status, to, labels=LABELS)
    request.status, request.status_at, request.reason = to, timezone.now(), reason


def shipment_step(shipment: Shipment, to: str, *, actor: User, note: str = "", fields: Iterable[str] = ()) -> None:
    """The next stage by the table, saved with its line of history; the request's stage follows."""
    require_transition(workflow.SHIPMENT_STEPS, shipment.status, to, labels=SHIPMENT_LABELS)
    shipment.status, shipment.status_at, shipment.reason = to, timezone.now(), note
    shipment.version += 1
    shipment.save(update_fields=["status", "status_at", "reason", "version", "updated_at", *fields])
    ShipmentStep.objects.create(shipment=shipment, status=to, at=shipment.status_at, actor=actor, note=note)
    request_follow(shipment.request)


def request_follow(request: SupplyRequest) -> None:
    """The request stands where its slowest shipment does; without any it is approved again."""
    if request.status not in workflow.ALLOCATABLE:
        return
    stages = Shipment.objects.filter(request=request).values_list("status", flat=True)
    counted = [workflow.ON_WAY if stage == workflow.FAILED else stage for stage in stages]
    counted = [stage for stage in counted if stage in workflow.ROAD]
    slowest = min(counted, key=workflow.ROAD.index) if counted else workflow.APPROVED
    if slowest != request.status:
        request.status, request.status_at = slowest, timezone.now()
        request_save(request)


def require_allocatable(request: SupplyRequest) -> None:
    """ConflictError unless goods may be given to it now."""
    if request.status not in workflow.ALLOCATABLE:
        raise ConflictError(
            _("%(number)s is “%(status)s”; goods are allocated once it is approved.")
            % {"number": request.number, "status": request.get_status_display()},
            extra={"status": request.status},
        )
