"""What stands in warehouses and how full shelters are, for what lies around: for those who may see these figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import get_language

from organizations import access
from organizations.roles import Permission
from resources.reserves.models import Warehouse
from resources.reserves.selectors import accounts_in_reach
from resources.shelters.models import Shelter

STOCK = "stock"
ITEMS = 12


@dataclass(frozen=True)
class Goods:
    """A quantity of one item that can be given out, with its unit."""

    name: str
    name_en: str
    quantity: Decimal
    unit: str
    unit_en: str

    def words(self) -> str:
        """In the reader's language, without zeros behind the point."""
        english = (get_language() or "").startswith("en")
        number = f"{self.quantity:,f}"
        plain = number.rstrip("0").rstrip(".") if "." in number else number
        if english:
            return f"{self.name_en or self.name} {plain} {self.unit_en or self.unit}"
        return f"{self.name}{plain}{self.unit}"


def warehouses_known(actor: access.Actor) -> QuerySet[Warehouse]:
    """Warehouses in use whose stock the actor may see."""
    return access.scope(Warehouse.objects.filter(is_active=True), actor, Permission.RESERVE_VIEW)


def goods_in(ids: Iterable[int], *, actor: access.Actor) -> dict[int, list[Goods]]:
    """Warehouse id → what lies there, not reserved and not frozen, the largest quantities first."""
    rows = (
        accounts_in_reach(actor)
        .filter(warehouse__in=list(ids), kind=STOCK, balance__gt=0)
        .values("warehouse_id", "item__name", "item__name_en", "item__unit__name", "item__unit__name_en")
        .annotate(quantity=Sum("balance"))
        .order_by("warehouse_id", "-quantity")
    )
    found: dict[int, list[Goods]] = {}
    for row in rows:
        unit, unit_en = row["item__unit__name"], row["item__unit__name_en"]
        goods = Goods(row["item__name"], row["item__name_en"], row["quantity"], unit, unit_en)
        found.setdefault(row["warehouse_id"], []).append(goods)
    return found


def shelters_known(ids: Iterable[int], *, actor: access.Actor) -> dict[int, dict[str, Any]]:
    """Place id → figures, state and phone of the shelter there."""
    rows = access.scope(Shelter.objects.filter(pk__in=list(ids)), actor, Permission.SHELTER_VIEW)
    return {
        row.pk: {
            "free": row.free,
            "capacity": row.capacity,
            "heads": row.heads,
            "status": str(row.status),
            "state_words": row.get_status_display(),
            "phone": row.keeper_a_phone,
        }
        for row in rows.defer("location")
    }
