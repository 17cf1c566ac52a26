"""What may be the same event: reports and incidents near in place, time, kind and words, each with its reasons (R-B5)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from core.geo import distance_m
from incidents.reports.data import ReportData, clean
from incidents.reports.likeness import likeness, pairs
from incidents.reports.models import Report
from organizations import access
from organizations.access import Actor
from organizations.roles import Permission

NEAR_DEG = 0.03  # about 3 km; the exact distance is scored afterwards
LEAST_SCORE = 0.45
SHOWN = 5

# The few rows come first, by an index alone; who may see them is asked of those few.
_REPORTS = """
SELECT 'report', r.id, r.number, r.title, r.description, r.place, ST_X(r.location), ST_Y(r.location), r.event_type_id,
       r.occurred_at, r.status, r.incident_id
FROM (SELECT * FROM reports_report t WHERE t.received_at BETWEEN %(since)s AND %(until)s {few}) r
JOIN organizations_jurisdiction j ON j.id = r.jurisdiction_id
WHERE r.status <> 'rejected' AND r.id <> %(self)s AND j.path LIKE ANY(%(reports)s) {only}
"""
_INCIDENTS = """
SELECT 'incident', i.id, i.number, i.title, i.description, i.place, ST_X(i.location), ST_Y(i.location), i.event_type_id,
       i.occurred_at, i.status, i.id
FROM (SELECT * FROM response_incident t WHERE t.received_at BETWEEN %(week)s AND %(until)s
      AND (t.status <> 'closed' OR t.closed_at > %(since)s) {few}) i
JOIN organizations_jurisdiction j ON j.id = i.jurisdiction_id
WHERE j.path LIKE ANY(%(incidents)s) {only}
"""
_POINT = "ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)"
_NEAREST = f"AND t.location && ST_Expand({_POINT}, {NEAR_DEG}) ORDER BY t.location <-> {_POINT} LIMIT 16"
_NEWEST = "ORDER BY t.received_at DESC LIMIT {}"


def _parts(few: str, only_unplaced: bool = False) -> list[str]:
    only = {"r": "AND r.location IS NULL", "i": "AND i.location IS NULL"} if only_unplaced else {"r": "", "i": ""}
    return [_REPORTS.format(few=few, only=only["r"]), _INCIDENTS.format(few=few, only=only["i"])]


CANDIDATES_WITH_PLACE = " UNION ALL ".join([*_parts(_NEAREST), *_parts(_NEWEST.format(60), only_unplaced=True)])
_WITHOUT_PLACE = " UNION ALL ".join(_parts(_NEWEST.format(200)))


@dataclass(frozen=True, slots=True)
class Like:
    """A report as far as it is known: also one that is still being typed."""

    description: str = ""
    title: str = ""
    place: str = ""
    point: tuple[float, float] | None = None
    event_type: str | None = None
    at: datetime | None = None
    pk: int = 0


@dataclass(slots=True)
class Duplicate:
    """One candidate; `reasons` are words for the reader, `incident` the id to join."""

    kind: str
    id: int
    number: str
    title: str
    status: str
    incident: int | None
    score: float
    distance_m: int | None
    minutes: int
    reasons: list[str] = field(default_factory=list)


def like_report(report: Report) -> Like:
    """A stored report as something to compare."""
    point = (report.location.x, report.location.y) if report.location else None
    return Like(
        report.description, report.title, report.place, point, report.event_type_id, report.occurred_at, report.pk
    )


def like_data(data: ReportData) -> Like:
    """A report about to be filed; one that will be refused is like nothing."""
    cleaned = clean(data)
    if cleaned.errors:
        return Like()
    return Like(cleaned.description, cleaned.title, cleaned.place, cleaned.point, data.event_type, cleaned.occurred_at)


def possible_duplicates(like: Like, *, actor: Actor, limit: int = SHOWN) -> list[Duplicate]:
    """The best candidates within the actor's reach, recently closed included, best first."""
    if like.at is None or not (like.point or like.description or like.title):
        return []
    words = pairs(f"{like.title} {like.description}")
    found = [_compare(like, words, row) for row in _candidates(like, actor)]
    good = [one for one in found if one is not None]
    return sorted(good, key=lambda one: (-one.score, one.kind))[:limit]


