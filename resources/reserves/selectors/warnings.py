"""What will bite: below minimum, above maximum, expiring, checks due, agreements ending; and the curve of 90 days (R-D3)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from organizations import access
from organizations.roles import Permission
from resources.reserves.models import Account, Agreement, Item, StockLimit, Warehouse
from resources.reserves.selectors.lists import agreements
from resources.reserves.selectors.stock import accounts_in_reach
from resources.reserves.workflow import ON_HAND, STOCK

ZERO = Decimal(0)
SOON, LATER = 30, 90


@dataclass(frozen=True)
class Breach:
    """An item that is below its minimum or above its maximum, somewhere."""

    limit: StockLimit
    on_hand: Decimal

    @property
    def low(self) -> bool:
        """Below the minimum (else above the maximum)."""
        return self.limit.minimum is not None and self.on_hand < self.limit.minimum

    @property
    def short(self) -> Decimal:
        """How much is missing to the minimum."""
        return max((self.limit.minimum or ZERO) - self.on_hand, ZERO)

    @property
    def over(self) -> Decimal:
        """How much lies there above the maximum."""
        return max(self.on_hand - self.limit.maximum, ZERO) if self.limit.maximum is not None else ZERO


def limits(actor: access.Actor, *, item: Item | None = None) -> QuerySet[StockLimit]:
    """Minimums and maximums within reach."""
    rows = StockLimit.objects.select_related("item__unit", "item__category", "warehouse", "jurisdiction")
    rows = access.scope(rows, actor, Permission.RESERVE_VIEW)
    return rows.filter(item=item) if item is not None else rows


def breaches(actor: access.Actor, *, item: Item | None = None) -> list[Breach]:
    """Every limit that is not kept; of a jurisdiction, against the warehouses in it and below. The worst first."""
    wanted = list(limits(actor, item=item).filter(item__is_active=True))
    if not wanted:
        return []
    rows = accounts_in_reach(actor).filter(kind__in=ON_HAND, item__in={row.item_id for row in wanted})
    sums = rows.values_list("item", "warehouse", "warehouse__jurisdiction__path").annotate(n=Sum("balance")).order_by()
    by_item: dict[int, list[tuple[int, str, Decimal]]] = {}
    for item_id, place, path, total in sums:
        by_item.setdefault(item_id, []).append((place, path, total))
    found = []
    for row in wanted:
        here = [
            total
            for place, path, total in by_item.get(row.item_id, ())
            if (place == row.warehouse_id if row.warehouse_id else path.startswith(row.jurisdiction.path))
        ]
        breach = Breach(row, sum(here, ZERO))
        if breach.low or breach.over > 0:
            found.append(breach)
    return sorted(found, key=lambda one: (not one.low, one.on_hand / (one.limit.minimum or 1)))


def expiring(actor: access.Actor, *, days: int = LATER, warehouse: Warehouse | None = None) -> QuerySet[Account]:
    """Stock that has expired or will within `days`, the first first, with what is there."""
    until = timezone.localdate() + timedelta(days=days)
    rows = accounts_in_reach(actor).filter(kind__in=ON_HAND, balance__gt=0, lot__expires_on__lte=until)
    if warehouse is not None:
        rows = rows.filter(warehouse=warehouse)
    return rows.select_related("lot__item__unit", "warehouse").order_by("lot__expires_on", "pk")


def checks_due(actor: access.Actor, *, days: int = 0, warehouse: Warehouse | None = None) -> QuerySet[Account]:
    """Lots whose inspection or maintenance is due within `days` (0: today or overdue)."""
    until = timezone.localdate() + timedelta(days=days)
    rows = accounts_in_reach(actor).filter(
        Q(check_due_on__lte=until) | Q(maintenance_due_on__lte=until), kind=STOCK, balance__gt=0
    )
    if warehouse is not None:
        rows = rows.filter(warehouse=warehouse)
    return rows.select_related("lot__item__unit", "warehouse").order_by(
        F("maintenance_due_on").asc(nulls_last=True), "pk"
    )


def agreements_ending(actor: access.Actor, *, days: int = LATER) -> QuerySet[Agreement]:
    """Agreements in force that end within `days`."""
    return agreements(actor).filter(valid_to__lte=timezone.localdate() + timedelta(days=days))


def counts(actor: access.Actor) -> dict[str, int]:
    """The strip of warnings: how many of each."""
    today = timezone.localdate()
    found = breaches(actor)
    soon = today + timedelta(days=SOON)
    lots = expiring(actor).order_by().values_list("lot_id", "lot__expires_on").distinct()
    days = [day for _lot, day in lots if day is not None]
    return {
        "below": sum(1 for one in found if one.low),
        "above": sum(1 for one in found if not one.low),
        "expired": sum(1 for day in days if day < today),
        "expiring_30": sum(1 for day in days if today <= day <= soon),
        "expiring_90": sum(1 for day in days if day > soon),
        "due": checks_due(actor).count(),
        "ending": agreements_ending(actor).count(),
    }


def curve(
    item: Item, warehouse: Warehouse | None = None, *, actor: access.Actor, days: int = LATER
) -> list[dict[str, Any]]:
    """Day by day what of today's stock will still be fit: it drops the day after a lot expires. Nothing else is guessed."""
    rows = accounts_in_reach(actor).filter(kind__in=ON_HAND, item=item, balance__gt=0)
    if warehouse is not None:
        rows = rows.filter(warehouse=warehouse)
    sums = rows.values_list("lot__expires_on").annotate(n=Sum("balance")).order_by()
    today = timezone.localdate()
    left, gone = ZERO, dict[date, Decimal]()
    for day, total in sums:
        if day is None or day >= today:
            left += total
        if day is not None and day >= today:
            gone[day] = gone.get(day, ZERO) + total
    points = []
    for step in range(days + 1):
        day = today + timedelta(days=step)
        left -= gone.get(day - timedelta(days=1), ZERO)
        points.append({"day": day, "fit": left, "expires": gone.get(day, ZERO)})
    return points
