"""Reading what happened: only events whose audience shares a group with the actor (R-C6, R-H4)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from organizations import access
from organizations.models import Jurisdiction
from timeline.kinds import all_kinds
from timeline.models import Event, FeedEntry
from timeline.subjects import subject_of


@dataclass(frozen=True)
class EventFilter:
    """What to look for; None and "" leave a condition out. `since` is a cursor: only events committed after it."""

    kind: str = ""
    subject: str = ""
    actor: str = ""
    search: str = ""
    start: datetime | None = None
    end: datetime | None = None
    since: int | None = None
    jurisdiction: Jurisdiction | None = None


def events(actor: access.Actor) -> QuerySet[Event]:
    """Everything the actor may know of, newest first."""
    audible = Event.objects.filter(audience__overlap=sorted(access.groups_for(actor)))
    return audible.select_related("entry", "jurisdiction").order_by("-id")


def events_of(subject: Model | str, actor: access.Actor) -> QuerySet[Event]:
    """What happened to one thing and to all that belongs to it, newest first."""
    return events(actor).filter(subjects__contains=[subject_of(subject)])


def events_matching(wanted: EventFilter, actor: access.Actor) -> QuerySet[Event]:
    """The actor's events that satisfy the filter; in commit order when it has a cursor, else newest first."""
    found = events(actor)
    if wanted.kind:
        # “incident.” means every kind of that entity
        found = found.filter(**{"kind__startswith" if wanted.kind.endswith(".") else "kind": wanted.kind})
    if wanted.subject:
        found = found.filter(subjects__contains=[wanted.subject])
    if wanted.actor:
        by_id = Q(actor_id=int(wanted.actor)) if wanted.actor.isascii() and wanted.actor.isdigit() else Q()
        found = found.filter(Q(actor_name__icontains=wanted.actor) | Q(actor__username=wanted.actor) | by_id)
    if wanted.jurisdiction is not None:
        found = found.filter(jurisdiction__path__startswith=wanted.jurisdiction.path)
    if wanted.start is not None:
        found = found.filter(at__gte=wanted.start)
    if wanted.end is not None:
        found = found.filter(at__lt=wanted.end)
    if wanted.search:
        found = found.annotate(data_text=Cast("data", TextField())).filter(_holding(wanted.search))
    if wanted.since is not None:
        found = found.filter(entry__cursor__gt=wanted.since).order_by("entry__cursor")
    return found


def _holding(words: str) -> Q:
    """Text in the values, the person's name, the subject, or in the words of the kind as this reader reads them."""
    kinds = [kind.name for kind in all_kinds() if words.lower() in kind.label.lower()]
    in_values = Q(data_text__icontains=words) | Q(actor_name__icontains=words)
    return in_values | Q(kind__in=kinds) | Q(subject=words)


def latest_cursor() -> int:
    """The cursor of the newest committed event; 0 before the first. Says nothing about what it is."""
    return FeedEntry.objects.aggregate(newest=Max("cursor"))["newest"] or 0


def reachable_jurisdictions(actor: access.Actor, permission: str) -> QuerySet[Jurisdiction]:
    """Jurisdictions whose record the actor may search, by path."""
    in_use = Jurisdiction.objects.filter(is_active=True)
    return access.scope(in_use, actor, permission, field="").order_by("path")
