"""Writing the fictional county down: reference data in bulk, everything that somebody does through the services."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import shapely
from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point
from django.db import connection, transaction
from django.utils.translation import gettext as _

from command_center.demo import names, rosters
from command_center.demo.gazetteer import CITY_CODE, CODES, Area, areas
from command_center.demo.land import COUNTY, Land, survey
from command_center.demo.reserves import reserves_load
from command_center.demo.roads import lay
from command_center.demo.shelters import shelters_load
from command_center.demo.sites import Site, sites
from command_center.demo.supplies import supplies_load
from command_center.demo.water import Water, drain, in_degrees
from command_center.models import Wall
from core.errors import ConflictError
from core.pinyin import initials
from organizations.models import Jurisdiction, Unit, User
from organizations.services import membership_grant, user_create
from resources.places.models import BasemapFeature, Place
from resources.teams.models import Capability, Team, TeamKind, TeamMember, Vehicle
from resources.teams.services import TeamData, team_create

SEED = 2026
Say = Callable[[str], None]


@dataclass
class Demo:
    """What was made: areas by code, units by (jurisdiction code, name), people by username."""

    areas: list[Area]
    places: dict[str, Jurisdiction]
    units: dict[tuple[str, str], Unit]
    people: dict[str, User]
    teams: list[Team]


def allowed() -> bool:
    """Demo accounts have published passwords: never where DEBUG is off."""
    return bool(settings.DEBUG and settings.DEMO)


def present() -> bool:
    """Whether the county is in this database."""
    return Jurisdiction.objects.filter(code=CITY_CODE).exists()


@transaction.atomic
def demo_load(*, seed: int = SEED, say: Say = lambda line: None) -> Demo:
    """Make the county, all or nothing. ConflictError where it may not be or is there already."""
    if not allowed():
        raise ConflictError(
            _("The demo county has published passwords. It is refused where DEBUG is off or DEMO is not set.")
        )
    if present():
        raise ConflictError(_("The demo county is already here."))
    say(_("Drawing the county"))
    land = survey(seed)
    water = drain(land, seed)
    rows = areas(land, seed)
    places = _jurisdictions(rows)
    _basemap(land, water)
    found = sites(land, rows, seed)
    _places(found, places)
    say(_("Adding units, teams and people"))
    people = names.People(random.Random(f"{seed}/people"))
    units = _units(rows, places, people)
    users = _people(rows, places, units, people)
    teams = _teams(rows, places, units, users, people, seed)
    _walls(places)
    reserves_load(rows, places, units, users, seed)
    shelters_load(units, users, seed)
    supplies_load(places, units)
    statistics()
    return Demo(rows, places, units, users, teams)


def statistics() -> None:
    """Tell the planner what was loaded: until it knows, it takes large tables for empty ones and reads them whole."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def multi(shape: shapely.Geometry) -> MultiPolygon:
    """The area as the database keeps it."""
    area = GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=4326)
    return area if isinstance(area, MultiPolygon) else MultiPolygon(area, srid=4326)


