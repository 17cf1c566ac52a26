"""Who has which ground: counties, townships and villages as sets of cells."""

import heapq
import math
import random
from dataclasses import dataclass, field

import numpy as np

from command_center.demo import mesh as meshes
from command_center.demo.mesh import Km, Mesh
from command_center.demo.terrain import Terrain, valley_km

EXTENT = (-52.0, -62.0, 82.0, 48.0)
TOWNSHIPS = 12
CITY = "city"
COUNTY, NEIGHBOUR, DISTRICT = "county", "neighbour", "district"
_HEARTS: dict[str, Km] = {COUNTY: (0.0, 0.0), NEIGHBOUR: (-2.0, -42.0), DISTRICT: (46.0, -14.0)}
SEAT: Km = (3.5, -0.5)
# Where township seats are looked for, in km; the first two are the county town and its new quarter.
_SEATS: tuple[Km, ...] = (
    SEAT, (9.5, -5.0), (17.5, -9.5), (20.0, 3.0), (11.0, 10.0), (1.0, 14.5), (-9.0, 7.0), (-20.0, 12.5),
    (-19.5, 0.5), (-9.0, -6.5), (-14.0, -15.0), (3.5, -15.5),
)  # fmt: skip
_OUTSIDE_SEATS: dict[str, tuple[Km, ...]] = {
    NEIGHBOUR: ((-2.0, -38.0), (-20.0, -34.0), (14.0, -34.0), (-12.0, -49.0), (8.0, -49.0)),
    DISTRICT: ((44.0, -14.0), (38.0, -27.0), (37.0, 4.0), (58.0, -16.0)),
}


@dataclass
class Land:
    """The mesh with its owners: cell → county, cell → township number; `seat[county, township]` is the seat's cell."""

    mesh: Mesh
    terrain: Terrain
    county_of: dict[int, str] = field(default_factory=dict)
    township_of: dict[int, tuple[str, int]] = field(default_factory=dict)
    seat: dict[tuple[str, int], int] = field(default_factory=dict)

    def cells(self, county: str, township: int | None = None) -> set[int]:
        """Cells of a county or of one of its townships."""
        if township is None:
            return {cell for cell, owner in self.county_of.items() if owner == county}
        return {cell for cell, owner in self.township_of.items() if owner == (county, township)}

    def crowd(self, cell: int) -> float:
        """How thickly people live here: 1 in the county town, near 0 on the tops."""
        point = self.mesh.seeds[cell]
        near_seat = min(math.dist(point, self.mesh.seeds[seat]) for seat in self.seat.values())
        town = math.exp(-math.dist(point, SEAT) / 5)
        return min(1.0, 0.1 + 0.35 * math.exp(-near_seat / 3) + 0.3 * math.exp(-valley_km(point) / 6) + 0.5 * town)


def survey(seed: int) -> Land:
    """Cells thrown over the ground, small in the valley and large on the tops, and dealt out to their owners."""
    terrain = Terrain(seed)
    dice = random.Random(f"{seed}/land")
    turns = [(k, dice.uniform(0, 2 * math.pi), dice.uniform(0.5, 1) * 0.16 / k) for k in (2, 3, 4, 5)]

    def inside(point: Km, heart: Km, radius: float, flat: float = 1.0) -> bool:
        angle = math.atan2((point[1] - heart[1]) * flat, point[0] - heart[0])
        reach = radius * (1 + sum(size * math.sin(k * angle + phase) for k, phase, size in turns))
        return math.hypot(point[0] - heart[0], (point[1] - heart[1]) * flat) < reach

    def spacing(point: Km) -> float:
        if not inside(point, (0.0, 0.0), 27.5, 1.15):
            return 5.2
        return 1.98 + 1.5 * min(1.0, valley_km(point) / 12) - 0.7 * math.exp(-math.dist(point, SEAT) / 5)

    seeds = meshes.scatter(np.random.default_rng(seed), EXTENT, spacing)
    land = Land(meshes.build(seeds, EXTENT, seed=seed), terrain)
    edge_cells = {cell for cell in range(len(seeds)) if _at_the_rim(seeds[cell])}
    for cell, point in enumerate(seeds):
        if cell in edge_cells:
            continue
        if inside(point, (0.0, 0.0), 25.5, 1.15):
            land.county_of[cell] = COUNTY
        elif inside(point, (15.0, -17.0), 47.0, 1.12) and not (point[1] > 16 and point[0] < 14):
            land.county_of[cell] = min((NEIGHBOUR, DISTRICT), key=lambda name: math.dist(point, _HEARTS[name]))
    for county in (COUNTY, NEIGHBOUR, DISTRICT):
        _keep_one_piece(land, county)
        _deal_out(land, county, _SEATS if county == COUNTY else _OUTSIDE_SEATS[county])
    return land


def _at_the_rim(point: Km) -> bool:
    west, south, east, north = EXTENT
    return not (west + 5 < point[0] < east - 5 and south + 5 < point[1] < north - 5)


def _keep_one_piece(land: Land, county: str) -> None:
    """Drop cells that hang on to nothing: a county is one area."""
    cells = land.cells(county)
    start = min(cells, key=lambda cell: math.dist(land.mesh.seeds[cell], _HEARTS[county]))
    seen, queue = {start}, [start]
    while queue:
        for other in land.mesh.neighbours[queue.pop()]:
            if other in cells and other not in seen:
                seen.add(other)
                queue.append(other)
    for cell in cells - seen:
        del land.county_of[cell]


def _deal_out(land: Land, county: str, seats: tuple[Km, ...]) -> None:
    """Every cell to the seat that is reached soonest over land: ridges divide, valleys unite, and each stays in one piece."""
    cells = land.cells(county)
    points = land.mesh.seeds
    queue: list[tuple[float, int, int]] = []
    for number, wanted in enumerate(seats):
        taken = set(land.seat.values())
        cell = min(cells - taken, key=lambda c: math.dist(points[c], wanted))
        land.seat[county, number] = cell
        queue.append((0.0, number, cell))
    heapq.heapify(queue)
    while queue:
        cost, number, cell = heapq.heappop(queue)
        if cell in land.township_of:
            continue
        land.township_of[cell] = (county, number)
        for other in land.mesh.neighbours[cell]:
            if other in cells and other not in land.township_of:
                climb = abs(land.terrain.height(points[cell]) - land.terrain.height(points[other])) / 150
                heapq.heappush(queue, (cost + math.dist(points[cell], points[other]) + climb, number, other))
