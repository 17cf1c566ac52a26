"""Rows of the tables that go out, in the columns in which they may come back (R-D1)."""

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet

from organizations import access
from resources.reserves.models import ImportKind, StockImport
from resources.reserves.quantities import plain
from resources.reserves.selectors.lists import agreements, items, warehouses
from resources.reserves.selectors.stock import accounts_in_reach
from resources.reserves.workflow import STOCK

COLUMNS: Final[dict[str, dict[str, str]]] = {
    ImportKind.ITEMS: {
        "code": "code", "name": "name", "name_en": "name_en", "category": "category.code", "unit": "unit.code",
        "spec": "spec", "handling": "handling", "serial_required": "serial_required", "shelf_life_days": "shelf_life_days",
        "maintenance_days": "maintenance_days", "check_days": "check_days", "storage": "storage",
        "weight_kg": "weight_kg", "volume_m3": "volume_m3", "barcode": "barcode",
    },
    ImportKind.WAREHOUSES: {
        "code": "code", "name": "name", "name_en": "name_en", "tier": "tier", "jurisdiction": "jurisdiction.code",
        "unit": "unit.name", "lon": "location.x", "lat": "location.y", "address": "address", "phone": "phone",
        "keeper_a_name": "keeper_a_name", "keeper_a_phone": "keeper_a_phone", "keeper_b_name": "keeper_b_name",
        "keeper_b_phone": "keeper_b_phone", "area_m2": "area_m2", "truck_limit_t": "truck_limit_t", "doors": "doors",
        "forklifts": "forklifts",
    },
    ImportKind.AGREEMENTS: {
        "item": "item.code", "jurisdiction": "jurisdiction.code", "form": "form", "supplier": "supplier",
        "contract_no": "contract_no", "valid_from": "valid_from", "valid_to": "valid_to", "quantity": "quantity",
        "per_day": "per_day", "lead_time_h": "lead_time_h", "contact_name": "contact_name",
        "contact_phone": "contact_phone", "note": "note",
    },
    ImportKind.STOCK: {
        "warehouse": "warehouse.code", "item": "lot.item.code", "quantity": "balance", "batch": "lot.batch",
        "serial": "lot.serial", "made_on": "lot.made_on", "expires_on": "lot.expires_on", "supplier": "lot.supplier",
        "fund_source": "lot.fund_source", "unit_price": "lot.unit_price", "position": "position",
        "custodian": "custodian",
    },
}  # fmt: skip


def columns_of(kind: str) -> list[str]:
    """The headings."""
    return list(COLUMNS[kind])


def rows_of(kind: str, *, actor: access.Actor) -> Iterator[list[Any]]:
    """Everything of a kind within reach, read in pieces; `stock` is what is free, lot by lot."""
    stock = accounts_in_reach(actor).filter(kind=STOCK, balance__gt=0)
    rows: dict[str, QuerySet[Any]] = {
        ImportKind.ITEMS: items(actor, active=False),
        ImportKind.WAREHOUSES: warehouses(actor, active=False),
        ImportKind.AGREEMENTS: agreements(actor, ended=True),
        ImportKind.STOCK: stock.select_related("lot__item", "warehouse").order_by("warehouse__code", "pk"),
    }
    paths = [path.split(".") for path in COLUMNS[kind].values()]
    for row in rows[kind].iterator(chunk_size=2000):
        yield [_cell(row, path) for path in paths]


def _cell(row: Any, path: list[str]) -> Any:
    for name in path:
        row = getattr(row, name)
    if row is None:
        return ""
    if isinstance(row, bool):
        return "1" if row else "0"
    if isinstance(row, int | float | str):
        return row
    return plain(row).replace(",", "") if hasattr(row, "quantize") else str(row)


def import_rows(actor: access.Actor) -> QuerySet[StockImport]:
    """The actor's own imports, newest first, without their content."""
    return StockImport.objects.filter(actor_id=getattr(actor, "pk", None)).defer("content").order_by("-pk")
