"""Everything that is read of reserves, always for an actor."""

from resources.reserves.selectors.known import incident_known
from resources.reserves.selectors.lists import (
    agreements,
    categories,
    holdings,
    item_get,
    items,
    lot_get,
    lots,
    movements,
    reservations,
    warehouse_get,
    warehouse_items,
    warehouses,
)
from resources.reserves.selectors.picking import earlier_lots, pick_order
from resources.reserves.selectors.proofs import proofs, readd
from resources.reserves.selectors.stock import (
    Stock,
    accounts_in_reach,
    agreements_in_force,
    stock_by_item,
    stock_by_warehouse,
    stock_matrix,
    stock_of,
)
from resources.reserves.selectors.warnings import (
    Breach,
    agreements_ending,
    breaches,
    checks_due,
    counts,
    curve,
    expiring,
    limits,
)

__all__ = [
    "Breach",
    "Stock",
    "accounts_in_reach",
    "agreements",
    "agreements_ending",
    "agreements_in_force",
    "breaches",
    "categories",
    "checks_due",
    "counts",
    "curve",
    "earlier_lots",
    "expiring",
    "holdings",
    "incident_known",
    "item_get",
    "items",
    "limits",
    "lot_get",
    "lots",
    "movements",
    "pick_order",
    "proofs",
    "readd",
    "reservations",
    "stock_by_item",
    "stock_by_warehouse",
    "stock_matrix",
    "stock_of",
    "warehouse_get",
    "warehouse_items",
    "warehouses",
]
