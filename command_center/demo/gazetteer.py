"""The jurisdictions of the ground: codes, names, areas, people living there."""

import math
import random
from dataclasses import dataclass

import shapely

from command_center.demo import names
from command_center.demo.land import COUNTY, DISTRICT, NEIGHBOUR, Land
from command_center.demo.mesh import to_lonlat

# 99 is no province: a code that begins with it can belong to nobody.
CITY_CODE = "990100000000"
CODES = {COUNTY: "990121", NEIGHBOUR: "990122", DISTRICT: "990102"}
_NAMES = {COUNTY: names.COUNTY, NEIGHBOUR: names.NEIGHBOUR, DISTRICT: names.DISTRICT}


@dataclass
class Area:
    """One jurisdiction to be; `cell` is the mesh cell of a village."""

    code: str
    name: str
    name_en: str
    level: str
    parent: str | None
    shape: shapely.Geometry
    centre: tuple[float, float]
    population: int
    cell: int | None = None


def areas(land: Land, seed: int) -> list[Area]:
    """City, counties, townships, villages and grids; parents before children."""
    dice = random.Random(f"{seed}/gazetteer")
    below: list[Area] = []
    tops: list[Area] = []
    for county in (COUNTY, NEIGHBOUR, DISTRICT):
        code = CODES[county] + "000000"
        townships = _townships(land, county, code, dice)
        inner = [area for area in townships if area.level == "township"]
        name, name_en = _NAMES[county]
        tops.append(
            Area(
                code, name, name_en, "county", CITY_CODE, land.mesh.polygon(land.cells(county)),
                to_lonlat(land.mesh.seeds[land.seat[county, 0]]), sum(area.population for area in inner),
            )
        )  # fmt: skip
        below += townships
    centre = to_lonlat(land.mesh.seeds[land.seat[DISTRICT, 0]])
    people = sum(area.population for area in tops)
    city = Area(CITY_CODE, *names.CITY, "city", None, land.mesh.polygon(set(land.county_of)), centre, people)
    return [city, *tops, *sorted(below, key=lambda area: len(area.code))]


def _townships(land: Land, county: str, parent: str, dice: random.Random) -> list[Area]:
    rows = names.TOWNSHIPS if county == COUNTY else names.OUTSIDE[county]
    village_names = names.Villages(dice)
    found: list[Area] = []
    for number, (name, name_en, local) in enumerate(rows):
        code = f"{CODES[county]}{local}000"
        cells = land.cells(county, number)
        seat = land.seat[county, number]
        villages = []
        if county == COUNTY:
            villages = _villages(land, code, name, sorted(cells, key=lambda c: (c != seat, c)), village_names, dice)
        people = sum(area.population for area in villages if area.level == "village") or 14_000 + 3_600 * len(cells)
        centre = to_lonlat(land.mesh.seeds[seat])
        found.append(Area(code, name, name_en, "township", parent, land.mesh.polygon(cells), centre, people))
        found += villages
    return found


def _villages(
    land: Land, parent: str, township: str, cells: list[int], fresh: names.Villages, dice: random.Random
) -> list[Area]:
    found = []
    communities, villages = 0, 199
    for cell in cells:
        crowd = land.crowd(cell)
        urban = township.endswith("街道") or cell == cells[0]
        root = township.rstrip("街道镇乡") if cell == cells[0] else fresh.take()
        if urban:
            communities += 1
            code, name, name_en = f"{parent[:9]}{communities:03d}", f"{root}社区", f"{names.spell(root)} Community"
        else:
            villages += 1
            code, name, name_en = f"{parent[:9]}{villages:03d}", f"{root}村", f"{names.spell(root)} Village"
        people = round((700 + 6_200 * crowd**1.6) * dice.uniform(0.8, 1.25) * (1.5 if urban else 1.0))
        shape = land.mesh.polygon({cell})
        centre = to_lonlat(land.mesh.seeds[cell])
        found.append(Area(code, name, name_en, "village", parent, shape, centre, people, cell))
        found += _grids(found[-1], dice)
    return found


def _grids(village: Area, dice: random.Random) -> list[Area]:
    """Two to four grids, cut from the village so that together they are exactly it."""
    count = max(2, min(4, round(village.population / 1700)))
    west, south, east, north = village.shape.bounds
    points: list[shapely.Point] = []
    while len(points) < count:
        point = shapely.Point(dice.uniform(west, east), dice.uniform(south, north))
        if village.shape.contains(point) and all(point.distance(other) > (east - west) / 5 for other in points):
            points.append(point)
        elif dice.random() < 0.01 and points:
            points.pop()
    cuts = shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=village.shape, ordered=True)
    found = []
    for number, cut in enumerate(cuts.geoms, start=1):
        shape = shapely.union_all(
            [part for part in shapely.get_parts(cut.intersection(village.shape)) if part.geom_type == "Polygon"]
        )
        at = shape.representative_point()
        found.append(
            Area(
                f"{village.code}{number:03d}", f"{village.name}第{number}网格", f"{village.name_en} Grid {number}", "grid",
                village.code, shape, (round(at.x, 5), round(at.y, 5)), math.floor(village.population / count),
            )
        )  # fmt: skip
    return found
