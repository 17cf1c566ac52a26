"""The answer: proven best where there is time for the proof, never worse than nearest-first, and said which it is."""

import time
from collections import Counter, defaultdict

from incidents.supply.allocation import flow, vehicles
from incidents.supply.allocation.greedy import Left, greedy
from incidents.supply.allocation.measure import Measured, better, gap, measure
from incidents.supply.allocation.problem import NO_WAY, Flows, Line, Lot, Problem, Shortfall, Solution

LIMIT_S = 2.0
PROVEN = 1e-6
# About a hundredth of a second per ten thousand; above this there would be no answer within any sensible limit.
MOST_ARCS = 4_000_000


def solve(problem: Problem, limit_s: float = LIMIT_S) -> Solution:
    """Allocate. `solver` says optimal (proven), feasible (with its gap) or greedy (`why`: away, slow)."""
    began = time.monotonic()
    plain = greedy(problem)
    flows, status, bound, why = plain, "greedy", None, ""
    if not flow.available():
        why = "away"
    elif limit_s <= 0 or len(problem.needs) * len(problem.sources) > MOST_ARCS:
        why = "slow"
    else:
        found = _exact(problem, began + limit_s)
        if found is None:
            why = "slow"
        else:
            flows, bound = found
            status = "feasible"
    worth, fallback = measure(problem, flows), measure(problem, plain)
    if better(fallback, worth):
        flows, worth = plain, fallback
    distance = None if bound is None else gap(worth, bound)
    if status == "feasible" and distance is not None and distance <= PROVEN:
        status = "optimal"
    return Solution(
        lines=lines_of(problem, flows),
        shortfalls=shortfalls_of(problem, flows),
        solver=status,
        gap=None if distance is None else round(distance, 6),
        coverage=worth[0],
        arrival=worth[1],
        bound={} if bound is None else {"coverage": bound[0], "arrival": bound[1]},
        seconds=time.monotonic() - began,
        why=why,
    )


def _exact(problem: Problem, until: float) -> tuple[Flows, Measured] | None:
    """Flows and a bound nothing can beat; None when the time is over."""
    flows: Flows = {}
    for group in flow.groups(problem):
        if time.monotonic() > until:
            return None
        part = flow.solve_group(problem, group)
        if part is None:
            return None
        flows |= part
    # What one item cannot better, all items together cannot either: without vehicles this is the optimum itself.
    bound = measure(problem, flows)
    if not vehicles.overloaded(problem, flows):
        return flows, bound
    loaded = vehicles.solve_with_vehicles(problem, until - time.monotonic(), flows)
    if loaded is None:
        return None
    return loaded.flows, loaded.bound or bound


def lines_of(problem: Problem, flows: Flows) -> list[Line]:
    """Flows as lines by lot: within a stock the earliest expiry goes first, to the most urgent need first."""
    lots: dict[tuple[int, int], list[list[int]]] = {}
    lines = []
    table = problem.minutes.tolist()

    def turn(key: tuple[int, int, int]) -> tuple[int, int, int, int]:
        need = problem.needs[key[0]]
        return (need.priority, key[0], table[key[1]][need.place], key[1])

    order = sorted(flows, key=turn)
    for number, source, item in order:
        missing = flows[number, source, item]
        minutes = table[source][problem.needs[number].place]
        if (source, item) not in lots:
            lots[source, item] = [
                [lot.id, lot.quantity] for lot in sorted(problem.stocks[source, item].lots, key=_first_out)
            ]
        for lot in lots[source, item]:
            amount = min(missing, lot[1])
            if amount > 0:
                lines.append(Line(number, source, item, lot[0], amount, minutes))
                lot[1] -= amount
                missing -= amount
        if missing > 0:  # a stock that is not kept by lot
            lines.append(Line(number, source, item, None, missing, minutes))
    return lines


def _first_out(lot: Lot) -> tuple[bool, int, int]:
    return (lot.expires is None, lot.expires or 0, lot.id)


def shortfalls_of(problem: Problem, flows: Flows) -> list[Shortfall]:
    """What every need lacks, and the reasons: kept as a floor, no way, no room on the vehicles, given to others, none."""
    had: Counter[int] = Counter()
    for (number, _source, _item), quantity in flows.items():
        had[number] += quantity
    holders: dict[int, list[int]] = defaultdict(list)
    for source, item in problem.stocks:
        holders[item].append(source)
    left = Left(problem, flows)
    return [
        Shortfall(number, need.quantity - had[number], _reasons(problem, number, holders[need.item], left, flows))
        for number, need in enumerate(problem.needs)
        if need.quantity > had[number]
    ]


def _reasons(
    problem: Problem, number: int, holders: list[int], left: Left, flows: Flows
) -> tuple[tuple[str, int | None, int], ...]:
    need = problem.needs[number]
    found: list[tuple[str, int | None, int]] = []
    for source in holders:
        stock, spare = problem.stocks[source, need.item], left.spare[source, need.item]
        if problem.minutes[source, need.place] == NO_WAY:
            if stock.spare > 0:
                found.append(("no_way", source, stock.spare))
            continue
        if spare > 0 and left.most(source, need.item) < spare:
            found.append(("no_room", source, spare))
        kept = min(stock.available, stock.floor)
        if kept > 0:
            found.append(("floor", source, kept))
    given = (
        sum(
            quantity
            for (other, _source, item), quantity in flows.items()
            if item == need.item and problem.needs[other].priority < need.priority
        )
        if len(problem.needs) <= 500
        else 0
    )
    if given:
        found.append(("urgent", None, given))
    order = {"no_way": 0, "no_room": 1, "floor": 2, "urgent": 3}
    found.sort(key=lambda reason: (order[reason[0]], -reason[2]))
    return tuple(found[:4]) or (("none", None, 0),)
