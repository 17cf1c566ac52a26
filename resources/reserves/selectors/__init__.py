"""Everything that is read of reserves, always for an actor."""

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

__all__ = [
    "Stock",
    "accounts_in_reach",
    "agreements_in_force",
    "earlier_lots",
    "pick_order",
    "proofs",
    "readd",
    "stock_by_item",
    "stock_by_warehouse",
    "stock_matrix",
    "stock_of",
]
