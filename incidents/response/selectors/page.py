"""What the page of one incident shows beside the incident itself; the caller has fetched it within reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from clocks.models import Deadline
from clocks.selectors import deadlines_of
from incidents.response.models import Incident, LogEntry, LogKind
from incidents.response.selectors.records import log_entries
from organizations import access, ownership
from organizations.access import Actor
from organizations.roles import Permission
from timeline.kinds import text
from timeline.models import Event
from timeline.selectors import events_of

# Assignments that still bind a team; kept by incidents.dispatch, counted here through the relation.
TEAM_OUT = ~Q(dispatches__status__in=("ended", "declined", "undone")) & Q(dispatches__isnull=False)
# These events are in the log as entries of their own, with their whole text.
ENTERED = ("incident.noted", "incident.decided", "incident.corrected")
# What is due has its own panel; only that something passed belongs in the log.
CLOCKS = ("clock.opened", "clock.met", "clock.cancelled", "clock.warned")
RESOURCES = ("dispatch.", "team.", "supply.", "shipment.")
REPORTS = ("report.", "file.")
SHOWN = ("all", "note", "decision", "resource", "report", "system")


@dataclass(frozen=True)
class Line:
    """One line of the log column: an entry somebody wrote, or an event in words."""

    group: str
    at: datetime
    text: str
    who: str
    occurred_at: datetime | None = None
    entry: LogEntry | None = None
    kind: str = ""


def log_lines(incident: Incident, *, show: str = "all", limit: int = 100, actor: Actor) -> list[Line]:
    """Entries and events of an incident, newest first; `show` one of SHOWN."""
    lines: list[Line] = []
    if show in ("all", "note", "decision"):
        lines += _entries(incident, show, limit, actor)
    if show in ("all", "resource", "report", "system"):
        lines += _events(incident, show, limit, actor)
    return sorted(lines, key=lambda line: line.at, reverse=True)[:limit]


def _entries(incident: Incident, show: str, limit: int, actor: Actor) -> list[Line]:
    rows = log_entries(incident, actor=actor)
    if show != "all":
        wanted = [LogKind.DECISION] if show == "decision" else [LogKind.NOTE, LogKind.CORRECTION]
        rows = rows.filter(kind__in=wanted)
    return [
        Line(row.kind, row.entered_at, row.text, str(row.author or ""), row.occurred_at, row, "")
        for row in rows[:limit]
    ]


def _events(incident: Incident, show: str, limit: int, actor: Actor) -> list[Line]:
    rows = events_of(incident, actor).exclude(kind__in=ENTERED + CLOCKS)
    if show == "resource":
        rows = rows.filter(_begins(RESOURCES))
    if show == "report":
        rows = rows.filter(_begins(REPORTS))
    if show == "system":
        rows = rows.exclude(_begins(RESOURCES + REPORTS))
    return [_event_line(row) for row in rows[:limit]]


def _begins(prefixes: Iterable[str]) -> Q:
    """Kinds of event that begin with any of these."""
    found = Q()
    for prefix in prefixes:
        found |= Q(kind__startswith=prefix)
    return found


def pinned_lines(incident: Incident, *, actor: Actor) -> list[LogEntry]:
    """Lines kept at the top of the log, in the order in which they were pinned."""
    if not incident.pinned:
        return []
    found = {row.pk: row for row in log_entries(incident, actor=actor).filter(pk__in=incident.pinned)}
    return [found[pk] for pk in incident.pinned if pk in found]


def _event_line(event: Event) -> Line:
    group = "resource" if event.kind.startswith(RESOURCES) else "report" if event.kind.startswith(REPORTS) else "system"
    return Line(group, event.at, text(event.kind, event.data), event.actor_name, event.occurred_at, None, event.kind)


def incident_deadlines(incident: Incident, *, actor: Actor) -> list[Deadline]:
    """What is and was due, open ones first, earliest first."""
    rows = deadlines_of(incident, actor).filter(cancelled_at=None)[:100]
    return sorted(rows, key=lambda row: (row.met_at is not None, row.due_at))


def reports_joined(incident: Incident, *, actor: Actor) -> QuerySet[Any]:
    """Reports that belong to the incident and that the actor may see, oldest first."""
    rows = incident.reports.select_related("owner_unit").order_by("received_at")
    seen: QuerySet[Any] = ownership.scope(rows, actor, Permission.REPORT_VIEW)
    return seen


def may_see_reports(*, actor: Actor) -> bool:
    """Whether reports are shown to the actor at all."""
    return access.can_anywhere(actor, Permission.REPORT_VIEW)


def teams_out_of(incident_ids: Iterable[int], *, actor: Actor) -> dict[int, int]:
    """Incident → teams that are on it, for incidents the caller has fetched; one query."""
    rows = Incident.objects.filter(pk__in=list(incident_ids)).order_by()
    return dict(rows.annotate(out=Count("dispatches", filter=TEAM_OUT)).values_list("pk", "out"))