def _jurisdictions(rows: list[Area]) -> dict[str, Jurisdiction]:
    """Paths are made of ids, so the ids are drawn first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('organizations_jurisdiction', 'id')) FROM generate_series(1, %s)",
            [len(rows)],
        )
        ids = [row[0] for row in cursor.fetchall()]
    made: dict[str, Jurisdiction] = {}
    for pk, area in zip(ids, rows, strict=True):
        parent = made[area.parent] if area.parent else None
        made[area.code] = Jurisdiction(
            pk=pk,
            code=area.code,
            name=area.name,
            name_en=area.name_en,
            initials=initials(area.name.removesuffix("（演示）")),
            level=area.level,
            parent=parent,
            path=f"{parent.path if parent else '/'}{pk}/",
            boundary=multi(area.shape),
            centre=Point(*area.centre, srid=4326),
            population=area.population,
        )
    Jurisdiction.objects.bulk_create(made.values(), batch_size=200)
    return made


def _basemap(land: Land, water: Water) -> None:
    features = []
    for river, name in zip(water.rivers, _river_names(len(water.rivers)), strict=True):
        line = GEOSGeometry(memoryview(shapely.to_wkb(in_degrees(river.line))), srid=4326)
        features.append(
            BasemapFeature(kind="river", name=name, name_en=name and names.river_in_english(name), geometry=line)
        )
    for lake, name in zip(water.lakes, names.LAKES, strict=False):
        ring = shapely.Polygon(in_degrees(list(lake.exterior.coords)))
        english = f"{names.spell(name[:2])} {'Reservoir' if name.endswith('水库') else 'Lake'}"
        features.append(
            BasemapFeature(
                kind="lake",
                name=name,
                name_en=english,
                geometry=GEOSGeometry(memoryview(shapely.to_wkb(ring)), srid=4326),
            )
        )
    numbers = {"highway": 0, "road": 0}
    for road in lay(land, water):
        line = GEOSGeometry(memoryview(shapely.to_wkb(in_degrees(road.line))), srid=4326)
        name = name_en = ""
        if road.kind in numbers:
            numbers[road.kind] += 1
            letter, word, word_en = (
                ("G", "高速", "Expressway") if road.kind == "highway" else ("X", "县道", "County Road")
            )
            number = f"{letter}{900 + numbers[road.kind]}"
            name, name_en = f"{word}{number}", f"{word_en} {number}"
        features.append(BasemapFeature(kind=road.kind, name=name, name_en=name_en, geometry=line))
    BasemapFeature.objects.bulk_create(features)


def _river_names(count: int) -> Iterable[str]:
    return (names.RIVERS + [""] * count)[:count]


def _places(rows: list[Site], places: dict[str, Jurisdiction]) -> None:
    Place.objects.bulk_create(
        Place(
            kind=site.kind,
            name=site.name,
            name_en=site.name_en,
            jurisdiction=places[site.area.code],
            location=Point(*site.at, srid=4326),
            detail=site.detail,
        )
        for site in rows
    )


def county_code(key: str) -> str:
    """The division code behind a county's key; `city` is the city above them."""
    return CITY_CODE if key == "city" else CODES[key] + "000000"


def _units(rows: list[Area], places: dict[str, Jurisdiction], people: names.People) -> dict[tuple[str, str], Unit]:
    wanted = [(county_code(COUNTY), row) for row in rosters.COUNTY_UNITS]
    wanted += [(county_code(key), row) for key, listed in rosters.OTHER_UNITS.items() for row in listed]
    for area in rows:
        if area.level == "township":
            wanted.append(
                (
                    area.code,
                    (
                        f"{area.name}人民政府".replace("街道人民政府", "街道办事处"),
                        f"{area.name_en} Government",
                        "government",
                        False,
                    ),
                )
            )
        elif area.level == "village":
            kind = (
                ("居民委员会", "Residents' Committee")
                if area.name.endswith("社区")
                else ("村民委员会", "Villagers' Committee")
            )
            wanted.append(
                (
                    area.code,
                    (f"{area.name.removesuffix('村')}{kind[0]}", f"{area.name_en} {kind[1]}", "committee", False),
                )
            )
    units = [
        Unit(
            jurisdiction=places[code],
            name=name,
            name_en=name_en,
            initials=initials(name),
            kind=kind,
            duty_phone=people.desk(),
            receives_reports=receives,
        )
        for code, (name, name_en, kind, receives) in wanted
    ]
    Unit.objects.bulk_create(units)
    return {(unit.jurisdiction.code, unit.name): unit for unit in units}


