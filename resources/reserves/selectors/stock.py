"""How much there is: on hand, reserved, available and callable, each by itself and never added up (R-D2, R-D3).

On hand = stock + reserved + frozen in the warehouses. Available = what is in stock and neither expired, recalled nor under
a count. Callable = agreements in force. Every figure is in the item's own unit; figures of different items never meet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from organizations import access
from organizations.roles import Permission
from resources.reserves.models import Account, Agreement, Item, Warehouse
from resources.reserves.selectors.common import fit
from resources.reserves.workflow import FROZEN, ON_HAND, RESERVED, STOCK, TRANSIT

ZERO = Decimal(0)


@dataclass(frozen=True)
class Stock:
    """The figures of one item, somewhere; `expired` and `counting` are why on hand − reserved − frozen is not available."""

    on_hand: Decimal = ZERO
    reserved: Decimal = ZERO
    frozen: Decimal = ZERO
    available: Decimal = ZERO
    callable: Decimal = ZERO
    awaited: Decimal = ZERO

    @property
    def unfit(self) -> Decimal:
        """Expired, recalled or under a count: on hand, and not to be given out."""
        return self.on_hand - self.reserved - self.frozen - self.available


def accounts_in_reach(actor: access.Actor) -> QuerySet[Account]:
    """Accounts in warehouses the actor may see."""
    rows = Account.objects.filter(warehouse__isnull=False)
    return access.scope(rows, actor, Permission.RESERVE_VIEW, field="warehouse__jurisdiction")


def _sums() -> dict[str, Sum]:
    free = Q(kind=STOCK, counting=None) & fit()
    return {
        "on_hand": Sum("balance", filter=Q(kind__in=ON_HAND), default=ZERO),
        "reserved": Sum("balance", filter=Q(kind=RESERVED), default=ZERO),
        "frozen": Sum("balance", filter=Q(kind=FROZEN), default=ZERO),
        "available": Sum("balance", filter=free, default=ZERO),
        "awaited": Sum("balance", filter=Q(kind=TRANSIT), default=ZERO),
    }


def agreements_in_force(actor: access.Actor) -> QuerySet[Agreement]:
    """What can be called today within the actor's reach."""
    today = timezone.localdate()
    running = Q(valid_from=None) | Q(valid_from__lte=today)
    running &= Q(valid_to=None) | Q(valid_to__gte=today)
    rows = Agreement.objects.filter(running, is_active=True).select_related("item__unit", "jurisdiction")
    return access.scope(rows, actor, Permission.RESERVE_VIEW)


def stock_of(item: Item, warehouse: Warehouse | None = None, *, actor: access.Actor) -> Stock:
    """The figures of an item in one warehouse, or over all warehouses within reach. Callable is of no warehouse."""
    rows = accounts_in_reach(actor).filter(item=item)
    if warehouse is not None:
        rows = rows.filter(warehouse=warehouse)
        called = agreements_in_force(actor).filter(item=item, jurisdiction=warehouse.jurisdiction_id)
    else:
        called = agreements_in_force(actor).filter(item=item)
    figures = rows.aggregate(**_sums())
    return Stock(**figures, callable=called.aggregate(n=Sum("quantity", default=ZERO))["n"])


def stock_by_item(actor: access.Actor, *, warehouses: Iterable[int] | None = None) -> dict[int, Stock]:
    """Item id → figures over the warehouses within reach (or those named); items without any row are left out."""
    rows = accounts_in_reach(actor)
    if warehouses is not None:
        rows = rows.filter(warehouse__in=list(warehouses))
    found: dict[int, dict[str, Any]] = {
        row.pop("item"): row for row in rows.values("item").annotate(**_sums()).order_by()
    }
    called = dict(agreements_in_force(actor).values_list("item").annotate(n=Sum("quantity")).order_by())
    return {item: Stock(**found.get(item, {}), callable=called.get(item, ZERO)) for item in {*found, *called}}


def stock_by_warehouse(item: Item, *, actor: access.Actor) -> dict[int, Stock]:
    """Warehouse id → figures of one item, within reach."""
    rows = accounts_in_reach(actor).filter(item=item).values("warehouse").annotate(**_sums()).order_by()
    return {row.pop("warehouse"): Stock(**row) for row in list(rows)}


def stock_matrix(actor: access.Actor, *, items: Iterable[int]) -> dict[tuple[int, int], Stock]:
    """(warehouse id, item id) → figures, within reach: what an allocation chooses from."""
    rows = accounts_in_reach(actor).filter(item__in=list(items)).values("warehouse", "item").annotate(**_sums())
    return {(row.pop("warehouse"), row.pop("item")): Stock(**row) for row in list(rows.order_by())}
