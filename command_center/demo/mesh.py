"""A planar mesh of cells whose borders are shared: jurisdictions, rivers and roads are all taken from it.

Lengths are kilometres in a local plane; `to_lonlat` is the only way out, and rounds once, so that what was shared stays
shared to the last digit.
"""

import math
import random
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry import MultiPoint, Point, box

ORIGIN = (103.6, 30.9)
KM_PER_DEGREE_LAT = 110.87
KM_PER_DEGREE_LON = 111.32 * math.cos(math.radians(ORIGIN[1]))

Km = tuple[float, float]
Edge = tuple[int, int]


def to_lonlat(point: Km) -> Km:
    """Plane (km) → longitude, latitude; 5 decimals, about a metre."""
    return round(ORIGIN[0] + point[0] / KM_PER_DEGREE_LON, 5), round(ORIGIN[1] + point[1] / KM_PER_DEGREE_LAT, 5)


def lerp(a: Km, b: Km, t: float) -> Km:
    """The point a fraction `t` of the way from a to b."""
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t


@dataclass
class Mesh:
    """Cells around `seeds`; `border[i, j]` (i < j) is the wavy line between two cells, `corners[i, j]` its end indices."""

    seeds: list[Km]
    corner: list[Km] = field(default_factory=list)
    corners: dict[Edge, Edge] = field(default_factory=dict)
    border: dict[Edge, list[Km]] = field(default_factory=dict)
    neighbours: dict[int, list[int]] = field(default_factory=dict)

    def polygon(self, cells: set[int]) -> shapely.Geometry:
        """The area of some cells in degrees, built from their outer borders alone, so that nothing gapes or overlaps."""
        lines = [
            shapely.LineString([to_lonlat(point) for point in line])
            for (i, j), line in self.border.items()
            if (i in cells) != (j in cells)
        ]
        inside = [Point(to_lonlat(self.seeds[cell])) for cell in cells]
        tree = shapely.STRtree(inside)
        faces = [face for face in shapely.get_parts(shapely.polygonize(lines)) if len(tree.query(face, "contains"))]
        return shapely.union_all(faces)


def scatter(rng: np.random.Generator, extent: tuple[float, float, float, float], spacing) -> list[Km]:
    """Points at least `spacing(point)` km apart, thrown like darts, then moved once to the middle of their cells."""
    west, south, east, north = extent
    kept: list[tuple[float, float, float]] = []
    buckets: dict[tuple[int, int], list[tuple[float, float, float]]] = {}
    size = 6.0
    for x, y in rng.uniform((west, south), (east, north), (30_000, 2)):
        distance = spacing((x, y))
        bx, by = int(x // size), int(y // size)
        near = (p for dx in (-1, 0, 1) for dy in (-1, 0, 1) for p in buckets.get((bx + dx, by + dy), ()))
        if all((x - px) ** 2 + (y - py) ** 2 >= max(distance, d) ** 2 * 0.81 for px, py, d in near):
            buckets.setdefault((bx, by), []).append((x, y, distance))
            kept.append((x, y, distance))
    cells = _cells([(x, y) for x, y, _d in kept], extent)
    return [lerp((x, y), (cell.centroid.x, cell.centroid.y), 0.6) for (x, y, _d), cell in zip(kept, cells, strict=True)]


def _cells(seeds: list[Km], extent: tuple[float, float, float, float]) -> list[shapely.Polygon]:
    diagram = shapely.voronoi_polygons(MultiPoint(seeds), extend_to=box(*extent), ordered=True)
    return list(diagram.geoms)


def build(seeds: list[Km], extent: tuple[float, float, float, float], *, seed: int) -> Mesh:
    """The mesh of Voronoi cells, each inner border made wavy once, within the kite that belongs to it alone."""
    mesh = Mesh(seeds=seeds)
    numbers: dict[tuple[int, int], int] = {}
    sides: dict[Edge, list[int]] = {}
    for index, cell in enumerate(_cells(seeds, extent)):
        ring = [_corner(mesh, numbers, point) for point in cell.exterior.coords[:-1]]
        for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
            if a != b:
                sides.setdefault((min(a, b), max(a, b)), []).append(index)
    for ends, cells in sorted(sides.items()):
        if len(cells) != 2:
            continue
        i, j = sorted(cells)
        mesh.corners[i, j] = ends
        mesh.neighbours.setdefault(i, []).append(j)
        mesh.neighbours.setdefault(j, []).append(i)
        mesh.border[i, j] = _wavy(mesh, (i, j), ends, random.Random(f"{seed}/{i}/{j}"))
    _straighten_tangles(mesh)
    return mesh


def _straighten_tangles(mesh: Mesh) -> None:
    """Where a kite was so thin that two borders touch, both are calmed until they do not: topology before looks."""
    while True:
        keys = list(mesh.border)
        lines = [shapely.LineString([to_lonlat(point) for point in mesh.border[key]]) for key in keys]
        first, second = shapely.STRtree(lines).query(lines, "crosses")
        tangled = {keys[at] for at in (*first, *second)} | {
            key for key, line in zip(keys, lines, strict=True) if not line.is_simple
        }
        tangled = {key for key in tangled if len(mesh.border[key]) > 2}
        if not tangled:
            return
        for key in tangled:
            mesh.border[key] = _calmed(mesh.border[key])


def _calmed(line: list[Km]) -> list[Km]:
    """Half as wavy; straight once there is hardly a wave left."""
    chord = [lerp(line[0], line[-1], at / (len(line) - 1)) for at in range(len(line))]
    if max(math.dist(a, b) for a, b in zip(line, chord, strict=True)) < 0.05:
        return [line[0], line[-1]]
    return [line[0], *(lerp(a, b, 0.5) for a, b in zip(line[1:-1], chord[1:-1], strict=True)), line[-1]]


def _corner(mesh: Mesh, numbers: dict[tuple[int, int], int], point: tuple[float, ...]) -> int:
    key = (round(point[0] * 1e5), round(point[1] * 1e5))
    if key not in numbers:
        numbers[key] = len(mesh.corner)
        mesh.corner.append((point[0], point[1]))
    return numbers[key]


def _wavy(mesh: Mesh, cells: Edge, ends: Edge, dice: random.Random) -> list[Km]:
    start, end = mesh.corner[ends[0]], mesh.corner[ends[1]]
    middle = lerp(start, end, 0.5)
    left, right = (lerp(middle, mesh.seeds[cell], 0.62) for cell in cells)
    line = [start]
    _subdivide(line, (start, left, end, right), dice, depth=0)
    return [*line, end]


def _subdivide(line: list[Km], kite: tuple[Km, Km, Km, Km], dice: random.Random, depth: int) -> None:
    """Noisy edges (A. Patel): every half gets a smaller kite of its own, so two borders can never cross."""
    a, b, c, d = kite
    if depth >= 4 or math.dist(a, c) < 0.28:
        return
    p, q = dice.uniform(0.35, 0.65), dice.uniform(0.3, 0.7)
    ad, bc, ab, dc = lerp(a, d, p), lerp(b, c, p), lerp(a, b, q), lerp(d, c, q)
    middle = lerp(ad, bc, q)
    u, v = dice.uniform(0, 0.35), dice.uniform(0, 0.35)
    _subdivide(line, (a, lerp(ab, b, -u), middle, lerp(ad, d, -v)), dice, depth + 1)
    line.append(middle)
    _subdivide(line, (middle, lerp(bc, c, u), c, lerp(dc, d, v)), dice, depth + 1)
