"""Norms in force, and what people need for so many days by them (R-D4)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_CEILING, Decimal

from django.db.models import Q
from django.utils import timezone

from incidents.supply.models import Basis, Norm
from organizations import access
from organizations.models import Jurisdiction
from resources.reserves.models import Item
from resources.reserves.quantities import STEP, plain

MOST_PEOPLE = 10_000_000
MOST_DAYS = 365


@dataclass(frozen=True)
class Wanted:
    """So much of an item, and how it was reckoned."""

    item: Item
    quantity: Decimal
    basis: str


def norms_in_force(jurisdiction: Jurisdiction, *, at: datetime | None = None, actor: access.Actor | None) -> list[Norm]:
    """One norm per item: of the nearest jurisdiction that has one, the latest that is effective. Norms are no secret."""
    rows = Norm.objects.filter(Q(jurisdiction=None) | Q(jurisdiction_id__in=jurisdiction.ancestor_ids))
    rows = rows.filter(effective_from__lte=at or timezone.now(), item__is_active=True)
    depth = {place: n + 1 for n, place in enumerate(jurisdiction.ancestor_ids)}
    best: dict[int, Norm] = {}
    for row in rows.select_related("item__unit", "item__category", "jurisdiction"):
        other = best.get(row.item_id)
        if other is None or _closeness(row, depth) > _closeness(other, depth):
            best[row.item_id] = row
    found = [row for row in best.values() if row.quantity > 0]
    return sorted(found, key=lambda row: (row.item.category.code, row.item.code))


def _closeness(norm: Norm, depth: dict[int, int]) -> tuple[int, datetime]:
    return (depth.get(norm.jurisdiction_id or 0, 0), norm.effective_from)


def expand(
    jurisdiction: Jurisdiction, *, people: int, days: int, at: datetime | None = None, actor: access.Actor | None
) -> list[Wanted]:
    """What so many people need for so many days; whole units are rounded up."""
    wanted = []
    for norm in norms_in_force(jurisdiction, at=at, actor=actor):
        factor = days if norm.basis == Basis.PERSON_DAY else 1
        quantity = norm.quantity * people * factor
        step = Decimal(1) if norm.item.unit.whole else STEP
        quantity = quantity.quantize(step, rounding=ROUND_CEILING)
        if quantity > 0:
            days_part = f" × {days}" if norm.basis == Basis.PERSON_DAY else ""
            wanted.append(Wanted(norm.item, quantity, f"{people} × {plain(norm.quantity)}{days_part}"))
    return wanted
