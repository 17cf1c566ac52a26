"""The map, figures and record as they were at a past moment, reconstructed from events and position history (R-H1, R-C6).

A thing is drawn as the newest event before that moment drew it, in commit order: what was told is what was known. Teams
stand where the newest position received by then puts them. Only things the actor may see now are shown at all; what has
no event of its own stands as it was entered. Degrees WGS 84.
"""
# ruff: noqa: S608

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

import orjson
from django.db import connection
from django.utils.translation import gettext as _

from command_center.selectors.map import layer_for, reach_sql
from core.errors import UnprocessableError
from incidents.response.models import FIGURES, Figure, FigureName
from organizations import access
from organizations.roles import Permission
from timeline import kinds, selectors

LOG_LINES = 40
MARKS = 300
# What a person looks for on the slider.
KEY_KINDS = (
    "incident.opened", "incident.graded", "incident.handled", "incident.stabilised", "incident.closed",
    "incident.reopened", "dispatch.ordered", "dispatch.arrived", "report.created", "plot.added", "warning.issued",
    "shelter.state_changed", "shelter.overfilled",
)  # fmt: skip

# What the record beside the map tells; who signed in and which deadline was met is for the record's own page.
TOLD = "^(incident|report|dispatch|team|plot|shelter|warning|supply|request|transfer|issue)[._]"

# The newest event that drew the thing, of those committed by then. The array is asked of the index, the rest filters.
_TOLD = """
    SELECT ev.data->'feature' AS f FROM timeline_event ev JOIN timeline_feedentry fe ON fe.event_id = ev.id
    WHERE ev.subjects @> ARRAY[{subject}]::varchar[] AND ev.data->'feature'->>'id' = {subject} AND fe.committed_at <= %s
    ORDER BY fe.cursor DESC LIMIT 1
"""
_STANDS = "coalesce(e.f->'properties'->>'removed','false') <> 'true'"
_INCIDENTS = f"""
    SELECT e.f::text FROM response_incident i CROSS JOIN LATERAL ({_TOLD.format(subject="'incident:'||i.id")}) e
    WHERE {_STANDS} AND (i.status <> 'closed' OR i.updated_at > %s) AND {{reach}}
"""
_REPORTS = f"""
    SELECT e.f::text FROM reports_report r CROSS JOIN LATERAL ({_TOLD.format(subject="'report:'||r.id")}) e
    WHERE {_STANDS} AND (r.decided_at IS NULL OR r.decided_at > %s) AND {{reach}}
"""
_PLOTS = f"""
    SELECT e.f::text FROM plots_plot p LEFT JOIN response_incident i ON i.id = p.incident_id
    CROSS JOIN LATERAL ({_TOLD.format(subject="'plot:'||p.id")}) e
    WHERE {_STANDS} AND (p.removed_at IS NULL OR p.removed_at > %s)
        AND (e.f->'properties'->>'until' IS NULL OR (e.f->'properties'->>'until')::timestamptz > %s) AND {{reach}}
"""
_TEAMS = f"""
    SELECT json_build_object('type','Feature','id','team:'||t.id,
        'geometry', CASE WHEN w.place IS NOT NULL THEN ST_AsGeoJSON(w.place,6)::json
            WHEN e.f IS NOT NULL THEN (e.f->'geometry')::json ELSE ST_AsGeoJSON(t.base,6)::json END,
        'properties', coalesce(e.f->'properties', jsonb_build_object('layer','teams','name',t.name,'name_en',t.name_en,
            'number',t.code,'grade',NULL,'url','/teams/'||t.id||'/','state', CASE WHEN EXISTS (
                SELECT 1 FROM timeline_event later WHERE later.subjects @> ARRAY['team:'||t.id]::varchar[]
                AND later.data ? 'feature') THEN 'standby' ELSE t.readiness END))
            || jsonb_build_object('at', coalesce(to_jsonb(w.at), e.f->'properties'->'at')))::text
    FROM teams_team t LEFT JOIN LATERAL ({_TOLD.format(subject="'team:'||t.id")}) e ON true
    LEFT JOIN LATERAL (
        SELECT place, at FROM (
            SELECT h.place, h.at FROM teams_positionhistory h WHERE h.team_id = t.id AND h.received_at <= %s
            UNION ALL SELECT t.position, t.position_at WHERE t.position_at <= %s AND NOT EXISTS (
                SELECT 1 FROM teams_positionhistory own WHERE own.team_id = t.id AND own.at = t.position_at)
        ) known WHERE e.f IS NULL OR e.f->'properties'->>'at' IS NULL OR (e.f->'properties'->>'at')::timestamptz <= known.at
        ORDER BY at DESC LIMIT 1) w ON true
    WHERE {_STANDS} AND t.created_at <= %s AND (t.is_active OR e.f IS NOT NULL) AND {{reach}}
"""
_SHELTERS = f"""
    SELECT coalesce(e.f, jsonb_build_object('type','Feature',
        'id', CASE WHEN s.place_ptr_id IS NULL THEN 'place:' ELSE 'shelter:' END||p.id,
        'geometry', ST_AsGeoJSON(p.location,6)::json, 'properties', jsonb_build_object('layer','shelter','name',p.name,
        'name_en',p.name_en,'state',NULL,'grade',NULL,'url','')))::text
    FROM places_place p LEFT JOIN shelters_shelter s ON s.place_ptr_id = p.id
    LEFT JOIN LATERAL ({_TOLD.format(subject="'shelter:'||p.id")}) e ON s.place_ptr_id IS NOT NULL
    WHERE p.is_active AND p.kind = 'shelter' AND {_STANDS} AND (s.created_at IS NULL OR s.created_at <= %s) AND {{reach}}
"""
# Layer → statement, and how often it asks for the moment before its reach.
PAST: dict[str, tuple[str, int]] = {
    "incidents": (_INCIDENTS, 2),
    "reports": (_REPORTS, 2),
    "teams": (_TEAMS, 4),
    "plots": (_PLOTS, 3),
    "shelter": (_SHELTERS, 2),
}


