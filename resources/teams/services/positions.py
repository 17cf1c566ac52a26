"""Positions: batched, newest wins by its own time, history kept and bounded (R-D7). They never enter the event table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from math import isfinite
from typing import Any, TypeGuard

import orjson
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import access
from organizations.access import Actor
from organizations.roles import Permission
from timeline.services import POSITIONS, ring

MAX_BATCH = 1000
FUTURE = timedelta(minutes=5)
HISTORY_DAYS = 30
TRIM_CHUNK = 20_000
# The search index follows ready teams only (a released team is put in its place then), and only beyond this distance:
# it chooses whom to look at; distances are reckoned from the team's own newest position.
STILL_M = 200

# Locked in ascending id, as every other writer of teams does, so that two batches cannot wait for each other.
_TEAMS = """
SELECT t.id, t.leader_id, j.path FROM teams_team t JOIN organizations_jurisdiction j ON j.id = t.jurisdiction_id
WHERE t.id = ANY(%s) AND t.is_active ORDER BY t.id FOR NO KEY UPDATE OF t
"""

_STORE = """
WITH item AS MATERIALIZED (
    SELECT team, to_timestamp(at) AS at, ST_SetSRID(ST_MakePoint(lon, lat), 4326) AS place, accuracy, newest
    FROM unnest(%(team)s::bigint[], %(at)s::float8[], %(lon)s::float8[], %(lat)s::float8[], %(accuracy)s::float8[],
                %(newest)s::bool[]) AS given(team, at, lon, lat, accuracy, newest)
), kept AS (
    INSERT INTO teams_positionhistory (team_id, at, received_at, place, accuracy_m)
    SELECT team, at, %(now)s, place, accuracy FROM item ON CONFLICT DO NOTHING
), moved AS (
    UPDATE teams_team t SET position = item.place, position_at = item.at, position_accuracy_m = item.accuracy
    FROM item WHERE item.newest AND t.id = item.team AND (t.position_at IS NULL OR t.position_at < item.at)
    RETURNING t.id, t.position
), placed AS (
    UPDATE teams_teamability a SET place = moved.position FROM moved
    WHERE a.team_id = moved.id AND a.ready
        AND (a.place IS NULL OR ST_DistanceSphere(a.place, moved.position) > %(still)s)
)
SELECT id FROM moved
"""

_TRIM = """
DELETE FROM teams_positionhistory WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM teams_positionhistory WHERE received_at < %s LIMIT %s))
"""


@dataclass
class IngestResult:
    """How many items were taken, and which were not, each with its index and why."""

    accepted: int = 0
    rejected: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Item:
    team: int
    at: float
    lon: float
    lat: float
    accuracy: float | None


@transaction.atomic
def positions_ingest(*, batch: Sequence[Any], actor: Actor) -> IngestResult:
    """Take up to MAX_BATCH `{"team","at","lon","lat","accuracy_m"?}`; each is judged alone, repetition changes nothing.

    An item older than what is stored goes to the history only; one more than five minutes ahead is refused.
    """
    now = timezone.now()
    result = IngestResult()
    items: dict[int, _Item] = {}
    latest = (now + FUTURE).timestamp()
    earliest = (now - history_kept()).timestamp()
    for index, raw in enumerate(batch):
        item = _read(raw, earliest, latest)
        if isinstance(item, str):
            result.rejected.append({"index": index, "message": item})
        else:
            items[index] = item
    paths = _reachable({item.team for item in items.values()}, actor)
    for index in [index for index, item in items.items() if item.team not in paths]:
        message = _("Team %(team)s does not exist, or it is out of your reach.") % {"team": items.pop(index).team}
        result.rejected.append({"index": index, "message": message})
    result.rejected.sort(key=lambda refused: refused["index"])
    result.accepted = len(items)
    if items:
        _announce(_store(list(items.values()), now), items.values(), paths)
    return result


def history_kept() -> timedelta:
    """How long positions are kept: setting POSITION_HISTORY_DAYS."""
    return timedelta(days=getattr(settings, "POSITION_HISTORY_DAYS", HISTORY_DAYS))


def _read(raw: Any, earliest: float, latest: float) -> _Item | str:
    """The item, or what is wrong with it in words."""
    if not isinstance(raw, Mapping):
        return _("Not an object with team, at, lon and lat.")
    team, lon, lat, accuracy = raw.get("team"), raw.get("lon"), raw.get("lat"), raw.get("accuracy_m")
    if type(team) is not int or not 0 < team < 2**63:
        return _("“team” must be the id of a team.")
    if not (_number(lon) and _number(lat) and -180 <= lon <= 180 and -90 <= lat <= 90):
        return _("“lon” must be between -180 and 180, “lat” between -90 and 90.")
    if accuracy is not None and not (_number(accuracy) and 0 <= accuracy <= 1e7):
        return _("“accuracy_m” must be a number of metres.")
    try:
        moment = datetime.fromisoformat(raw.get("at") or "")
        at = moment.timestamp() if moment.tzinfo else None
    except (TypeError, ValueError, OverflowError):
        at = None
    if at is None:
        return _("“at” must be a time with its offset, such as 2026-01-31T08:00:00+08:00.")
    if at > latest:
        return _("“at” lies in the future.")
    if at < earliest:
        return _("“at” is older than positions are kept.")
    return _Item(team, at, lon, lat, accuracy)


def _number(value: Any) -> TypeGuard[float]:
    return type(value) in (int, float) and abs(value) < 1e9 and isfinite(value)


def _reachable(team_ids: set[int], actor: Actor) -> dict[int, str]:
    """Team → path of its jurisdiction, for teams whose positions the actor may send; locked."""
    allowed = tuple(access.reach(actor).get(Permission.POSITION_WRITE, ()))
    with connection.cursor() as cursor:
        cursor.execute(_TEAMS, [_array(sorted(team_ids))])
        rows = cursor.fetchall()
    return {team: path for team, leader, path in rows if path.startswith(allowed) or leader == actor.pk}


def _store(items: list[_Item], now: datetime) -> set[int]:
    """One statement for everything; returns the teams whose newest position changed."""
    newest: dict[int, _Item] = {}
    for item in items:
        if item.team not in newest or item.at > newest[item.team].at:
            newest[item.team] = item
    with connection.cursor() as cursor:
        cursor.execute(
            _STORE,
            {
                "team": _array([item.team for item in items]),
                "at": _array([item.at for item in items]),
                "lon": _array([item.lon for item in items]),
                "lat": _array([item.lat for item in items]),
                "accuracy": _array(["NULL" if item.accuracy is None else item.accuracy for item in items]),
                "newest": _array([newest[item.team] is item for item in items]),
                "now": now,
                "still": STILL_M,
            },
        )
        return {row[0] for row in cursor.fetchall()}


def _array(values: Sequence[Any]) -> str:
    """A PostgreSQL array literal: adapted many times faster than a list of a thousand values."""
    return "{" + ",".join(map(repr, values)).replace("'", "") + "}"


def _announce(moved: set[int], items: Any, paths: Mapping[int, str]) -> None:
    """After the commit, one message per jurisdiction to those who may see its teams."""
    newest: dict[int, _Item] = {}
    for item in items:
        if item.team in moved and (item.team not in newest or item.at > newest[item.team].at):
            newest[item.team] = item
    groups: dict[str, list[Any]] = {}
    for team, item in newest.items():
        at = datetime.fromtimestamp(item.at, UTC).isoformat()
        groups.setdefault(paths[team], []).append([team, item.lon, item.lat, at])
    for path, rows in groups.items():
        audience = [f"{Permission.TEAM_VIEW}@{pk}" for pk in path.split("/") if pk]
        message = orjson.dumps({"audience": audience, "items": rows})
        transaction.on_commit(partial(ring, POSITIONS, message), robust=True)


def positions_trim(*, before: datetime | None = None) -> int:
    """Forget history older than `before` (default: POSITION_HISTORY_DAYS ago), in short transactions; returns rows."""
    limit = before or timezone.now() - history_kept()
    removed = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_TRIM, [limit, TRIM_CHUNK])
            if cursor.rowcount == 0:
                return removed
            removed += cursor.rowcount
