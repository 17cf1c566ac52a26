"""Finding what is stored and where (R-D1, R-H2)."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _lazy

from command_center.search.heard import heard, written
from command_center.search.hits import Hit, Query
from command_center.search.selectors.work import why
from core.templatetags.components import local_name
from organizations.access import Actor
from resources.reserves import selectors as reserves
from resources.reserves.models import Item, Warehouse


def items(query: Query, actor: Actor) -> QuerySet[Item]:
    """Goods of the catalogue by code, name, barcode and pinyin."""
    condition = written(query, "code", "name", "name_en", "barcode") | heard(query, "name")
    return reserves.items(actor).filter(condition).order_by("name", "pk")


def item_hit(row: Item, query: Query) -> Hit:
    """One line."""
    reason = why(query, number=f"{row.code} {row.barcode}", name=f"{row.name} {row.name_en}")
    return Hit("items", _lazy("Item"), "item", local_name(row), f"/reserves/items/{row.pk}/", row.code, why=reason)


def warehouses(query: Query, actor: Actor) -> QuerySet[Warehouse]:
    """Warehouses by name, code and pinyin."""
    condition = written(query, "name", "name_en", "code") | heard(query, "name")
    return reserves.warehouses(actor).filter(condition).order_by("name", "pk")


def warehouse_hit(row: Warehouse, query: Query) -> Hit:
    """One line."""
    reason = why(query, number=row.code, name=f"{row.name} {row.name_en}")
    where, url = local_name(row.jurisdiction), f"/reserves/warehouses/{row.pk}/"
    return Hit("warehouses", _lazy("Warehouse"), "warehouse", local_name(row), url, row.code, where, why=reason)
