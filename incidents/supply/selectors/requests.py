"""Requests and shipments: seen where reserves are seen (their jurisdiction, owner, the level asked, the sending warehouse)."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from core.errors import NotFoundError
from incidents.response.models import Incident
from incidents.supply import workflow
from incidents.supply.models import RequestLine, Shipment, ShipmentLine, SupplyRequest
from organizations import access, ownership
from organizations.models import Jurisdiction, Unit
from organizations.roles import Permission
from resources.reserves.models import Warehouse

_PLACES = ("jurisdiction", "owner_unit__jurisdiction", "asked", "incident__jurisdiction")
SHELTER = "shelter:"


def supply_requests(actor: access.Actor) -> QuerySet[SupplyRequest]:
    """Every request the actor may see, the newest first."""
    if not actor.is_authenticated or not actor.is_active:
        return SupplyRequest.objects.none()
    seen = Q(asked_by_id=actor.pk)
    if access.can_anywhere(actor, Permission.RESERVE_VIEW):
        inside = access.scope(Jurisdiction.objects.all(), actor, Permission.RESERVE_VIEW, field="").values("pk")
        units = Unit.objects.filter(jurisdiction__in=inside).values("pk")
        sending = Shipment.objects.filter(warehouse__jurisdiction__in=inside).values("request_id")
        seen |= Q(jurisdiction__in=inside) | Q(owner_unit__in=units) | Q(asked__in=inside) | Q(pk__in=sending)
    if access.can_anywhere(actor, Permission.SHELTER_RUN):
        near = access.scope(Jurisdiction.objects.all(), actor, Permission.SHELTER_RUN, field="").values("pk")
        seen |= Q(jurisdiction__in=near, destination__startswith=SHELTER)
    rows = SupplyRequest.objects.filter(seen).select_related(*_PLACES, "owner_unit", "warehouse", "asked_by")
    return rows.defer(*(f"{place}__boundary" for place in _PLACES))


def supply_request_get(actor: access.Actor, request_id: int) -> SupplyRequest:
    """One request within sight, or NotFoundError."""
    found = supply_requests(actor).filter(pk=request_id).first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found


def lines_of(request: SupplyRequest, actor: access.Actor) -> list[RequestLine]:
    """The lines of a request that is in sight, with their items."""
    return list(request.lines.select_related("item__unit", "item__category").order_by("pk"))


def shipments(actor: access.Actor) -> QuerySet[Shipment]:
    """Every shipment of the requests the actor may see, with its lines."""
    lines = ShipmentLine.objects.select_related("lot__item__unit", "line__item", "reservation").order_by("pk")
    rows = Shipment.objects.filter(request__in=supply_requests(actor).values("pk"))
    rows = rows.select_related(
        "warehouse__jurisdiction", "warehouse__unit", "request__jurisdiction", "request__incident", "owner_unit"
    )
    heavy = ("warehouse__jurisdiction__boundary", "request__jurisdiction__boundary")
    return rows.defer(*heavy).prefetch_related(Prefetch("lines", lines)).order_by("pk")


def shipment_get(actor: access.Actor, shipment_id: int) -> Shipment:
    """One shipment within sight, or NotFoundError."""
    found = shipments(actor).filter(pk=shipment_id).first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found


def of_incident(actor: access.Actor, incident: Incident) -> list[SupplyRequest]:
    """Requests for one incident within sight, with their shipments, those still open first."""
    rows = (
        supply_requests(actor).filter(incident=incident).prefetch_related("shipments__warehouse", "lines__item__unit")
    )
    return sorted(rows, key=lambda row: (not row.is_open, -row.pk))


def incident_for_supply(actor: access.Actor, *, pk: int | None = None, number: str = "") -> Incident:
    """One incident within sight by id or number, or NotFoundError."""
    rows = ownership.scope(Incident.objects.all(), actor, Permission.INCIDENT_VIEW)
    rows = rows.select_related("jurisdiction", "owner_unit__jurisdiction").defer("jurisdiction__boundary")
    found = rows.filter(pk=pk).first() if pk is not None else rows.filter(number=number).first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found


def jurisdiction_for_supply(actor: access.Actor, *, code: str) -> Jurisdiction:
    """A jurisdiction where the actor may ask for supplies, or NotFoundError."""
    return access.get_or_404(Jurisdiction.objects.all(), actor, Permission.SUPPLY_REQUEST, field="", code=code)


@dataclass(frozen=True)
class LineState:
    """A line of a request: asked, on its way or there, received, and what is still missing."""

    line: RequestLine
    sent: Decimal
    received: Decimal

    @property
    def missing(self) -> Decimal:
        """Not yet in any shipment that still counts."""
        return max(Decimal(0), self.line.quantity - self.sent)


def states_of(request: SupplyRequest, actor: access.Actor) -> list[LineState]:
    """How far each line of a request in sight has come; recalled shipments do not count."""
    counted = ~Q(sent__shipment__status__in=(workflow.RECALLED, workflow.RETURNED_TO_STORE))
    rows = request.lines.select_related("item__unit", "item__category").annotate(
        sent_sum=Sum("sent__quantity", filter=counted), received_sum=Sum("sent__received", filter=counted)
    )
    zero = Decimal(0)
    return [LineState(row, row.sent_sum or zero, row.received_sum or zero) for row in rows.order_by("pk")]


def may(actor: access.Actor, permission: str, request: SupplyRequest) -> bool:
    """Whether the actor may act on the request: at its place, its owner's, or for the level that was asked."""
    asked = request.asked is not None and access.can(actor, permission, request.asked)
    return asked or ownership.may(actor, permission, request)


def may_decide(actor: access.Actor, request: SupplyRequest) -> bool:
    """Whether the actor may approve, return or refuse it: at the level that gives the goods."""
    return access.can(actor, Permission.SUPPLY_APPROVE, request.asked or request.jurisdiction)


def may_receive(actor: access.Actor, request: SupplyRequest) -> bool:
    """Whether the actor may count what arrives: who may ask, who runs the shelter, who asked, the keeper of the target."""
    if request.warehouse is not None:
        return access.can(actor, Permission.STOCK_MOVE, request.warehouse.jurisdiction)
    if request.destination.startswith(SHELTER) and access.can(actor, Permission.SHELTER_RUN, request.jurisdiction):
        return True
    return request.asked_by_id == actor.pk or may(actor, Permission.SUPPLY_REQUEST, request)


def may_carry(actor: access.Actor, warehouse: Warehouse) -> bool:
    """Whether the actor works in the sending warehouse."""
    return access.can(actor, Permission.STOCK_MOVE, warehouse.jurisdiction)
