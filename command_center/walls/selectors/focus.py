"""One incident in focus: its forces with their times, what is due, and how it went so far."""

from typing import Any

from django.db.models import Case, IntegerField, Value, When

from clocks.kinds import label_of
from clocks.selectors import deadlines_of
from command_center.walls.models import Wall
from command_center.walls.selectors.eyes import wall_eyes
from command_center.walls.selectors.panels import impact_panel, incidents_shown, tellable, told
from incidents.dispatch.models import Dispatch
from incidents.response.models import Incident, Status
from incidents.response.selectors import incidents_visible
from organizations import access
from timeline.subjects import subject_of

FORCE_ROWS = 12
DUE_ROWS = 6
LINES = 12
_ORDER = ("on_scene", "en_route", "acknowledged", "ordered", "returning", "recalled")


def focus_allowed(wall: Wall, incident: Incident) -> bool:
    """Whether a wall may show this incident: open, not sensitive, below its jurisdiction."""
    return incidents_shown(wall, actor=wall_eyes(wall)).filter(pk=incident.pk).exists()


def focus_choices(wall: Wall, *, actor: access.Actor) -> list[Incident]:
    """Incidents the remote control may put in focus, gravest first; those the person may see and the wall may show."""
    seen = incidents_visible(actor).order_by().values("pk")
    shown = incidents_shown(wall, actor=wall_eyes(wall)).filter(pk__in=seen)
    return sorted(shown[:60], key=lambda one: (one.grade or 9, -one.received_at.timestamp()))


def focus_panel(wall: Wall, pk: int, *, whole: bool, actor: access.Actor) -> dict[str, Any] | None:
    """One incident as a wall may show it; `whole`: with forces, what is due, how it went. None once it may not be shown."""
    shown = incidents_shown(wall, actor=actor).filter(pk=pk)
    incident = shown.first()
    if incident is None:
        return None
    found = {
        "pk": incident.pk,
        "number": incident.number,
        "title": incident.title,
        "place": incident.place,
        "grade": incident.grade,
        "status": str(Status(incident.status).label),
        "occurred_at": incident.occurred_at,
        "impact": impact_panel(shown, actor=actor),
    }
    if whole:
        lines = tellable(wall, actor=actor).filter(subjects__contains=[subject_of(incident)])[:LINES]
        found |= {"forces": _forces(incident), "due": _due(incident, actor), "lines": told(lines)}
    return found


def _forces(incident: Incident) -> dict[str, Any]:
    """Teams out, those on the scene first, each with the time since its last step."""
    place = Case(
        *(When(status=status, then=Value(at)) for at, status in enumerate(_ORDER)),
        default=Value(9),
        output_field=IntegerField(),
    )
    rows = Dispatch.objects.filter(incident=incident, status__in=_ORDER).annotate(place=place)
    found = list(
        rows.order_by("place", "status_at").values(
            "status", "status_at", "overdue", "task", "eta_s", "team__name", "team__name_en", "team__strength"
        )
    )
    return {
        "rows": found[:FORCE_ROWS],
        "more": max(0, len(found) - FORCE_ROWS),
        "people": sum(row["team__strength"] or 0 for row in found),
        "on_scene": sum(row["status"] == "on_scene" for row in found),
        "total": len(found),
    }


def _due(incident: Incident, actor: access.Actor) -> list[dict[str, Any]]:
    """What is owed and not yet done, the most pressing first, with its bar."""
    rows = deadlines_of(incident, actor).filter(met_at=None, cancelled_at=None)[:DUE_ROWS]
    return [
        {
            "label": label_of(row.kind),
            "unit": row.owner_unit,
            "opened_at": row.opened_at,
            "warn_at": row.warn_at,
            "due_at": row.due_at,
        }
        for row in rows
    ]
