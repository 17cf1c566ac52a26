"""Roads over the mesh: an expressway, county roads that join the township seats, and tracks to every other village."""

import heapq
import itertools
import math
from dataclasses import dataclass

from command_center.demo.land import COUNTY, DISTRICT, NEIGHBOUR, Land
from command_center.demo.mesh import Edge, Km, lerp
from command_center.demo.water import Water

HIGHWAY, ROAD, TRACK = "highway", "road", "track"


@dataclass
class Road:
    """A stretch of road; ends, and every village it passes, are exact shared points of the network."""

    kind: str
    line: list[Km]
    ends: Edge
    name: str = ""


def lay(land: Land, water: Water) -> list[Road]:
    """The whole network, best road first; every village and every seat can be reached from every other."""
    costs = _Costs(land, water)
    ranks: dict[Edge, str] = {}
    for here, there in _trunk(land):
        _claim(ranks, costs.path(here, there, ranks, {HIGHWAY: 0.6}), HIGHWAY)
    _join_seats(land, costs, ranks)
    _reach_villages(land, costs, ranks)
    return _stretches(land, ranks)


def _trunk(land: Land) -> list[tuple[int, int]]:
    """The expressway: the city, the county town, up the valley and away; and a branch to the county next door."""
    seat = land.seat[COUNTY, 0]
    far = min(land.cells(COUNTY), key=lambda c: math.dist(land.mesh.seeds[c], (-26.0, 19.0)))
    return [(land.seat[DISTRICT, 0], seat), (seat, far), (land.seat[NEIGHBOUR, 0], seat)]


class _Costs:
    """What it takes to build from cell to cell: length, slope, bridges."""

    def __init__(self, land: Land, water: Water) -> None:
        self.land = land
        self.water = water
        self._built: dict[Edge, float] = {}

    def step(self, a: int, b: int) -> float:
        edge = (min(a, b), max(a, b))
        if edge not in self._built:
            points, height = self.land.mesh.seeds, self.land.terrain.height
            length = math.dist(points[a], points[b])
            slope = abs(height(points[a]) - height(points[b])) / (1000 * length)
            self._built[edge] = length * (1 + 14 * slope) + (2.2 if edge in self.water.wet else 0.0)
        return self._built[edge]

    def path(self, start: int, goal: int, ranks: dict[Edge, str], discount: dict[str, float]) -> list[int]:
        """Cells from start to goal at least cost; roads that are there already cost less."""
        queue, best, came = [(0.0, start)], {start: 0.0}, {start: start}
        while queue:
            cost, cell = heapq.heappop(queue)
            if cell == goal:
                break
            if cost > best[cell]:
                continue
            for other in self.land.mesh.neighbours[cell]:
                if other not in self.land.county_of:
                    continue
                rank = ranks.get((min(cell, other), max(cell, other)), "")
                total = cost + self.step(cell, other) * discount.get(rank, 1.0)
                if total < best.get(other, math.inf):
                    best[other], came[other] = total, cell
                    heapq.heappush(queue, (total, other))
        way = [goal]
        while way[-1] != start:
            way.append(came[way[-1]])
        return way[::-1]


def _claim(ranks: dict[Edge, str], way: list[int], kind: str) -> None:
    for a, b in itertools.pairwise(way):
        ranks.setdefault((min(a, b), max(a, b)), kind)


def _join_seats(land: Land, costs: _Costs, ranks: dict[Edge, str]) -> None:
    """A spanning tree of the seats and then each seat's second nearest, so that most have two ways out."""
    seats = sorted(land.seat.values())
    points = land.mesh.seeds
    joined, rest = [land.seat[COUNTY, 0]], [s for s in seats if s != land.seat[COUNTY, 0]]
    links: list[Edge] = []
    while rest:
        a, b = min(((a, b) for a in joined for b in rest), key=lambda pair: math.dist(points[pair[0]], points[pair[1]]))
        joined.append(b)
        rest.remove(b)
        links.append((a, b))
    for seat in seats:
        near = sorted((other for other in seats if other != seat), key=lambda o: math.dist(points[o], points[seat]))
        links.append((seat, near[1]))
    for a, b in links:
        _claim(ranks, costs.path(a, b, ranks, {HIGHWAY: 0.75, ROAD: 0.55}), ROAD)


def _reach_villages(land: Land, costs: _Costs, ranks: dict[Edge, str]) -> None:
    """Every cell not yet on a road gets the cheapest track to one: one search outward from the whole network."""
    on_road = {cell for edge in ranks for cell in edge}
    queue = [(0.0, cell, cell) for cell in sorted(on_road)]
    seen: set[int] = set()
    while queue:
        cost, cell, before = heapq.heappop(queue)
        if cell in seen:
            continue
        seen.add(cell)
        if cell != before:
            ranks.setdefault((min(cell, before), max(cell, before)), TRACK)
        for other in land.mesh.neighbours[cell]:
            if other in land.county_of and other not in seen:
                heapq.heappush(queue, (cost + costs.step(cell, other), other, cell))


def _stretches(land: Land, ranks: dict[Edge, str]) -> list[Road]:
    """Edges of one kind joined into long curves between junctions."""
    roads = []
    for kind in (HIGHWAY, ROAD, TRACK):
        links: dict[int, list[int]] = {}
        for (a, b), rank in sorted(ranks.items()):
            if rank == kind:
                links.setdefault(a, []).append(b)
                links.setdefault(b, []).append(a)
        used: set[Edge] = set()
        starts = [cell for cell, others in links.items() if len(others) != 2] + list(links)
        for start in starts:
            for following in links[start]:
                way = _follow(links, used, start, following)
                if len(way) > 1:
                    roads.append(Road(kind, _curve(land, way, kind), (way[0], way[-1])))
    return roads


def _follow(links: dict[int, list[int]], used: set[Edge], start: int, following: int) -> list[int]:
    way, here, ahead = [start], start, following
    while (min(here, ahead), max(here, ahead)) not in used:
        used.add((min(here, ahead), max(here, ahead)))
        way.append(ahead)
        if len(links[ahead]) != 2:
            break
        here, ahead = ahead, next(other for other in links[ahead] if other != here)
    return way


def _curve(land: Land, way: list[int], kind: str) -> list[Km]:
    """A smooth line through the villages and through the gap in each border between them."""
    knots: list[Km] = [land.mesh.seeds[way[0]]]
    for a, b in itertools.pairwise(way):
        border = land.mesh.border[min(a, b), max(a, b)]
        middle = border[len(border) // 2]
        straight = lerp(land.mesh.seeds[a], land.mesh.seeds[b], 0.5)
        knots.append(lerp(straight, middle, 0.25 if kind == HIGHWAY else 0.7))
        knots.append(land.mesh.seeds[b])
    padded = [knots[0], *knots, knots[-1]]
    line = [knots[0]]
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        steps = max(2, min(6, round(math.dist(p1, p2) / 0.35)))
        line.extend(_spline(p0, p1, p2, p3, step / steps) for step in range(1, steps))
        line.append(p2)
    return line


def _spline(p0: Km, p1: Km, p2: Km, p3: Km, t: float) -> Km:
    """Catmull–Rom between p1 and p2."""

    def axis(i: int) -> float:
        a, b, c, d = p0[i], p1[i], p2[i], p3[i]
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)

    return axis(0), axis(1)
