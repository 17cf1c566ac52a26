"""An incident as the API tells it: written by hand for speed, times with offset, unknown figures null."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from core.workflow import next_steps
from incidents.response.features import incident_url
from incidents.response.models import FIGURES, EventType, Figure, FigureName, GradeChange, Incident, LogEntry
from incidents.response.selectors import current_values_of
from incidents.response.suggestions import grade_suggest
from incidents.response.workflow import TRANSITIONS
from organizations.access import Actor
from organizations.models import Unit

Values = Mapping[str, Decimal | None]


def _moment(value: Any) -> str | None:
    return timezone.localtime(value).isoformat() if value else None


def _unit(unit: Unit) -> dict[str, Any]:
    return {"id": unit.pk, "name": unit.name, "name_en": unit.name_en, "duty_phone": unit.duty_phone}


def figure_number(name: str, value: Decimal | None) -> int | float | None:
    """Persons as whole numbers, yuan with fen, unknown as null."""
    if value is None:
        return None
    return float(value) if name == FigureName.LOSS_CNY else int(value)


def incident_document(incident: Incident, values: Values) -> dict[str, Any]:
    """One incident with its figures in force."""
    point, guess = incident.location, grade_suggest(incident.event_type, values)
    offered = incident.handover_to
    return {
        "id": incident.pk,
        "number": incident.number,
        "title": incident.title,
        "description": incident.description,
        "status": incident.status,
        "next_steps": next_steps(TRANSITIONS, incident.status),
        "grade": incident.grade,
        "suggested_grade": guess.grade if guess else None,
        "event_type": incident.event_type_id,
        "event_type_name": incident.event_type.name,
        "event_type_name_en": incident.event_type.name_en,
        "jurisdiction": {"code": incident.jurisdiction.code, "name": incident.jurisdiction.name},
        "owner": _unit(incident.owner_unit),
        "handover": {
            "to": _unit(offered),
            "by": str(incident.handover_by) if incident.handover_by_id else None,
            "at": _moment(incident.handover_at),
            "note": incident.handover_note,
        }
        if offered
        else None,
        "location": {"type": "Point", "coordinates": [point.x, point.y]} if point else None,
        "place": incident.place,
        "outside": incident.outside,
        "figures": {name: figure_number(name, values.get(name)) for name in FIGURES},
        "occurred_at": _moment(incident.occurred_at),
        "received_at": _moment(incident.received_at),
        "entered_at": _moment(incident.created_at),
        "status_at": _moment(incident.status_at),
        "closed_at": _moment(incident.closed_at),
        "disposition": incident.disposition,
        "sensitive": incident.sensitive,
        "tags": incident.tags,
        "involved": incident.involved,
        "version": incident.version,
        "url": incident_url(incident),
    }


def incident_documents(rows: Iterable[Incident] | QuerySet[Incident], *, actor: Actor) -> list[dict[str, Any]]:
    """Many incidents; their figures come in one query."""
    shown = list(rows)
    values = current_values_of([row.pk for row in shown], actor=actor)
    return [incident_document(row, values.get(row.pk, {})) for row in shown]


def log_document(entry: LogEntry) -> dict[str, Any]:
    """One line of the log; `struck_by` names the correction that strikes it."""
    struck = getattr(entry, "struck_by", None)
    return {
        "id": entry.pk,
        "kind": entry.kind,
        "text": entry.text,
        "author": str(entry.author) if entry.author else None,
        "occurred_at": _moment(entry.occurred_at),
        "entered_at": _moment(entry.entered_at),
        "strikes": entry.strikes_id,
        "struck_by": struck.pk if struck else None,
    }


def figure_document(figure: Figure) -> dict[str, Any]:
    """One statement of one figure."""
    return {
        "id": figure.pk,
        "name": figure.name,
        "value": figure_number(figure.name, figure.value),
        "source": figure.source,
        "as_of": _moment(figure.as_of),
        "entered_at": _moment(figure.entered_at),
        "author": str(figure.author) if figure.author else None,
        "note": figure.note,
    }


def grade_document(change: GradeChange) -> dict[str, Any]:
    """One decision on the grade."""
    return {
        "grade": change.grade,
        "suggested": change.suggested,
        "reason": change.reason,
        "author": str(change.author) if change.author else None,
        "decided_at": _moment(change.decided_at),
    }


def type_document(event_type: EventType) -> dict[str, Any]:
    """One event type."""
    return {
        "code": event_type.pk,
        "parent": event_type.parent_id,
        "name": event_type.name,
        "name_en": event_type.name_en,
        "standard": event_type.standard,
        "cap_category": event_type.cap_category,
        "is_active": event_type.is_active,
    }