def _candidates(like: Like, actor: Actor) -> Iterable[Any]:
    reach = access.reach(actor)
    values = {
        "self": like.pk,
        "since": like.at - timedelta(hours=24) if like.at else None,
        "week": like.at - timedelta(days=7) if like.at else None,
        "until": like.at + timedelta(hours=24) if like.at else None,
        "lon": like.point[0] if like.point else None,
        "lat": like.point[1] if like.point else None,
        "reports": [f"{path}%" for path in reach.get(str(Permission.REPORT_VIEW), ())],
        "incidents": [f"{path}%" for path in reach.get(str(Permission.INCIDENT_VIEW), ())],
    }
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES_WITH_PLACE if like.point else _WITHOUT_PLACE, values)
        return cursor.fetchall()


def _compare(like: Like, words: frozenset[str], row: Any) -> Duplicate | None:
    kind, pk, number, title, text, place, lon, lat, event_type, at, status, incident = row
    distance = distance_m(like.point, (lon, lat)) if like.point and lon is not None else None
    minutes = int(abs((like.at - at).total_seconds()) // 60) if like.at else 0
    alike = likeness(words, pairs(f"{title} {text}"))
    same_place = bool(like.place) and like.place == place
    score = _nearness(distance, same_place) + _at_once(minutes) + _kinship(like.event_type, event_type) + alike * 0.5
    somewhere = distance is not None and distance <= 3000
    if score < LEAST_SCORE or not (somewhere or same_place or alike >= 0.3):
        return None
    reasons = _reasons(distance, same_place, minutes, (like.event_type, event_type), alike)
    metres = None if distance is None else int(distance)
    return Duplicate(kind, pk, number, title, status, incident, round(score, 2), metres, minutes, reasons)


def _nearness(distance: float | None, same_place: bool) -> float:
    if distance is None:
        return 0.3 if same_place else 0.0
    return next(
        (points for limit, points in ((100, 0.4), (500, 0.35), (1000, 0.28), (3000, 0.15)) if distance <= limit), -0.2
    )


def _at_once(minutes: int) -> float:
    return next((points for limit, points in ((15, 0.2), (60, 0.15), (360, 0.08)) if minutes <= limit), 0.0)


def _kinship(ours: str | None, theirs: str | None) -> float:
    if not ours or not theirs:
        return 0.0
    return 0.2 if ours == theirs else 0.12 if ours[:3] == theirs[:3] else -0.1


def _reasons(
    distance: float | None, same_place: bool, minutes: int, types: tuple[str | None, str | None], alike: float
) -> list[str]:
    """The same judgement in words; only for what is shown."""
    said = []
    if distance is not None and distance < 1000:
        said.append(_("%(n)s m away") % {"n": int(round(distance, -1))})
    elif distance is not None:
        said.append(_("%(n).1f km away") % {"n": distance / 1000})
    elif same_place:
        said.append(_("same place name"))
    said.append(_("%(n)s min apart") % {"n": minutes} if minutes < 120 else _("%(n)s h apart") % {"n": minutes // 60})
    ours, theirs = types
    if ours and ours == theirs:
        said.append(_("same type"))
    elif ours and theirs and ours[:3] == theirs[:3]:
        said.append(_("related type"))
    if alike >= 0.2:
        said.append(_("words %(n)s %% alike") % {"n": round(alike * 100)})
    return said


_NEARBY = """
SELECT r.id, (SELECT count(*) FROM (
    SELECT 1 FROM reports_report o WHERE o.id <> r.id AND o.status <> 'rejected'
      AND o.location && ST_Expand(r.location, 0.01) AND o.received_at BETWEEN r.received_at - interval '6 hours'
      AND r.received_at + interval '6 hours'
    UNION ALL
    SELECT 1 FROM response_incident i WHERE i.status <> 'closed' AND i.location && ST_Expand(r.location, 0.01)
    LIMIT 9) near)
FROM reports_report r WHERE r.id = ANY(%s) AND r.location IS NOT NULL
"""


def nearby_counts(reports: Iterable[Report], *, actor: Actor) -> dict[int, int]:
    """How many other reports and open incidents lie within about a kilometre of each listed report, counted to 9."""
    del actor  # the reports were chosen for the actor, and a count says nothing about the others
    with connection.cursor() as cursor:
        cursor.execute(_NEARBY, [[report.pk for report in reports]])
        return dict(cursor.fetchall())