def snapshot_features(names: Iterable[str], at: datetime, *, actor: access.Actor) -> list[dict[str, Any]]:
    """Features of the layers that change, as they were at `at`; layers that do not are the live map's business."""
    parts, values = [], []
    for name in names:
        if name not in PAST:
            continue
        reach = reach_sql(layer_for(name, actor), name, actor)
        if reach is not None:
            text, moments = PAST[name]
            parts.append(text.format(reach=reach[0]))
            values += [*[at] * moments, *reach[1]]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return [orjson.loads(row[0]) for row in cursor.fetchall()]


def snapshot(names: Iterable[str], at: datetime, *, actor: access.Actor) -> dict[str, Any]:
    """Map, figures and record as they were; UnprocessableError for a moment that has not come yet."""
    access.require_anywhere(actor, Permission.INCIDENT_VIEW)
    features = snapshot_features(names, at, actor=actor)
    incidents = [int(one["id"].partition(":")[2]) for one in features if one["properties"]["layer"] == "incidents"]
    return {
        "type": "FeatureCollection",
        "at": at.isoformat(),
        "features": features,
        "figures": _figures_at(incidents, at),
        "log": log_at(at, actor=actor),
    }


def _figures_at(incidents: list[int], at: datetime) -> dict[str, Any]:
    """Sums over these incidents of the newest statement entered by then; None where nobody had stated one.

    The incidents are the actor's own: whoever calls has them from `snapshot_features`.
    """
    newest = (
        Figure.objects.filter(incident__in=incidents, entered_at__lte=at)
        .order_by("incident_id", "name", "-as_of", "-pk")
        .distinct("incident_id", "name")
        .values_list("name", "value")
    )
    sums: dict[str, Decimal] = {}
    for name, value in newest:
        if value is not None:
            sums[name] = sums.get(name, Decimal(0)) + value
    return {name: {"label": str(FigureName(name).label), "value": _plain(sums.get(name))} for name in FIGURES}


def _plain(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def log_at(at: datetime, *, actor: access.Actor) -> list[dict[str, Any]]:
    """The newest lines of the record that had been written by then, newest first, in the reader's language."""
    rows = selectors.events(actor).filter(kind__regex=TOLD, entry__committed_at__lte=at)[:LOG_LINES]
    return [_line(row) for row in rows]


def marks(start: datetime, end: datetime, *, actor: access.Actor) -> list[dict[str, Any]]:
    """Key events between two moments, oldest first: what the slider marks."""
    if end <= start:
        message = _("The end must come after the beginning.")
        raise UnprocessableError(message, errors={"end": message})
    access.require_anywhere(actor, Permission.INCIDENT_VIEW)
    rows = selectors.events(actor).filter(
        kind__in=KEY_KINDS, entry__committed_at__gte=start, entry__committed_at__lte=end
    )
    return [{**_line(row), "grade": row.data.get("grade")} for row in reversed(rows[:MARKS])]


def _line(row: Any) -> dict[str, Any]:
    committed = row.entry.committed_at if hasattr(row, "entry") else row.at
    return {
        "id": row.pk,
        "kind": row.kind,
        "subject": row.subject,
        "at": committed.isoformat(),
        "actor": row.actor_name,
        "text": kinds.text(row.kind, row.data),
    }
