"""When the vehicles of a source do not carry all it would give: one linear program over all items, then whole numbers.

The objectives in their order, one solve each (GLOP, warm-started): coverage from the most urgent priority down, then weighted
arrival. The program's values are bounds that no answer in whole numbers can beat, so the gap shown is proven.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from incidents.supply.allocation.greedy import Left, fill
from incidents.supply.allocation.measure import Measured, demand
from incidents.supply.allocation.problem import NO_WAY, URGENCY, Flows, Problem

try:
    from ortools.linear_solver import pywraplp
except ImportError:  # the greedy answer remains
    pywraplp = None

Arc = tuple[int, int, int]
# Above this the program is cut to the nearest sources of every need, and bounded by the one without vehicles.
MOST_ARCS = 30_000
NEAREST = 8


@dataclass(slots=True)
class Answer:
    """Flows in whole numbers; the bound, None where the program was cut or not finished."""

    flows: Flows
    bound: Measured | None


def overloaded(problem: Problem, flows: Flows) -> bool:
    """Whether some source would have to send more than its vehicles carry."""
    left = Left(problem, flows)
    return any(room is not None and room < -1e-6 for room in (*left.kg, *left.m3))


def _arcs(problem: Problem, keep: Flows) -> tuple[list[Arc], bool]:
    """Every way a need can be served, and whether all of them are there."""
    holders: dict[int, list[int]] = defaultdict(list)
    for (source, item), stock in problem.stocks.items():
        if stock.spare > 0:
            holders[item].append(source)
    ways: list[list[Arc]] = []
    costs = problem.cost(problem.needs).T.tolist()
    for number, need in enumerate(problem.needs):
        cost = costs[number]
        for item in (need.item, *need.instead):
            able = [source for source in holders[item] if cost[source] != NO_WAY]
            able.sort(key=lambda source, cost=cost: cost[source])
            ways.append([(number, source, item) for source in able])
    if sum(map(len, ways)) <= MOST_ARCS:
        return [arc for way in ways for arc in way], True
    cut = {arc for way in ways for arc in way[:NEAREST]} | set(keep)
    return sorted(cut), False


class _Program:
    """The linear program; quantities in units, not in steps, for the sake of its numbers."""

    def __init__(self, problem: Problem, arcs: list[Arc], seconds: float) -> None:
        self.problem, self.arcs = problem, arcs
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.solver.set_time_limit(max(1, int(seconds * 1000)))
        self.x = [self.solver.NumVar(0, self.solver.infinity(), "") for _arc in arcs]
        by_need, by_stock, by_source = defaultdict(list), defaultdict(list), defaultdict(list)
        for index, (number, source, item) in enumerate(arcs):
            by_need[number].append(index)
            by_stock[source, item].append(index)
            by_source[source].append(index)
        for number, members in by_need.items():
            need = problem.needs[number]
            self._row(members, need.quantity / problem.weight(need.item).scale)
        for key, members in by_stock.items():
            self._row(members, problem.stocks[key].spare / problem.weight(key[1]).scale)
        for source, members in by_source.items():
            for room, name in ((problem.sources[source].payload_kg, "kg"), (problem.sources[source].payload_m3, "m3")):
                if room is not None:
                    self._row(members, room, [getattr(problem.weight(arcs[index][2]), name) for index in members])

    def _row(self, members: list[int], most: float, factors: list[float] | None = None) -> None:
        row = self.solver.Constraint(0, most)
        for place, index in enumerate(members):
            row.SetCoefficient(self.x[index], 1.0 if factors is None else factors[place])

    def best(self, factors: np.ndarray, *, most: bool) -> float | None:
        """The best value of one objective, None when it was not found in time."""
        objective = self.solver.Objective()
        objective.Clear()
        for variable, factor in zip(self.x, factors.tolist(), strict=True):
            if factor:
                objective.SetCoefficient(variable, factor)
        (objective.SetMaximization if most else objective.SetMinimization)()
        return objective.Value() if self.solver.Solve() == pywraplp.Solver.OPTIMAL else None

    def hold(self, factors: np.ndarray, value: float) -> None:
        """From now on at least this much."""
        row = self.solver.Constraint(value - 1e-7 * max(1.0, abs(value)), self.solver.infinity())
        for variable, factor in zip(self.x, factors.tolist(), strict=True):
            if factor:
                row.SetCoefficient(variable, factor)

    def flows(self) -> Flows:
        """The answer rounded down to whole steps."""
        pairs = zip(self.arcs, self.x, strict=True)
        amounts = ((arc, int(x.solution_value() * self.problem.weight(arc[2]).scale + 1e-6)) for arc, x in pairs)
        return {arc: amount for arc, amount in amounts if amount > 0}


def solve_with_vehicles(problem: Problem, seconds: float, keep: Flows) -> Answer | None:
    """The best flows within the vehicles' payload, or None when there was no time; `keep`: arcs that stay in a cut program."""
    if pywraplp is None:
        return None
    arcs, whole = _arcs(problem, keep)
    if not arcs:
        return Answer({}, None)
    program = _Program(problem, arcs, seconds)
    asked = demand(problem)
    shares = np.array(
        [problem.weight(item).scale / asked[problem.needs[number].item] for number, _source, item in arcs]
    )
    priorities = np.array([problem.needs[number].priority for number, _source, _item in arcs])
    minutes = problem.cost(problem.needs)[[source for _n, source, _i in arcs], [number for number, _s, _i in arcs]]
    other = np.array([item != problem.needs[number].item for number, _source, item in arcs])
    aims = [np.where(priorities == priority, shares, 0.0) for priority in sorted(URGENCY)]
    covered = []
    for factors in (*aims, np.where(other, -shares, 0.0)):
        value = program.best(factors, most=True) if factors.any() else 0.0
        if value is None:
            return None
        covered.append(value)
        if factors.any():
            program.hold(factors, value)
    arrival = program.best(shares * minutes, most=False)
    if arrival is None:
        return None
    flows = program.flows()
    fill(problem, flows, Left(problem, flows))
    return Answer(flows, (tuple(covered), arrival) if whole else None)
