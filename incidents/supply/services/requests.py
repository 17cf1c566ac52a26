"""Asking for goods: created, changed, submitted, withdrawn, closed, passed upwards (R-C4, R-D4, R-D5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clocks.services import deadline_cancel, deadline_meet, deadline_open
from core.errors import ConflictError
from incidents.response.models import Incident
from incidents.response.services.opening import number_next
from incidents.supply import workflow
from incidents.supply.deadlines import ALLOCATE, APPROVE, PAPER, SETTLE
from incidents.supply.events import CANCELLED, CLOSED, SUBMITTED
from incidents.supply.models import Priority, RequestKind, RequestLine, SupplyRequest
from incidents.supply.selectors import expand, may, states_of
from incidents.supply.selectors.norms import MOST_DAYS, MOST_PEOPLE
from incidents.supply.services.common import clean, refuse, request_lock, request_save, request_step, tell
from organizations import access
from organizations.models import Jurisdiction, Unit, User
from organizations.roles import Permission
from resources.reserves.models import Item, Warehouse
from resources.reserves.quantities import quantity_of

MOST_LINES = 200


@dataclass(frozen=True)
class Ask:
    """One line that is asked for."""

    item: Item
    quantity: Any
    substitutes: bool = True
    basis: str = ""


@transaction.atomic
def request_create(
    *,
    jurisdiction: Jurisdiction,
    lines: Sequence[Ask] = (),
    people: int | None = None,
    days: int | None = None,
    incident: Incident | None = None,
    kind: str = RequestKind.RELIEF,
    asked: Jurisdiction | None = None,
    parent: SupplyRequest | None = None,
    place: str = "",
    location: Point | None = None,
    destination: str = "",
    warehouse: Warehouse | None = None,
    receiver: str = "",
    receiver_phone: str = "",
    priority: int = Priority.URGENT,
    wanted_at: datetime | None = None,
    note: str = "",
    draft: bool = False,
    actor: User,
) -> SupplyRequest:
    """Ask for goods, as lines or as people × days expanded by the norms; submitted at once unless a draft.

    UnprocessableError names the field; PermissionDenied unless the actor may ask here, or runs the shelter it is for.
    """
    _require_asking(actor, jurisdiction, destination)
    if incident is not None and not incident.is_open:
        raise ConflictError(_("%(number)s is closed. Reopen it first.") % {"number": incident.number})
    wanted = _wanted(jurisdiction, lines, people, days, actor)
    _require_kind(kind, warehouse, asked, priority)
    request = SupplyRequest.objects.create(
        number=_number(jurisdiction),
        kind=kind,
        incident=incident,
        jurisdiction=jurisdiction,
        asked=asked,
        parent=parent,
        owner_unit=_owner(jurisdiction, incident, actor),
        place=clean(place, "place", 200) or _place(incident, warehouse, jurisdiction),
        location=location or (incident.location if incident else None) or (warehouse.location if warehouse else None),
        destination=clean(destination, "destination", 60),
        warehouse=warehouse,
        receiver=clean(receiver, "receiver", 60),
        receiver_phone=clean(receiver_phone, "receiver_phone", 40),
        people=people,
        days=days,
        priority=priority,
        wanted_at=wanted_at,
        note=clean(note, "note", 500),
        status=workflow.DRAFT,
        asked_by=actor,
    )
    _write_lines(request, wanted)
    return request if draft else _submit(request, actor)


def _require_kind(kind: str, warehouse: Warehouse | None, asked: Jurisdiction | None, priority: int) -> None:
    """UnprocessableError where the kind lacks what it needs."""
    if kind not in RequestKind.values:
        raise refuse("kind", _("There is no such kind."))
    if kind in (RequestKind.TRANSFER, RequestKind.PREPOSITION) and warehouse is None:
        raise refuse("warehouse", _("Say to which warehouse."))
    if kind in (RequestKind.UPWARD, RequestKind.MUTUAL) and asked is None:
        raise refuse("asked", _("Say who is asked."))
    if priority not in Priority.values:
        raise refuse("priority", _("There is no such priority."))


def _number(jurisdiction: Jurisdiction) -> str:
    prefix, year, running = number_next(jurisdiction=jurisdiction, series="supply", at=timezone.now())
    return f"S{prefix}-{year}-{running:04d}"


def _require_asking(actor: User, jurisdiction: Jurisdiction, destination: str) -> None:
    if destination.startswith("shelter:") and access.can(actor, Permission.SHELTER_RUN, jurisdiction):
        return
    access.require(actor, Permission.SUPPLY_REQUEST, jurisdiction)


def _wanted(
    jurisdiction: Jurisdiction, lines: Sequence[Ask], people: int | None, days: int | None, actor: User
) -> list[tuple[Ask, Decimal]]:
    if people is not None or days is not None:
        for field, value, most in (("people", people, MOST_PEOPLE), ("days", days, MOST_DAYS)):
            if value is None or not 1 <= value <= most:
                raise refuse(field, _("Between 1 and %(most)s.") % {"most": f"{most:,}"})
        found = expand(jurisdiction, people=people or 0, days=days or 0, actor=actor)
        if not found and not lines:
            raise refuse("need", _("There are no norms here yet. Give items and quantities, or have norms entered."))
        known = {ask.item.pk for ask in lines}
        lines = [*lines, *(Ask(w.item, w.quantity, True, w.basis) for w in found if w.item.pk not in known)]
    if not lines:
        raise refuse("lines", _("Ask for at least one item."))
    if len(lines) > MOST_LINES:
        raise refuse("lines", _("At most %(n)s lines.") % {"n": MOST_LINES})
    if len({ask.item.pk for ask in lines}) != len(lines):
        raise refuse("lines", _("Each item once."))
    return [(ask, quantity_of(ask.quantity, ask.item, field="lines")) for ask in lines]


def _owner(jurisdiction: Jurisdiction, incident: Incident | None, actor: User) -> Unit:
    """The incident's accountable unit, else the actor's own, else the one that receives reports here or above."""
    if incident is not None:
        return incident.owner_unit
    if actor.unit is not None:
        return actor.unit
    rows = Unit.objects.filter(jurisdiction_id__in=jurisdiction.ancestor_ids, is_active=True, receives_reports=True)
    unit = rows.order_by("-jurisdiction__path").first()
    if unit is None:
        raise refuse("jurisdiction", _("No unit here could be accountable for it."))
    return unit


def _place(incident: Incident | None, warehouse: Warehouse | None, jurisdiction: Jurisdiction) -> str:
    if warehouse is not None:
        return warehouse.name
    return (incident.place if incident else "") or jurisdiction.name


def _write_lines(request: SupplyRequest, wanted: Sequence[tuple[Ask, Decimal]]) -> None:
    RequestLine.objects.bulk_create(
        RequestLine(
            request=request, item=ask.item, quantity=quantity, substitutes=ask.substitutes, basis=ask.basis[:200]
        )
        for ask, quantity in wanted
    )


@transaction.atomic
def request_change(
    *, request: SupplyRequest, lines: Sequence[Ask], note: str | None = None, actor: User
) -> SupplyRequest:
    """Other lines, while it is a draft or was returned."""
    request = request_lock(request)
    if request.status not in (workflow.DRAFT, workflow.RETURNED):
        raise ConflictError(
            _("%(number)s is “%(status)s” and cannot be changed any more.")
            % {"number": request.number, "status": request.get_status_display()}
        )
    _require_own(actor, request)
    wanted = _wanted(request.jurisdiction, lines, None, None, actor)
    request.lines.all().delete()
    _write_lines(request, wanted)
    request.proposal = {}
    if note is not None:
        request.note = clean(note, "note", 500)
    request_save(request, "proposal", "note")
    return request


def _require_own(actor: User, request: SupplyRequest) -> None:
    """PermissionDenied unless the actor asked for it or may ask here."""
    if request.asked_by_id != actor.pk and not may(actor, Permission.SUPPLY_REQUEST, request):
        raise PermissionDenied(_("Only those who may ask for supplies here can do this."))


@transaction.atomic
def request_submit(*, request: SupplyRequest, actor: User) -> SupplyRequest:
    """Hand it in, the first time or again after it was returned; earlier approvals no longer count."""
    request = request_lock(request)
    _require_own(actor, request)
    return _submit(request, actor)


def _submit(request: SupplyRequest, actor: User) -> SupplyRequest:
    again = request.status == workflow.RETURNED
    request_step(request, workflow.SUBMITTED)
    request.turn += 1 if again else 0
    request_save(request, "turn")
    deadline_open(
        kind=APPROVE,
        subject=request,
        jurisdiction=request.asked or request.jurisdiction,
        permission=Permission.RESERVE_VIEW,
        owner_unit=request.owner_unit,
        related=[request.incident] if request.incident else [],
        data={"number": request.number},
        actor=actor,
    )
    tell(SUBMITTED, request, actor=actor, lines=request.lines.count())
    return request


@transaction.atomic
def request_cancel(*, request: SupplyRequest, reason: str, actor: User) -> SupplyRequest:
    """No longer wanted; possible until goods are reserved, after that shipments are recalled one by one."""
    request = request_lock(request)
    request_step(request, workflow.CANCELLED, reason=clean(reason, "reason", 300, needed=True))
    _require_own(actor, request)
    request_save(request)
    for kind in (APPROVE, ALLOCATE, PAPER):
        deadline_cancel(kind=kind, subject=request, actor=actor)
    tell(CANCELLED, request, actor=actor, reason=request.reason)
    return request


@transaction.atomic
def request_close(*, request: SupplyRequest, outcome: str, actor: User) -> SupplyRequest:
    """Say what became of the goods: used, returned, to be replenished. Only when everything sent was received."""
    request = request_lock(request)
    request_step(request, workflow.CLOSED, reason="")
    _require_own(actor, request)
    request.outcome = clean(outcome, "outcome", 500, needed=True)
    request_save(request, "outcome")
    deadline_meet(kind=SETTLE, subject=request, actor=actor)
    tell(CLOSED, request, actor=actor, reason=request.outcome)
    return request


@transaction.atomic
def request_pass_on(
    *, request: SupplyRequest, to: Jurisdiction, kind: str, note: str = "", actor: User
) -> SupplyRequest:
    """Ask the level above, or a neighbour, for what the own level is short of; a request of its own, tied to this one."""
    request = request_lock(request)
    _require_own(actor, request)
    missing = [state for state in states_of(request, actor) if state.missing > 0]
    if not missing:
        raise ConflictError(_("Nothing is missing of this request."))
    if request.children.exclude(status__in=workflow.OVER).filter(asked=to).exists():
        raise ConflictError(_("%(place)s has been asked already.") % {"place": to})
    if kind == RequestKind.UPWARD and not request.jurisdiction.path.startswith(to.path):
        raise refuse("to", _("The level above is one this place lies in."))
    return request_create(
        jurisdiction=request.jurisdiction,
        lines=[Ask(state.line.item, state.missing, state.line.substitutes) for state in missing],
        incident=request.incident,
        kind=kind,
        asked=to,
        parent=request,
        place=request.place,
        location=request.location,
        destination=request.destination,
        priority=request.priority,
        wanted_at=request.wanted_at,
        note=note,
        actor=actor,
    )
