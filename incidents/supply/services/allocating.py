"""Allocating: a proposal is computed or changed by hand and kept; confirming it reserves the goods, all lines or none (R-C4, R-D4)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clocks.services import deadline_meet, deadline_open
from core.errors import ConflictError
from core.templatetags.components import local_name
from incidents.supply import workflow
from incidents.supply.deadlines import ALLOCATE, PICK
from incidents.supply.events import ALLOCATED, SHIPMENT
from incidents.supply.models import RequestLine, Shipment, ShipmentLine, ShipmentStep, SupplyRequest
from incidents.supply.selectors import may, propose, recheck, states_of
from incidents.supply.services.common import (
    refuse,
    request_follow,
    request_lock,
    request_save,
    require_allocatable,
    tell,
    tell_shipment,
)
from organizations import access
from organizations.models import User
from organizations.roles import Permission
from resources.reserves.models import Alternative, Lot, Warehouse
from resources.reserves.quantities import quantity_of
from resources.reserves.services.reservations import Hold, reserve_stock
from timeline.services import subject_of

MOST_LINES = 500


def _require(actor: User, request: SupplyRequest) -> None:
    if not may(actor, Permission.SUPPLY_REQUEST, request):
        raise PermissionDenied(_("Only those who may allocate supplies here can do this."))


def request_propose(*, request: SupplyRequest, actor: User) -> SupplyRequest:
    """Compute what is best now and keep it as the proposal; works on a fresh request, before anybody approved."""
    _require(actor, request)
    if request.status in workflow.OVER:
        raise ConflictError(
            _("%(number)s is “%(status)s”.") % {"number": request.number, "status": request.get_status_display()}
        )
    return proposal_keep(request=request, proposal=propose(request, actor), actor=actor)


def request_edit_proposal(*, request: SupplyRequest, lines: Sequence[Mapping[str, Any]], actor: User) -> SupplyRequest:
    """Lines by hand: [{"line","warehouse","lot","quantity"}], re-checked at once; what is wrong stands in `troubles`."""
    _require(actor, request)
    if len(lines) > MOST_LINES:
        raise refuse("lines", _("At most %(n)s lines.") % {"n": MOST_LINES})
    proposal = recheck(request, _clean_lines(request, lines), actor)
    return proposal_keep(request=request, proposal=proposal, actor=actor)


def _clean_lines(request: SupplyRequest, lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    own = {line.pk: line for line in request.lines.select_related("item__unit")}
    cleaned = []
    for line in lines:
        wanted = own.get(line["line"])
        if wanted is None:
            raise refuse("lines", _("A line does not belong to this request."))
        quantity = quantity_of(line["quantity"], wanted.item, zero=True)
        cleaned.append({**line, "quantity": quantity})
    return cleaned


@transaction.atomic
def proposal_keep(*, request: SupplyRequest, proposal: Mapping[str, Any], actor: User) -> SupplyRequest:
    """Keep a proposal on the request; nobody hears of it, for nothing has moved."""
    request = request_lock(request)
    request.proposal = dict(proposal)
    request_save(request, "proposal")
    return request


@transaction.atomic
def request_confirm(*, request: SupplyRequest, version: int | None = None, actor: User) -> SupplyRequest:
    """Reserve what the proposal says: one shipment per warehouse. ConflictError (409) when somebody else was first.

    Also refused when it was changed since it was seen, or holds what cannot be.
    """
    request = request_lock(request)
    require_allocatable(request)
    _require(actor, request)
    if version is not None and version != request.version:
        raise ConflictError(
            _("The proposal was changed meanwhile. Look at it again."), extra={"version": request.version}
        )
    lines = request.proposal.get("lines") or []
    if not lines:
        raise ConflictError(_("There is no proposal to confirm. Allocate first."))
    if any(trouble["hard"] for trouble in request.proposal.get("troubles", ())):
        raise ConflictError(_("The proposal holds lines that cannot be. Mend them first."))
    _require_missing(request, lines, actor)
    made = _ship(request, lines, actor)
    request.proposal = {}
    request_save(request, "proposal")
    request_follow(request)
    deadline_meet(kind=ALLOCATE, subject=request, actor=actor)
    tell(ALLOCATED, request, actor=actor, lines=len(lines), sources=len(made))
    for shipment in made:
        shipment.request = request
        tell_shipment(SHIPMENT[shipment.status], shipment, actor=actor)
    return request


def _require_missing(request: SupplyRequest, lines: Sequence[Mapping[str, Any]], actor: User) -> None:
    """ConflictError when the proposal gives more than is still missing: it was confirmed already."""
    given: dict[int, Decimal] = defaultdict(Decimal)
    for line in lines:
        given[line["line"]] += Decimal(str(line["quantity"]))
    for state in states_of(request, actor):
        if state.sent > 0 and given[state.line.pk] > state.missing:
            raise ConflictError(_("Part of this has been allocated meanwhile. Allocate again."))


def _require_answers(
    own: Mapping[int, RequestLine], lots: Mapping[int, Lot], lines: Sequence[Mapping[str, Any]]
) -> None:
    """ConflictError when a lot is neither of the item its line asks for nor of one that may be given instead."""
    pairs = Alternative.objects.filter(item__in={row.item_id for row in own.values()}).values_list("item", "other")
    instead = set(pairs)
    for line in lines:
        wanted, lot = own[line["line"]], lots[line["lot"]]
        if lot.item_id != wanted.item_id and not (wanted.substitutes and (wanted.item_id, lot.item_id) in instead):
            words = {"batch": lot.batch, "other": local_name(lot.item), "item": local_name(wanted.item)}
            raise ConflictError(_("Batch %(batch)s is %(other)s, not %(item)s.") % words)


def _ship(request: SupplyRequest, lines: Sequence[Mapping[str, Any]], actor: User) -> list[Shipment]:
    warehouses = {row.pk: row for row in _rows(Warehouse, lines, "warehouse").select_related("jurisdiction", "unit")}
    lots = {row.pk: row for row in _rows(Lot, lines, "lot").select_related("item__unit")}
    own = {row.pk: row for row in RequestLine.objects.filter(request=request).select_related("item")}
    _require_answers(own, lots, lines)
    for warehouse in warehouses.values():
        if not access.can(actor, Permission.RESERVE_VIEW, warehouse.jurisdiction):
            raise PermissionDenied(_("%(warehouse)s is out of your reach.") % {"warehouse": warehouse})
    holds = [
        Hold(lots[line["lot"]].item, warehouses[line["warehouse"]], Decimal(str(line["quantity"])), lots[line["lot"]])
        for line in lines
    ]
    incident = f"incident:{request.incident_id}" if request.incident_id else ""
    held = reserve_stock(holds=holds, holder=subject_of(request), incident=incident, actor=actor)
    made: dict[int, Shipment] = {}
    for line, reservation in zip(lines, held, strict=True):
        warehouse = warehouses[line["warehouse"]]
        shipment = made.get(warehouse.pk) or _shipment(request, warehouse, line.get("eta_s"), actor)
        made[warehouse.pk] = shipment
        ShipmentLine.objects.create(
            shipment=shipment,
            line=own[line["line"]],
            lot=lots[line["lot"]],
            reservation=reservation,
            quantity=reservation.quantity,
            explanation={key: line.get(key) for key in ("asked", "eta_s", "first", "by_hand")},
        )
    return list(made.values())


def _rows(model: type[Any], lines: Sequence[Mapping[str, Any]], field: str) -> Any:
    return model.objects.filter(pk__in={line[field] for line in lines})


def _shipment(request: SupplyRequest, warehouse: Warehouse, eta_s: int | None, actor: User) -> Shipment:
    shipment = Shipment.objects.create(
        request=request,
        warehouse=warehouse,
        jurisdiction=request.jurisdiction,
        owner_unit=warehouse.unit,
        eta_s=eta_s,
        eta_at=timezone.now() + timedelta(seconds=eta_s) if eta_s is not None else None,
    )
    ShipmentStep.objects.create(shipment=shipment, status=shipment.status, actor=actor)
    deadline_open(
        kind=PICK,
        subject=shipment,
        jurisdiction=warehouse.jurisdiction,
        permission=Permission.RESERVE_VIEW,
        owner_unit=warehouse.unit,
        owner=warehouse.keeper_a,
        related=[request, *([request.incident] if request.incident else [])],
        data={"number": shipment.number},
        actor=actor,
    )
    return shipment
