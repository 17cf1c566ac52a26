"""The road graph of the base map: shortest way by driving time, and where along it somebody is."""

import heapq
import itertools
import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.geo import distance_m
from resources.places.models import BasemapFeature

Pair = tuple[float, float]
# How much faster than a team's own road speed a kind of road is driven.
PACE = {"highway": 1.5, "road": 1.0, "track": 0.6}


@dataclass
class Route:
    """A way over the ground: points (lon, lat) and metres from the start at each; `pace` of the stretch that begins there."""

    points: list[Pair]
    metres: list[float]
    pace: list[float]

    @property
    def length(self) -> float:
        """Metres."""
        return self.metres[-1]

    def at_metre(self, metre: float) -> Pair:
        """The point so many metres from the start."""
        if metre >= self.length or len(self.points) == 1:
            return self.points[-1]
        index = max(0, bisect_right(self.metres, metre) - 1)
        a, b = self.points[index], self.points[index + 1]
        stretch = self.metres[index + 1] - self.metres[index]
        share = (metre - self.metres[index]) / stretch if stretch else 0.0
        return round(a[0] + (b[0] - a[0]) * share, 6), round(a[1] + (b[1] - a[1]) * share, 6)

    def at_share(self, share: float) -> Pair:
        """The point a fraction of the way along."""
        return self.at_metre(self.length * share)

    def pace_at(self, metre: float) -> float:
        """How fast the road is here, as a factor."""
        return self.pace[min(max(0, bisect_right(self.metres, metre) - 1), len(self.pace) - 1)] if self.pace else 1.0


@dataclass
class RoadMap:
    """Crossings and bends as nodes; roads that share a point are connected there."""

    links: dict[Pair, list[tuple[Pair, float, float]]] = field(default_factory=dict)

    def add(self, line: Iterable[tuple[float, ...]], pace: float) -> None:
        """One road, both ways."""
        points = [(point[0], point[1]) for point in line]
        for a, b in itertools.pairwise(points):
            length = distance_m(a, b)
            self.links.setdefault(a, []).append((b, length, pace))
            self.links.setdefault(b, []).append((a, length, pace))

    def nearest(self, point: Pair) -> Pair:
        """The node nearest to a point."""
        squeeze = math.cos(math.radians(point[1]))
        return min(self.links, key=lambda node: ((node[0] - point[0]) * squeeze) ** 2 + (node[1] - point[1]) ** 2)

    def route(self, start: tuple[float, ...], goal: tuple[float, ...]) -> Route:
        """The quickest way: straight to the road, along it, straight to the goal; straight across where there is none."""
        here, there = (start[0], start[1]), (goal[0], goal[1])
        if not self.links:
            return _measured([here, there], [1.0])
        first, last = self.nearest(here), self.nearest(there)
        nodes, pace = self._search(first, last)
        return _measured([here, *nodes, there], [PACE["track"], *pace, PACE["track"]])

    def _search(self, first: Pair, last: Pair) -> tuple[list[Pair], list[float]]:
        best: dict[Pair, float] = {first: 0.0}
        came: dict[Pair, tuple[Pair, float]] = {}
        queue = [(0.0, first)]
        while queue:
            cost, node = heapq.heappop(queue)
            if node == last:
                break
            if cost > best[node]:
                continue
            for other, length, pace in self.links[node]:
                total = cost + length / pace
                if total < best.get(other, math.inf):
                    best[other], came[other] = total, (node, pace)
                    heapq.heappush(queue, (total, other))
        if last not in best:
            return [first, last], [PACE["track"]]
        nodes, paces = [last], []
        while nodes[-1] != first:
            node, pace = came[nodes[-1]]
            nodes.append(node)
            paces.append(pace)
        return nodes[::-1], paces[::-1]


def _measured(points: list[Pair], pace: list[float]) -> Route:
    metres = [0.0]
    for a, b in itertools.pairwise(points):
        metres.append(metres[-1] + distance_m(a, b))
    return Route(points, metres, pace)


def load_roads() -> RoadMap:
    """The roads of the base map as they are stored."""
    roads = RoadMap()
    for kind, geometry in BasemapFeature.objects.filter(kind__in=PACE).values_list("kind", "geometry"):
        if geometry.geom_type == "LineString":
            roads.add(geometry.coords, PACE[kind])
    return roads
