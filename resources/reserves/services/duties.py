"""Deadlines of the store: opened every night for what falls due soon, met by doing it (R-D3, R-B2)."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone

from clocks.kinds import ClockKind
from clocks.models import Deadline
from clocks.services import deadline_cancel, deadline_meet, deadline_open
from organizations.models import Jurisdiction, Unit, User
from organizations.roles import Permission
from resources.reserves import clocks
from resources.reserves.models import Account, Agreement, Loan
from resources.reserves.workflow import STOCK
from timeline.subjects import subject_of


@transaction.atomic
def duties_open(*, actor: User | None) -> int:
    """Open what falls due within the time a clock runs, once each; how many were opened."""
    today, opened = timezone.localdate(), 0
    soon = today + timedelta(days=clocks.AHEAD_DAYS)
    stock = Account.objects.filter(kind=STOCK, balance__gt=0, warehouse__is_active=True)
    stock = stock.select_related("lot__item", "warehouse__jurisdiction", "warehouse__unit")
    for row in stock.filter(check_due_on__lte=soon):
        opened += _open_stock(clocks.INSPECTION, row, row.check_due_on, actor)
    for row in stock.filter(maintenance_due_on__lte=soon):
        opened += _open_stock(clocks.MAINTENANCE, row, row.maintenance_due_on, actor)
    out = Loan.objects.filter(quantity__gt=F("returned") + F("lost"), due_on__lte=soon)
    for loan in out.select_related("lot__item", "warehouse__jurisdiction", "warehouse__unit"):
        place, data = loan.warehouse, {"item": loan.lot.item.name, "borrower": loan.borrower}
        opened += _open(clocks.LOAN, loan, loan.due_on, place.jurisdiction, place.unit, data, [loan.lot, place], actor)
    until = today + timedelta(days=clocks.RENEWAL_DAYS)
    for deal in Agreement.objects.filter(is_active=True, valid_to__range=(today, until)).select_related("item"):
        unit = Unit.objects.filter(jurisdiction=deal.jurisdiction_id, is_active=True).order_by(
            "-receives_reports", "pk"
        )
        owner = unit.first()
        if owner is not None and deal.valid_to is not None:
            data = {"item": deal.item.name, "supplier": deal.supplier}
            opened += _open(clocks.RENEWAL, deal, deal.valid_to, deal.jurisdiction, owner, data, [deal.item], actor)
    return opened


def duty_met(kind: ClockKind, subject: Model, *, actor: User | None) -> None:
    """What was owed has been done; nothing when nothing was owed yet."""
    deadline_meet(kind=kind, subject=subject, actor=actor)


def duty_dropped(kind: ClockKind, subject: Model, *, actor: User | None) -> None:
    """What was owed is owed no longer, or on another day: the next night opens it anew."""
    deadline_cancel(kind=kind, subject=subject, actor=actor)


def _open_stock(kind: ClockKind, row: Account, day: date | None, actor: User | None) -> int:
    if row.warehouse is None or day is None:
        return 0
    data = {"item": row.lot.item.name, "batch": row.lot.batch, "warehouse": row.warehouse.name}
    place = row.warehouse
    return _open(kind, row, day, place.jurisdiction, place.unit, data, [row.lot, place], actor)


def _open(
    kind: ClockKind,
    subject: Model,
    day: date,
    jurisdiction: Jurisdiction,
    unit: Unit,
    data: dict[str, Any],
    related: list[Model],
    actor: User | None,
) -> int:
    running = Deadline.objects.filter(kind=kind.name, subject=subject_of(subject), met_at=None, cancelled_at=None)
    if running.exists():
        return 0
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    deadline_open(
        kind=kind,
        subject=subject,
        jurisdiction=jurisdiction,
        permission=Permission.RESERVE_VIEW,
        owner_unit=unit,
        start=end - timedelta(seconds=kind.seconds),
        related=related,
        data=data,
        actor=actor,
    )
    return 1
