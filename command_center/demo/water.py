"""Rivers that flow downhill along the borders of cells, and reservoirs dammed up on them."""

import heapq
import itertools
import math
import random
from dataclasses import dataclass

import shapely

from command_center.demo.land import EXTENT, Land
from command_center.demo.mesh import Edge, Km, to_lonlat

RIVER_FROM = 9  # corners that drain through a border before it is drawn as a river
SHORTEST_KM = 5.0


@dataclass
class River:
    """One river from its source to where it joins a larger one; `flow` grows with the country it drains."""

    line: list[Km]
    flow: float


@dataclass
class Water:
    """Rivers, largest first; lakes as areas in the plane; borders that carry a river."""

    rivers: list[River]
    lakes: list[shapely.Polygon]
    wet: dict[Edge, float]


def drain(land: Land, seed: int) -> Water:
    """Let it rain everywhere once and see where the water goes."""
    downstream, order = _flood(land)
    flow = dict.fromkeys(downstream, 1.0)
    for corner in reversed(order):
        below = downstream[corner]
        if below is not None:
            flow[below] += flow[corner]
    lines = {ends: land.mesh.border[cells] for cells, ends in land.mesh.corners.items()}
    cells_of = {ends: cells for cells, ends in land.mesh.corners.items()}
    ours = shapely.MultiPoint([land.mesh.seeds[cell] for cell in land.county_of]).buffer(6.0)
    rivers = [
        River(_meander(list(part.simplify(0.04).coords)), river.flow)
        for river in _stems(land, downstream, flow, lines)
        for part in shapely.get_parts(shapely.intersection(shapely.LineString(river.line), ours))
        if part.length >= SHORTEST_KM
    ]
    rivers.sort(key=lambda river: -river.flow)
    wet = {
        cells_of[_key(corner, below)]: flow[corner]
        for corner, below in downstream.items()
        if below is not None and flow[corner] >= RIVER_FROM
    }
    return Water(rivers, _lakes(land, rivers, seed), wet)


def _meander(line: list[Km]) -> list[Km]:
    """No water runs straight for a kilometre: long stretches are bent, those already winding are left as they are."""
    bent = [line[0]]
    for a, b in itertools.pairwise(line):
        bent.extend(_bend(a, b, random.Random(f"{a}{b}")))
    return bent


def _bend(a: Km, b: Km, dice: random.Random) -> list[Km]:
    length = math.dist(a, b)
    if length < 0.7:
        return [b]
    aside = dice.choice((-1, 1)) * dice.uniform(0.08, 0.2)
    along = dice.uniform(0.4, 0.6)
    middle = (
        a[0] + (b[0] - a[0]) * along - (b[1] - a[1]) * aside,
        a[1] + (b[1] - a[1]) * along + (b[0] - a[0]) * aside,
    )
    return [*_bend(a, middle, dice), *_bend(middle, b, dice)]


def _key(a: int, b: int) -> Edge:
    return min(a, b), max(a, b)


def _flood(land: Land) -> tuple[dict[int, int | None], list[int]]:
    """Fill from the low rim upwards: each corner's way down, and the corners in that order."""
    mesh = land.mesh
    links: dict[int, list[int]] = {}
    for a, b in mesh.corners.values():
        links.setdefault(a, []).append(b)
        links.setdefault(b, []).append(a)
    queue = [(land.terrain.height(mesh.corner[c]), c, -1) for c in links if _is_mouth(mesh.corner[c])]
    heapq.heapify(queue)
    downstream: dict[int, int | None] = {}
    order: list[int] = []
    while queue:
        height, corner, below = heapq.heappop(queue)
        if corner in downstream:
            continue
        downstream[corner] = below if below >= 0 else None
        order.append(corner)
        for other in links[corner]:
            if other not in downstream:
                heapq.heappush(queue, (max(height + 0.01, land.terrain.height(mesh.corner[other])), other, corner))
    return downstream, order


def _is_mouth(point: Km) -> bool:
    west, south, east, _north = EXTENT
    return point[0] > east - 4 or (point[1] < south + 4 and point[0] > west + 40)


def _stems(
    land: Land, downstream: dict[int, int | None], flow: dict[int, float], lines: dict[Edge, list[Km]]
) -> list[River]:
    """Each river is followed from its mouth up its strongest feeder; the other feeders are rivers of their own."""
    feeders: dict[int, list[int]] = {}
    for corner, below in downstream.items():
        if below is not None and flow[corner] >= RIVER_FROM:
            feeders.setdefault(below, []).append(corner)
    mouths = [corner for corner, below in downstream.items() if below is None and flow[corner] >= RIVER_FROM]
    stack: list[tuple[int, int]] = [(mouth, feeder) for mouth in mouths for feeder in feeders.get(mouth, [])]
    rivers = []
    while stack:
        mouth, corner = stack.pop()
        course, size = [mouth, corner], flow[corner]
        while feeders.get(corner):
            strongest = max(feeders[corner], key=lambda c: flow[c])
            stack.extend((corner, other) for other in feeders[corner] if other != strongest)
            corner = strongest
            course.append(corner)
        course.reverse()
        line = [land.mesh.corner[course[0]]]
        for a, b in itertools.pairwise(course):
            part = lines[_key(a, b)]
            line.extend((part if part[0] == land.mesh.corner[a] else part[::-1])[1:])
        rivers.append(River(line, size))
    return rivers


def _lakes(land: Land, rivers: list[River], seed: int) -> list[shapely.Polygon]:
    """Three reservoirs: long and winding above a dam, wide at the dam, ending where the valley was too narrow."""
    dice = random.Random(f"{seed}/lakes")
    found: list[shapely.Polygon] = []
    for wanted in ((-13.0, 11.0), (12.0, 13.0), (0.3, -4.3)):
        river = min(rivers[1:], key=lambda r: min(math.dist(p, wanted) for p in r.line[: max(2, len(r.line) * 2 // 3)]))
        dam = min(range(len(river.line)), key=lambda i: math.dist(river.line[i], wanted))
        reach, parts, gone = dice.uniform(3.2, 4.4), [], 0.0
        for at in range(dam, 0, -1):
            width = 0.62 * (1 - gone / reach) * dice.uniform(0.75, 1.25) + 0.06
            parts.append(shapely.LineString(river.line[at - 1 : at + 1]).buffer(width))
            gone += math.dist(river.line[at], river.line[at - 1])
            if gone > reach:
                break
        if parts:
            shape = shapely.union_all(parts).buffer(0.12).buffer(-0.12).simplify(0.015)
            if shape.geom_type == "Polygon" and not any(shape.intersects(other) for other in found):
                found.append(shapely.Polygon(shape.exterior))
    return found


def in_degrees(line: list[Km]) -> shapely.LineString:
    """A line of the plane as longitude and latitude."""
    return shapely.LineString([to_lonlat(point) for point in line])
