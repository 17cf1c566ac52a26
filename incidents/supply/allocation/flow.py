"""Items that share nothing with other items, each solved exactly as a min-cost flow (OR-Tools).

The network of one group: all that there is → each stock in five steps of its spare (the fuller a store, the cheaper a step:
that is the balance) → needs; and from all that there is straight to every need, dear, for what stays uncovered. Costs are
whole numbers, so the four objectives go in one number, in order: an uncovered unit of a more urgent need costs more than any
re-arrangement of less urgent ones could save; a weighted minute costs more than all balance and cost together.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from incidents.supply.allocation.measure import families
from incidents.supply.allocation.problem import NO_WAY, Flows, Problem

try:
    from ortools.graph.python import min_cost_flow
except ImportError:  # the greedy answer remains
    min_cost_flow = None

STEPS = 5
_TIE = 1000 * STEPS + 100
_LARGEST = 9 * 10**18


@dataclass(slots=True)
class Group:
    """Items tied together by what may replace them: their needs and their stocks."""

    needs: list[int]
    stocks: list[tuple[int, int]]


def available() -> bool:
    """Whether the solver is here."""
    return min_cost_flow is not None


def groups(problem: Problem) -> Iterator[Group]:
    """Needs and stocks of the items that can replace one another, group by group."""
    family = families(problem)
    needs: dict[int, list[int]] = defaultdict(list)
    stocks: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, need in enumerate(problem.needs):
        needs[family[need.item]].append(number)
    for key, stock in problem.stocks.items():
        if stock.spare > 0 and key[1] in family:
            stocks[family[key[1]]].append(key)
    for item, wanted in needs.items():
        yield Group(wanted, stocks.get(item, []))


def _costs(problem: Problem, group: Group) -> tuple[np.ndarray, np.ndarray]:
    """Weighted minutes [stock, need] (NO_WAY where it cannot serve), and a small number for the distance in it."""
    sources = np.array([source for source, _item in group.stocks])
    items = np.array([item for _source, item in group.stocks])
    needs = [problem.needs[number] for number in group.needs]
    own = items[:, None] == np.array([need.item for need in needs])[None, :]
    allowed = own.copy()
    for column, need in enumerate(needs):
        if need.instead:
            allowed[:, column] |= np.isin(items, need.instead)
    cost = problem.cost(needs)[sources]
    table = np.where(allowed, cost, NO_WAY)
    other = ~own & (table != NO_WAY)
    far = max(1.0, float(problem.km.max(initial=1.0)))
    small = (problem.km[np.ix_(sources, [need.place for need in needs])] / far * 99).astype(np.int64)
    if other.any():  # what replaces is dearer than any way, so that it is taken for what would otherwise be missing
        table[other] += (int(table.max(initial=0)) + 1) * (len(sources) + 1)
    return table, small


def _weight(flow: int, dearest: int, stocks: int, nodes: int) -> int:
    """What a weighted minute costs: more than every tie together where 64 bits allow it, else as much as they allow."""
    strict = flow * _TIE + 1
    room = _LARGEST // ((dearest + 2) * (stocks + 2) * 6 * (nodes + 2))
    return max(_TIE, min(strict, room))


def solve_group(problem: Problem, group: Group) -> Flows | None:
    """The best flows of one group, proven; None when the solver gives none."""
    if not group.stocks:
        return {}
    table, small = _costs(problem, group)
    many, wanted = table.shape
    quantities = np.array([problem.needs[number].quantity for number in group.needs], dtype=np.int64)
    spare = np.array([problem.stocks[key].spare for key in group.stocks], dtype=np.int64)
    weight = _weight(int(quantities.sum()), int(table.max(initial=0)), many, many + wanted + 1)
    hop = (int(table.max(initial=0)) + 1) * weight * (many + 2)
    rows, columns = np.nonzero(table != NO_WAY)
    urgent = np.array([6 - problem.needs[number].priority for number in group.needs], dtype=np.int64)
    root = many + wanted
    network = min_cost_flow.SimpleMinCostFlow()
    add = network.add_arcs_with_capacity_and_unit_cost
    arcs = add(
        rows,
        many + columns,
        np.minimum(spare[rows], quantities[columns]),
        table[rows, columns] * weight + small[rows, columns],
    )
    step = np.diff(np.floor(spare[:, None] * np.arange(STEPS + 1) / STEPS).astype(np.int64), axis=1)
    add(
        np.full(many * STEPS, root),
        np.repeat(np.arange(many), STEPS),
        step.ravel(),
        np.tile(np.arange(STEPS) * 1000, many),
    )
    add(np.full(wanted, root), many + np.arange(wanted), quantities, urgent * hop)
    network.set_nodes_supplies(np.array([root]), np.array([int(quantities.sum())]))
    network.set_nodes_supplies(many + np.arange(wanted), -quantities)
    if network.solve() != network.OPTIMAL:
        return None
    amounts = network.flows(arcs)
    used = np.nonzero(amounts)[0]
    return {
        (group.needs[columns[k]], group.stocks[rows[k]][0], group.stocks[rows[k]][1]): int(amounts[k]) for k in used
    }
