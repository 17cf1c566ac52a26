"""The overview: each item's figures beside its minimum, and how each category stands (R-D1, R-D3)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Min

from organizations import access
from resources.reserves.models import Category, Item, Warehouse
from resources.reserves.selectors.lists import categories, items
from resources.reserves.selectors.stock import Stock, accounts_in_reach, stock_by_item
from resources.reserves.selectors.warnings import Breach, breaches, limits
from resources.reserves.workflow import ON_HAND


@dataclass(frozen=True)
class ItemLine:
    """One item of the list: its figures, the least to be kept, what is wrong, the earliest expiry of what is there."""

    item: Item
    stock: Stock
    minimum: Decimal | None
    breaches: list[Breach]
    expires_on: date | None

    @property
    def low(self) -> Breach | None:
        """The worst shortage."""
        return next((one for one in self.breaches if one.low), None)

    @property
    def high(self) -> Breach | None:
        """A maximum that is exceeded."""
        return next((one for one in self.breaches if not one.low), None)

    @property
    def share(self) -> float:
        """On hand against the minimum; items without a minimum are at ease."""
        return float(self.stock.on_hand / self.minimum) if self.minimum else float("inf")


@dataclass(frozen=True)
class CategoryLine:
    """One category: how many of its items have a minimum, and how many keep it."""

    category: Category
    items: int
    limited: int
    kept: int

    @property
    def percent(self) -> int:
        """Items at or above their minimum, of those that have one."""
        return round(100 * self.kept / self.limited) if self.limited else 100


def item_lines(
    actor: access.Actor,
    *,
    q: str = "",
    category: str = "",
    warehouse: Warehouse | None = None,
    only: str = "",
    sort: str = "",
) -> list[ItemLine]:
    """Items with figures, filtered and sorted: `only` below|above|there, `sort` name|worst."""
    wrong: dict[int, list[Breach]] = {}
    for breach in breaches(actor):
        if warehouse is None or breach.limit.warehouse_id == warehouse.pk:
            wrong.setdefault(breach.limit.item_id, []).append(breach)
    least: dict[int, Decimal] = {}
    for limit in limits(actor):
        if limit.warehouse_id == (warehouse.pk if warehouse else None) and limit.minimum is not None:
            least[limit.item_id] = least.get(limit.item_id, Decimal(0)) + limit.minimum
    figures = stock_by_item(actor, warehouses=[warehouse.pk] if warehouse else None)
    rows = accounts_in_reach(actor).filter(kind__in=ON_HAND, balance__gt=0)
    if warehouse is not None:
        rows = rows.filter(warehouse=warehouse)
    first = dict(rows.values_list("item").annotate(day=Min("lot__expires_on")).order_by())
    lines = [
        ItemLine(item, figures.get(item.pk, Stock()), least.get(item.pk), wrong.get(item.pk, []), first.get(item.pk))
        for item in items(actor, q=q, category=category)
    ]
    keep = {"below": lambda one: one.low, "above": lambda one: one.high, "there": lambda one: one.stock.on_hand > 0}
    if only in keep:
        lines = [line for line in lines if keep[only](line)]
    if sort == "name":
        lines.sort(key=lambda one: (one.item.initials or one.item.name).lower())
    elif sort == "worst":
        lines.sort(key=lambda one: (one.low is None, one.share))
    return lines


def category_lines(actor: access.Actor, lines: list[ItemLine]) -> list[CategoryLine]:
    """How the categories that hold items stand, by code."""
    known = {row.pk: row for row in categories(actor)}
    found: dict[int, list[ItemLine]] = {}
    for line in lines:
        found.setdefault(line.item.category_id, []).append(line)
    made = []
    for pk, row in known.items():
        own = found.get(pk, [])
        limited = [line for line in own if line.minimum is not None or line.low]
        if own:
            made.append(CategoryLine(row, len(own), len(limited), sum(1 for line in limited if line.low is None)))
    return made
