"""Nearest first, as a person does it: needs by urgency, each from the nearest source that still may give."""

from collections import Counter

import numpy as np

from incidents.supply.allocation.problem import NO_WAY, Flows, Need, Problem


class Left:
    """What is left to give while an answer is put together: spare stock, and room on the vehicles."""

    def __init__(self, problem: Problem, flows: Flows | None = None) -> None:
        self.problem = problem
        self.spare = {key: stock.spare for key, stock in problem.stocks.items()}
        self.kg = [source.payload_kg for source in problem.sources]
        self.m3 = [source.payload_m3 for source in problem.sources]
        for (_need, source, item), quantity in (flows or {}).items():
            self.take(source, item, quantity)

    def most(self, source: int, item: int) -> int:
        """How much of an item a source can still give and carry."""
        amount = self.spare.get((source, item), 0)
        weight = self.problem.weight(item)
        for room, each in ((self.kg[source], weight.kg), (self.m3[source], weight.m3)):
            if room is not None and each > 0 and amount > 0:
                amount = min(amount, int((room + 1e-9) * weight.scale / each))
        return max(0, amount)

    def take(self, source: int, item: int, quantity: int) -> None:
        """It is given."""
        weight = self.problem.weight(item)
        units = quantity / weight.scale
        self.spare[source, item] -= quantity
        if (kg := self.kg[source]) is not None:
            self.kg[source] = kg - units * weight.kg
        if (m3 := self.m3[source]) is not None:
            self.m3[source] = m3 - units * weight.m3


def by_urgency(needs: list[Need]) -> list[int]:
    """Numbers of the needs, the most urgent first; in one urgency the one wanted soonest, then as they came."""
    far = 10**9
    return sorted(
        range(len(needs)), key=lambda n: (needs[n].priority, far if needs[n].due is None else needs[n].due, n)
    )


def fill(problem: Problem, flows: Flows, left: Left) -> Flows:
    """Give to every need what it still lacks: its own item first, then what will do instead; nearest source first."""
    nearest: dict[int, list[int]] = {}
    minutes = problem.minutes.tolist()
    had: Counter[int] = Counter()
    for (number, _source, _item), quantity in flows.items():
        had[number] += quantity
    for number in by_urgency(problem.needs):
        need = problem.needs[number]
        missing = need.quantity - had[number]
        if missing <= 0:
            continue
        if need.place not in nearest:
            nearest[need.place] = np.argsort(problem.minutes[:, need.place], kind="stable").tolist()
        for item in (need.item, *need.instead):
            for source in nearest[need.place]:
                if missing <= 0:
                    break
                if minutes[source][need.place] == NO_WAY:
                    continue
                amount = min(missing, left.most(source, item))
                if amount > 0:
                    flows[number, source, item] = flows.get((number, source, item), 0) + amount
                    left.take(source, item, amount)
                    missing -= amount
    return flows


def greedy(problem: Problem) -> Flows:
    """The whole answer, nearest first."""
    return fill(problem, {}, Left(problem))
