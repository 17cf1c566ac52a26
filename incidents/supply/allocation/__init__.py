"""The best way to move goods, as a pure library: no database, no settings, no clock of its own (R-C4, R-D4)."""

from incidents.supply.allocation.check import Trouble, check
from incidents.supply.allocation.greedy import greedy
from incidents.supply.allocation.problem import (
    Item,
    Line,
    Lot,
    Need,
    Problem,
    Shortfall,
    Solution,
    Source,
    Stock,
)
from incidents.supply.allocation.solver import solve

__all__ = [
    "Item",
    "Line",
    "Lot",
    "Need",
    "Problem",
    "Shortfall",
    "Solution",
    "Source",
    "Stock",
    "Trouble",
    "check",
    "greedy",
    "solve",
]
