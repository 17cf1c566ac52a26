"""Hazard points, shelters, warehouses, hospitals, stations and schools, put where such things are."""

import random
from dataclasses import dataclass, field
from typing import Any

import shapely

from command_center.demo.gazetteer import Area
from command_center.demo.land import Land

_HAZARDS = [
    ("滑坡隐患点", "landslide point", "landslide"),
    ("泥石流沟", "debris-flow gully", "debris_flow"),
    ("崩塌隐患点", "rockfall point", "collapse"),
]


@dataclass
class Site:
    """One place to be; `detail` is what the map's card shows."""

    kind: str
    name: str
    name_en: str
    area: Area
    at: tuple[float, float]
    detail: dict[str, Any] = field(default_factory=dict)


def sites(land: Land, areas: list[Area], seed: int) -> list[Site]:
    """Every site of the county, from the top of its list down."""
    dice = random.Random(f"{seed}/sites")
    townships = [area for area in areas if area.level == "township" and area.code.startswith("990121")]
    villages = [area for area in areas if area.level == "village"]
    found: list[Site] = []
    for township in townships:
        short, short_en = township.name.rstrip("街道镇乡"), township.name_en.split()[0]
        own = [village for village in villages if village.parent == township.code]
        found += _of_township(township, own, short, short_en, dice)
    found += _county_wide(townships)
    found += _hazards(land, villages, dice)
    return found


def near(area: Area, dice: random.Random, km: float = 0.9) -> tuple[float, float]:
    """A point near the area's centre and inside it."""
    for _try in range(40):
        point = (area.centre[0] + dice.uniform(-km, km) / 95.5, area.centre[1] + dice.uniform(-km, km) / 110.9)
        if area.shape.contains(shapely.Point(point)):
            return round(point[0], 5), round(point[1], 5)
    return area.centre


def _of_township(township: Area, own: list[Area], short: str, short_en: str, dice: random.Random) -> list[Site]:
    seat = own[0]
    found = [
        Site(
            "hospital",
            f"{short}中心卫生院",
            f"{short_en} Health Centre",
            seat,
            near(seat, dice),
            {"beds": dice.randrange(30, 90, 5)},
        ),
        Site(
            "warehouse",
            f"{short}应急物资储备点",
            f"{short_en} Relief Store",
            seat,
            near(seat, dice),
            {"area_m2": dice.randrange(80, 400, 20)},
        ),
        Site(
            "school",
            f"{short}中学",
            f"{short_en} Middle School",
            seat,
            near(seat, dice),
            {"pupils": dice.randrange(500, 1800, 20)},
        ),
        Site(
            "shelter",
            f"{short}避难场所",
            f"{short_en} Shelter",
            seat,
            near(seat, dice),
            {"capacity": dice.randrange(600, 3000, 100)},
        ),
    ]
    for village in dice.sample(own[1:], min(2, len(own) - 1)):
        root, root_en = village.name.removesuffix("村").removesuffix("社区"), village.name_en.split()[0]
        found.append(
            Site(
                "school",
                f"{root}小学",
                f"{root_en} Primary School",
                village,
                near(village, dice),
                {"pupils": dice.randrange(80, 600, 10)},
            )
        )
        found.append(
            Site(
                "shelter",
                f"{root}村民活动中心",
                f"{root_en} Village Hall",
                village,
                near(village, dice),
                {"capacity": dice.randrange(80, 400, 20)},
            )
        )
    return found


def _county_wide(townships: list[Area]) -> list[Site]:
    first, second, third, eighth = townships[0], townships[1], townships[2], townships[7]

    def at(area: Area, east: float, north: float) -> tuple[float, float]:
        return round(area.centre[0] + east / 95.5, 5), round(area.centre[1] + north / 110.9, 5)

    return [
        Site("hospital", "青岚县人民医院", "Qinglan People's Hospital", first, at(first, 0.6, 0.3), {"beds": 620}),
        Site(
            "hospital",
            "青岚县中医医院",
            "Qinglan Hospital of Chinese Medicine",
            second,
            at(second, -0.4, 0.5),
            {"beds": 280},
        ),
        Site(
            "warehouse",
            "青岚县应急物资储备库",
            "Qinglan Central Relief Warehouse",
            second,
            at(second, 0.7, 0.2),
            {"area_m2": 4200},
        ),
        Site(
            "warehouse",
            "青岚县防汛物资仓库",
            "Qinglan Flood Control Warehouse",
            third,
            at(third, 0.5, -0.3),
            {"area_m2": 1600},
        ),
        Site("shelter", "岚城体育中心", "Lancheng Sports Centre", first, at(first, -0.7, -0.3), {"capacity": 8000}),
        Site("station", "岚城特勤消防站", "Lancheng Special Fire Station", first, at(first, 0.2, -0.4)),
        Site("station", "青江消防救援站", "Qingjiang Fire Station", second, at(second, 0.1, -0.4)),
        Site("station", "望溪消防救援站", "Wangxi Fire Station", third, at(third, -0.3, 0.3)),
        Site("station", "云岭消防救援站", "Yunling Fire Station", eighth, at(eighth, 0.2, 0.3)),
        Site("station", "青岚县公安局指挥中心", "Qinglan Police Command Centre", first, at(first, -0.3, 0.5)),
    ]


def _hazards(land: Land, villages: list[Area], dice: random.Random) -> list[Site]:
    """Slopes fail where it is high and steep."""
    found: list[Site] = []
    steep = sorted(villages, key=lambda village: -land.terrain.height(land.mesh.seeds[village.cell or 0]))
    for village in dice.sample(steep[: len(steep) // 2], 34):
        name, name_en, type_ = dice.choice(_HAZARDS)
        root, root_en = village.name.removesuffix("村").removesuffix("社区"), village.name_en.split()[0]
        people = dice.randrange(6, 140)
        detail = {"type": type_, "threatens": people, "level": dice.choice(("high", "medium", "medium", "low"))}
        found.append(Site("hazard", f"{root}{name}", f"{root_en} {name_en}", village, near(village, dice, 1.4), detail))
    return found
