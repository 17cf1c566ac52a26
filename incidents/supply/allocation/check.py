"""Looking over lines changed by hand: what in them cannot be, and what had better not be."""

from collections import Counter
from dataclasses import dataclass

from incidents.supply.allocation.problem import NO_WAY, Line, Problem


@dataclass(frozen=True, slots=True)
class Trouble:
    """`kind`: over, lot_over, floor, no_way, no_room, late, too_much, short. `hard`: it cannot be done so."""

    kind: str
    hard: bool
    line: int | None = None
    need: int | None = None
    source: int | None = None
    item: int | None = None
    amount: int = 0


def check(problem: Problem, lines: list[Line]) -> list[Trouble]:
    """Everything wrong with these lines, the impossible first."""
    found = [*_stocks(problem, lines), *_ways(problem, lines), *_needs(problem, lines), *_payload(problem, lines)]
    return sorted(found, key=lambda trouble: not trouble.hard)


def _stocks(problem: Problem, lines: list[Line]) -> list[Trouble]:
    taken: Counter[tuple[int, int]] = Counter()
    by_lot: Counter[int] = Counter()
    held: dict[int, int] = {lot.id: lot.quantity for stock in problem.stocks.values() for lot in stock.lots}
    for line in lines:
        taken[line.source, line.item] += line.quantity
        if line.lot is not None:
            by_lot[line.lot] += line.quantity
    found = []
    for (source, item), quantity in taken.items():
        stock = problem.stocks.get((source, item))
        available = stock.available if stock else 0
        if quantity > available:
            found.append(Trouble("over", True, source=source, item=item, amount=quantity - available))
        elif stock and quantity > stock.spare:
            found.append(Trouble("floor", False, source=source, item=item, amount=quantity - stock.spare))
    said = {(trouble.source, trouble.item) for trouble in found if trouble.kind == "over"}
    for number, line in enumerate(lines):
        if (line.source, line.item) in said:
            continue
        if line.lot is not None and by_lot[line.lot] > held.get(line.lot, 0):
            amount = by_lot.pop(line.lot) - held.get(line.lot, 0)
            found.append(Trouble("lot_over", True, number, source=line.source, item=line.item, amount=amount))
    return found


def _ways(problem: Problem, lines: list[Line]) -> list[Trouble]:
    found = []
    for number, line in enumerate(lines):
        need = problem.needs[line.need]
        minutes = int(problem.minutes[line.source, need.place])
        if minutes == NO_WAY:
            found.append(Trouble("no_way", True, number, line.need, line.source, line.item))
        elif need.due is not None and minutes > need.due:
            found.append(Trouble("late", False, number, line.need, line.source, line.item, minutes - need.due))
    return found


def _needs(problem: Problem, lines: list[Line]) -> list[Trouble]:
    had: Counter[int] = Counter()
    for line in lines:
        had[line.need] += line.quantity
    found = []
    for number, need in enumerate(problem.needs):
        if had[number] > need.quantity:
            found.append(Trouble("too_much", True, None, number, None, need.item, had[number] - need.quantity))
        elif had[number] < need.quantity:
            found.append(Trouble("short", False, None, number, None, need.item, need.quantity - had[number]))
    return found


def _payload(problem: Problem, lines: list[Line]) -> list[Trouble]:
    kg: Counter[int] = Counter()
    m3: Counter[int] = Counter()
    for line in lines:
        weight = problem.weight(line.item)
        units = line.quantity / weight.scale
        kg[line.source] += units * weight.kg  # type: ignore[assignment]
        m3[line.source] += units * weight.m3  # type: ignore[assignment]
    return [
        Trouble("no_room", False, source=number)
        for number, source in enumerate(problem.sources)
        if (source.payload_kg is not None and kg[number] > source.payload_kg + 1e-6)
        or (source.payload_m3 is not None and m3[number] > source.payload_m3 + 1e-6)
    ]
