"""How good an answer is: coverage of each priority, then weighted arrival. Numbers of different items are never added.

Every quantity counts as the share it is of all that is asked of its item, so a tent and a bottle of water can be summed.
"""

from collections import Counter

import numpy as np

from incidents.supply.allocation.problem import LATE, NEVER, URGENCY, Flows, Problem

EPS = 1e-7
Measured = tuple[tuple[float, ...], float]


def families(problem: Problem) -> dict[int, int]:
    """Item → the one that stands for all that can replace one another."""
    root: dict[int, int] = {}

    def find(item: int) -> int:
        root.setdefault(item, item)
        while root[item] != item:
            root[item] = item = root[root[item]]
        return item

    for need in problem.needs:
        find(need.item)
        for other in need.instead:
            root[find(other)] = find(need.item)
    return {item: find(item) for item in list(root)}


def demand(problem: Problem) -> dict[int, int]:
    """Item → all that is asked of it and of what can replace it."""
    family, asked = families(problem), Counter[int]()
    for need in problem.needs:
        asked[family[need.item]] += need.quantity
    return {item: asked[head] for item, head in family.items()}


def measure(problem: Problem, flows: Flows) -> Measured:
    """(covered share per priority from the most urgent, then less what is only a substitute; weighted minutes)."""
    coverage = dict.fromkeys(sorted(URGENCY), 0.0)
    if not flows:
        return (*coverage.values(), 0.0), 0.0
    asked = demand(problem)
    numbers, sources, items = np.array(list(flows)).T
    needs = [problem.needs[number] for number in numbers]
    shares = np.array(list(flows.values())) / np.array([asked[need.item] for need in needs])
    minutes = problem.minutes[sources, [need.place for need in needs]]
    due = np.array([NEVER if need.due is None else need.due for need in needs])
    urgency = np.array([URGENCY[need.priority] for need in needs])
    arrival = float((shares * urgency * (minutes + np.maximum(0, minutes - due) * (LATE - 1))).sum())
    priorities = np.array([need.priority for need in needs])
    for priority in coverage:
        coverage[priority] = float(shares[priorities == priority].sum())
    other = float(shares[items != np.array([need.item for need in needs])].sum())
    return (*coverage.values(), -other), arrival


def better(one: Measured, other: Measured) -> bool:
    """Whether `one` is truly better: the more urgent covered first, fewer substitutes, then the earlier arrival."""
    for a, b in zip(one[0], other[0], strict=True):
        if abs(a - b) > EPS:
            return a > b
    return one[1] < other[1] - EPS


def gap(found: Measured, bound: Measured) -> float:
    """How far the answer may be from the best, on the first objective where the two differ (0 … 1)."""
    for a, b in zip(found[0], bound[0], strict=True):
        if b - a > EPS:
            return (b - a) / abs(b) if b else 1.0
        if a - b > EPS:  # better than a bound of what was not reached
            return 0.0
    return max(0.0, (found[1] - bound[1]) / bound[1]) if bound[1] > EPS else 0.0