def _people(
    rows: list[Area], places: dict[str, Jurisdiction], units: dict[tuple[str, str], Unit], people: names.People
) -> dict[str, User]:
    """The accounts of docs/operations.md, by the services, as the operator; other officers cannot sign in."""
    township = next(area for area in rows if area.level == "township" and area.name == "松坪镇")
    village = [area for area in rows if area.level == "village" and area.parent == township.code][1]
    where = {"township": township.code, "village": village.code}
    by_name = {unit.name: unit for unit in units.values()}
    committee = next(unit for (code, _name), unit in units.items() if code == village.code)
    made: dict[str, User] = {}
    for row in rosters.PEOPLE:
        signs_in = not row.username.startswith("-")
        user = user_create(
            username=row.username if signs_in else f"demo.{row.username[1:]}",
            full_name=row.full_name,
            unit=by_name.get(row.unit, committee),
            phone=people.mobile(),
            title=row.title,
            must_change_password=False,
            actor=None,
        )
        if signs_in:
            # Contract passwords are public; the rules for people's own passwords would refuse them.
            user.set_password(f"Demo-{row.username}-2026")
            user.save(update_fields=["password"])
        place = places[where.get(row.where) or county_code(row.where)]
        membership_grant(user=user, role=row.role, jurisdiction=place, actor=None)
        made[row.username.lstrip("-")] = user
    return made


def _teams(
    rows: list[Area],
    places: dict[str, Jurisdiction],
    units: dict[tuple[str, str], Unit],
    users: dict[str, User],
    people: names.People,
    seed: int,
) -> list[Team]:
    dice = random.Random(f"{seed}/teams")
    capabilities = {row.code: row for row in Capability.objects.all()}
    by_name = {unit.name: unit for unit in units.values()}
    seats: dict[str, list[Area]] = {}
    for area in rows:
        if area.level == "township":
            seats.setdefault(area.code[:6], []).append(area)
    made = []
    for row in rosters.TEAMS + _grassroots(seats[CODES[COUNTY]]):
        key = "district" if row.county == "city" else row.county
        seat = seats[CODES[key]][row.base]
        base = (seat.centre[0] + dice.uniform(-0.005, 0.005), seat.centre[1] + dice.uniform(-0.005, 0.005))
        data = TeamData(
            jurisdiction=places[county_code(row.county)],
            unit=by_name[row.unit],
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            kind=TeamKind(row.kind),
            capabilities=[capabilities[code] for code in row.can.split()],
            leader_name=people.name(),
            leader_phone=people.mobile(),
            deputy_name=people.name(),
            deputy_phone=people.mobile(),
            strength=row.strength,
            base=Point(round(base[0], 5), round(base[1], 5), srid=4326),
            base_name=seat.name,
            speed_kmh=row.speed,
        )
        actor = users["duty"] if row.county == "county" else users["city"]
        made.append(team_create(data=data, actor=actor))
    _crews(made, rosters.TEAMS + _grassroots(seats[CODES[COUNTY]]), people, dice)
    return made


def _grassroots(seats: list[Area]) -> list[rosters.TeamRow]:
    """Every township has its own team: the first there, and those who know the doors."""
    return [
        rosters.TeamRow(
            f"乡-{number + 1:02d}", f"{seat.name}综合应急救援队", f"{seat.name_en} Emergency Team", "grassroots",
            f"{seat.name}人民政府".replace("街道人民政府", "街道办事处"), number, rosters.GRASSROOTS_CAN, 25, 42,
            (("巡逻车", 1), ("皮卡车", 1)),
        )
        for number, seat in enumerate(seats)
    ]  # fmt: skip


def _crews(teams: list[Team], rows: list[rosters.TeamRow], people: names.People, dice: random.Random) -> None:
    members, vehicles = [], []
    for team, row in zip(teams, rows, strict=True):
        skills = row.can.split()
        members += [
            TeamMember(team=team, name=people.name(), phone=people.mobile(), post="队员", skills=[dice.choice(skills)])
            for _one in range(min(8, row.strength))
        ]
        for kind, count in row.vehicles:
            vehicles += [
                Vehicle(team=team, plate=f"演A·{len(vehicles) + at:04d}", kind=kind, seats=dice.choice((3, 5, 6)))
                for at in range(1, count + 1)
            ]
    TeamMember.objects.bulk_create(members)
    Vehicle.objects.bulk_create(vehicles)


def _walls(places: dict[str, Jurisdiction]) -> None:
    for slug, key, (name, name_en) in (("county", COUNTY, names.COUNTY), ("city", "city", names.CITY)):
        Wall.objects.get_or_create(
            slug=slug,
            defaults={
                "name": f"{name}指挥大厅",
                "name_en": f"{name_en} command hall",
                "jurisdiction": places[county_code(key)],
            },
        )
