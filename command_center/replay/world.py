"""The jurisdiction a record is played in: city and battalions, dispatch centre and stations, teams, types, officers."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.contrib.gis.geos import MultiPoint, Point, Polygon
from django.db import transaction

from clocks.kinds import all_kinds
from clocks.models import Limit
from command_center.models import Wall
from command_center.replay.rows import Call, Record
from command_center.replay.vocabulary import (
    CALL_TYPES,
    LOCAL_CAPABILITIES,
    OTHER_TYPE_FROM,
    UNIT_TYPES,
    UNKNOWN_UNIT,
)
from core.errors import ConflictError
from incidents.response.models import EventType
from organizations.models import Jurisdiction, Level, Unit, UnitKind, User
from organizations.roles import Role
from organizations.services import jurisdiction_create, membership_grant, unit_create, user_create
from resources.teams.models import Capability, Team
from resources.teams.services import TeamData, team_create

ROOT_CODE = "US-SF"
LIMIT_S = 60 * 366 * 24 * 3600  # the past cannot be late: what is played back owes nothing to the present clock
SPEED_KMH = 40


@dataclass
class World:
    """What the player needs: one officer who does everything, places by battalion, teams by unit, types by call type."""

    officer: User
    root: Jurisdiction
    battalions: dict[str, Jurisdiction] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    types: dict[str, EventType] = field(default_factory=dict)


@transaction.atomic
def build(record: Record) -> World:
    """Make the world of a record, or add to it what a second part of the same record brings."""
    world = existing() or _new_root(record)
    _places(world, record)
    _types(world, record)
    _teams(world, record)
    return world


def existing() -> World | None:
    """The world an earlier replay made, or None."""
    root = Jurisdiction.objects.filter(code=ROOT_CODE).first()
    return World(_officer(root), root) if root else None


def _officer(root: Jurisdiction) -> User:
    officer = User.objects.filter(username="replay", unit__jurisdiction=root).first()
    if officer is None:
        raise ConflictError(f"There is a jurisdiction {ROOT_CODE} that this replay did not make.")
    return officer


def _new_root(record: Record) -> World:
    points = [call.point for call in record.calls.values() if call.point]
    root = jurisdiction_create(
        code=ROOT_CODE,
        name="旧金山（回放）",
        name_en="San Francisco (replay)",
        level=Level.CITY,
        boundary=_around(points),
        actor=None,
    )
    centre = unit_create(
        jurisdiction=root,
        name="旧金山消防局调度中心",
        name_en="Fire Department dispatch centre",
        kind=UnitKind.BUREAU,
        receives_reports=True,
        actor=None,
    )
    officer = user_create(
        username="replay", full_name="回放调度员", unit=centre, title="回放", must_change_password=False, actor=None
    )
    membership_grant(user=officer, role=Role.DUTY_OFFICER, jurisdiction=root, actor=None)
    past_is_never_late(root)
    Wall.objects.get_or_create(
        slug="replay", defaults={"name": root.name, "name_en": root.name_en, "jurisdiction": root}
    )
    return World(officer, root)


def _around(points: list[tuple[float, float]]) -> Polygon | None:
    """The record has no boundary; a line around all calls, about a kilometre off, is enough to find them on a map."""
    hull = MultiPoint([Point(*point) for point in points], srid=4326).convex_hull.buffer(0.01) if points else None
    return hull if isinstance(hull, Polygon) else None


def let_watch(world: World, username: str) -> None:
    """Let somebody who can sign in see everything that is played, and change nothing. ConflictError when unknown."""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise ConflictError(f"There is no account {username}.")
    if not user.memberships.filter(jurisdiction=world.root, ends_at=None).exists():
        membership_grant(user=user, role=Role.AUDITOR, jurisdiction=world.root, actor=None)


def past_is_never_late(root: Jurisdiction) -> None:
    """What is played back happened long ago: the clocks of the present owe nothing there, or every row would ring."""
    for kind in all_kinds():
        Limit.objects.create(
            kind=kind.name,
            jurisdiction=root,
            seconds=LIMIT_S,
            effective_from=datetime(1970, 1, 1, tzinfo=UTC),
            source="Replay of past days: the present clock does not apply.",
        )


def _places(world: World, record: Record) -> None:
    """Battalions as areas, their stations as units in them."""
    stations: dict[str, set[str]] = {}
    for call in record.calls.values():
        if call.battalion:
            stations.setdefault(call.battalion, set()).add(call.station)
    known = {place.code: place for place in Jurisdiction.objects.filter(parent=world.root)}
    for name in sorted(stations):
        code = f"{ROOT_CODE}-{name}"[:16]
        world.battalions[name] = known.get(code) or jurisdiction_create(
            code=code,
            name=f"{name} 大队辖区",
            name_en=f"Battalion {name}",
            level=Level.COUNTY,
            parent=world.root,
            actor=None,
        )
    home = _stations_home(record)
    present = set(Unit.objects.filter(jurisdiction__parent=world.root).values_list("name", flat=True))
    for station, battalion in sorted(home.items()):
        if f"{station} 号消防站" not in present:
            unit_create(
                jurisdiction=world.battalions[battalion],
                name=f"{station} 号消防站",
                name_en=f"Station {station}",
                kind=UnitKind.STATION,
                actor=None,
            )


def _stations_home(record: Record) -> dict[str, str]:
    """Station area → the battalion most of its calls are counted to."""
    counts: dict[str, dict[str, int]] = {}
    for call in record.calls.values():
        if call.station and call.battalion:
            of_station = counts.setdefault(call.station, {})
            of_station[call.battalion] = of_station.get(call.battalion, 0) + 1
    return {station: max(sorted(found), key=lambda name: found[name]) for station, found in counts.items()}


def _types(world: World, record: Record) -> None:
    seen = sorted({call.type for call in record.calls.values()})
    unlisted = [name for name in seen if name not in CALL_TYPES]
    taken = EventType.objects.filter(standard="LOCAL", code__gte=str(OTHER_TYPE_FROM)).count()
    for name in seen:
        code, chinese, english = CALL_TYPES.get(name) or (
            str(OTHER_TYPE_FROM + taken + unlisted.index(name)),
            name,
            name,
        )
        found = EventType.objects.filter(standard="LOCAL", name_en=english).first() if name in unlisted else None
        world.types[name] = (
            found
            or EventType.objects.get_or_create(
                code=code, defaults={"name": chinese[:60], "name_en": english[:80], "standard": "LOCAL"}
            )[0]
        )


def _teams(world: World, record: Record) -> None:
    """A team per unit; engines and trucks at the station whose number they carry, all others at the dispatch centre."""
    for code, (name, name_en) in LOCAL_CAPABILITIES.items():
        Capability.objects.get_or_create(code=code, defaults={"name": name, "name_en": name_en})
    capabilities = {row.code: row for row in Capability.objects.all()}
    known = {team.code: team for team in Team.objects.filter(jurisdiction=world.root).select_related("jurisdiction")}
    stations = {
        unit.name.split(" ")[0]: unit
        for unit in Unit.objects.filter(jurisdiction__parent=world.root, kind=UnitKind.STATION).select_related(
            "jurisdiction"
        )
    }
    bases = _bases(record)
    centre = Unit.objects.get(pk=world.officer.unit_id)
    for code, unit_type in sorted({(step.unit, step.unit_type) for step in record.steps if step.unit}):
        if code in known:
            world.teams[code] = known[code]
            continue
        words = UNIT_TYPES.get(unit_type, UNKNOWN_UNIT)
        number = code[1:].zfill(2) if unit_type in ("ENGINE", "TRUCK", "RESCUE SQUAD") and code[1:].isdigit() else ""
        station = stations.get(number)
        data = TeamData(
            jurisdiction=world.root,
            unit=station or centre,
            code=code,
            name=f"{words.name} {code}",
            name_en=f"{words.name_en} {code}",
            kind=words.kind,
            capabilities=[capabilities[name] for name in words.can],
            strength=words.strength,
            base=bases.get(number),
            speed_kmh=SPEED_KMH,
        )
        world.teams[code] = team_create(data=data, actor=world.officer)


def _bases(record: Record) -> dict[str, Point]:
    """The record does not say where stations stand; the middle of a station's calls is near enough to draw it."""
    points: dict[str, list[tuple[float, float]]] = {}
    for call in record.calls.values():
        if call.point and call.station:
            points.setdefault(call.station, []).append(call.point)
    return {station: _middle(found) for station, found in points.items()}


def _middle(points: list[tuple[float, float]]) -> Point:
    lon, lat = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    return Point(round(lon, 6), round(lat, 6), srid=4326)


def place_of(world: World, call: Call) -> str:
    """The division code a call is filed under."""
    battalion = world.battalions.get(call.battalion)
    return battalion.code if battalion else world.root.code
