"""What is asked, what there is, and how far apart it lies.

Quantities are whole numbers of the smallest step (`Item.scale` of them make one unit), times are minutes from now,
weights kilograms and volumes cubic metres per unit. Sources and places are numbered in the order they are given.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

NO_WAY = -1
NEVER = 10**9
URGENCY = {1: 8, 2: 4, 3: 2, 4: 1}
# A minute after the moment it was wanted by weighs as much as this many before it.
LATE = 3


@dataclass(frozen=True, slots=True)
class Lot:
    """Part of a stock; `expires` sorts (days from today, None: never)."""

    id: int
    quantity: int
    expires: int | None = None


@dataclass(frozen=True, slots=True)
class Stock:
    """What one source has of one item: what is available in all, what it must keep, and in which lots."""

    available: int
    floor: int = 0
    lots: tuple[Lot, ...] = ()

    @property
    def spare(self) -> int:
        """What may be taken."""
        return max(0, self.available - self.floor)


@dataclass(frozen=True, slots=True)
class Source:
    """A warehouse; what its vehicles carry at once, None where they are not recorded (then nothing limits)."""

    id: int
    name: str = ""
    payload_kg: float | None = None
    payload_m3: float | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """Kilograms and cubic metres of one unit; how many steps make one unit (1: it is never split)."""

    id: int
    kg: float = 0.0
    m3: float = 0.0
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Need:
    """So much of one item at one place; `due`: minutes from now; others that will do instead, one for one."""

    id: int
    item: int
    quantity: int
    place: int = 0
    priority: int = 3
    due: int | None = None
    instead: tuple[int, ...] = ()


@dataclass(slots=True)
class Problem:
    """`minutes[source][place]` and `km[source][place]`; NO_WAY where there is none. `stocks[source, item]`."""

    sources: list[Source]
    needs: list[Need]
    stocks: dict[tuple[int, int], Stock]
    minutes: np.ndarray
    km: np.ndarray
    items: dict[int, Item] = field(default_factory=dict)

    def weight(self, item: int) -> Item:
        """Weight, volume and step of an item; nothing and one where they are not recorded."""
        return self.items.get(item) or Item(item)

    def cost(self, needs: list[Need]) -> np.ndarray:
        """Weighted minutes [source, need] from every source to each of these needs; NO_WAY stays."""
        minutes = self.minutes[:, [need.place for need in needs]].astype(np.int64)
        due = np.array([NEVER if need.due is None else need.due for need in needs], dtype=np.int64)
        urgency = np.array([URGENCY[need.priority] for need in needs], dtype=np.int64)
        return np.where(minutes < 0, NO_WAY, urgency * (minutes + np.maximum(0, minutes - due) * (LATE - 1)))


@dataclass(frozen=True, slots=True)
class Line:
    """So much of a lot from a source for a need, and when it would be there."""

    need: int
    source: int
    item: int
    lot: int | None
    quantity: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What a need does not get, and why: (reason, source or None, how much) in the order of weight."""

    need: int
    missing: int
    reasons: tuple[tuple[str, int | None, int], ...] = ()


@dataclass(slots=True)
class Solution:
    """`solver`: optimal, feasible or greedy; `gap`: how far from the proven bound at most, None when nothing is proven."""

    lines: list[Line]
    shortfalls: list[Shortfall]
    solver: str
    gap: float | None
    coverage: tuple[float, ...]
    arrival: float
    bound: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    why: str = ""


Flows = dict[tuple[int, int, int], int]
"""(need number, source number, item) → quantity."""
