"""Deciding on a request: approved by the rules, ordered orally with the paper to follow, returned, refused (R-C4)."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clocks.services import deadline_cancel, deadline_meet, deadline_open
from core.errors import ConflictError
from incidents.supply import workflow
from incidents.supply.deadlines import ALLOCATE, APPROVE, PAPER
from incidents.supply.events import APPROVED, ORDERED, PAPERED, REFUSED, RETURNED, SIGNED
from incidents.supply.models import SupplyRequest
from incidents.supply.selectors import may_decide
from incidents.supply.selectors.approving import KIND, worth_of
from incidents.supply.services.common import clean, request_lock, request_save, request_step, tell
from organizations import access
from organizations.models import User
from organizations.roles import Permission
from organizations.selectors.approvals import Standing
from organizations.services.approvals import approval_give
from timeline.services import subject_of


@transaction.atomic
def request_approve(*, request: SupplyRequest, note: str = "", actor: User) -> SupplyRequest:
    """One yes by the rules of approval; with the last one needed the request is approved, or the oral order has its paper."""
    request = request_lock(request)
    awaiting_paper = bool(request.oral_by) and request.status in workflow.ALLOCATABLE
    if not awaiting_paper and request.status != workflow.SUBMITTED:
        request_step(request, workflow.APPROVED)  # refuses in words
    _require_deciding(actor, request)
    standing = _give(request, note, actor)
    if not standing.complete:
        tell(SIGNED, request, actor=actor)
        return request
    request.approved_at = timezone.now()
    if awaiting_paper:
        request_save(request, "approved_at")
        deadline_meet(kind=PAPER, subject=request, actor=actor)
        tell(PAPERED, request, actor=actor)
        return request
    request_step(request, workflow.APPROVED)
    _approved(request, actor)
    tell(APPROVED, request, actor=actor)
    return request


def _require_deciding(actor: User, request: SupplyRequest) -> None:
    if not may_decide(actor, request):
        access.require(actor, Permission.SUPPLY_APPROVE, request.asked or request.jurisdiction)


def _give(request: SupplyRequest, note: str, actor: User) -> Standing:
    amount, quantity = worth_of(request, actor)
    return approval_give(
        kind=KIND,
        subject=subject_of(request),
        turn=request.turn,
        jurisdiction=request.asked or request.jurisdiction,
        amount=amount,
        quantity=quantity or Decimal(0),
        asked_by=request.asked_by,
        note=note,
        actor=actor,
    )


def _approved(request: SupplyRequest, actor: User) -> None:
    """The decision is no longer owed; the allocation is."""
    request_save(request, "approved_at", "oral_by", "oral_at")
    deadline_meet(kind=APPROVE, subject=request, actor=actor)
    deadline_open(
        kind=ALLOCATE,
        subject=request,
        jurisdiction=request.asked or request.jurisdiction,
        permission=Permission.RESERVE_VIEW,
        owner_unit=request.owner_unit,
        related=[request.incident] if request.incident else [],
        data={"number": request.number},
        actor=actor,
    )


@transaction.atomic
def request_order_orally(*, request: SupplyRequest, by: str, actor: User) -> SupplyRequest:
    """Somebody entitled ordered it by word or phone: goods may move at once, the paper is owed within its limit (48 h)."""
    request = request_lock(request)
    request_step(request, workflow.APPROVED)
    place = request.asked or request.jurisdiction
    if not (may_decide(actor, request) or access.can(actor, Permission.SUPPLY_REQUEST, place)):
        raise PermissionDenied(_("Only the level that gives the goods can enter an oral order."))
    request.oral_by, request.oral_at = clean(by, "by", 60, needed=True), timezone.now()
    _approved(request, actor)
    deadline_open(
        kind=PAPER,
        subject=request,
        jurisdiction=place,
        permission=Permission.RESERVE_VIEW,
        owner_unit=request.owner_unit,
        related=[request.incident] if request.incident else [],
        data={"number": request.number},
        actor=actor,
    )
    tell(ORDERED, request, actor=actor, by=request.oral_by)
    return request


@transaction.atomic
def request_return(*, request: SupplyRequest, reason: str, actor: User) -> SupplyRequest:
    """Back to who asked, to be mended: why."""
    request = request_lock(request)
    if request.shipments.exclude(status__in=(workflow.RECALLED, workflow.RETURNED_TO_STORE)).exists():
        raise ConflictError(_("Goods are reserved for it already. Recall the shipments first."))
    request_step(request, workflow.RETURNED, reason=clean(reason, "reason", 300, needed=True))
    _require_deciding(actor, request)
    request.oral_by, request.oral_at, request.approved_at = "", None, None
    request_save(request, "oral_by", "oral_at", "approved_at")
    for kind in (APPROVE, ALLOCATE, PAPER):
        deadline_cancel(kind=kind, subject=request, actor=actor)
    tell(RETURNED, request, actor=actor, reason=request.reason)
    return request


@transaction.atomic
def request_refuse(*, request: SupplyRequest, reason: str, actor: User) -> SupplyRequest:
    """No, for good: why."""
    request = request_lock(request)
    request_step(request, workflow.REFUSED, reason=clean(reason, "reason", 300, needed=True))
    _require_deciding(actor, request)
    request_save(request)
    deadline_meet(kind=APPROVE, subject=request, actor=actor)
    tell(REFUSED, request, actor=actor, reason=request.reason)
    return request
