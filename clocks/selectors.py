"""Reading what is owed: deadlines whose permission the actor holds where they are, and the pulse of the watchers."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Model, Q, QuerySet, Value, When
from django.utils import timezone

from clocks.models import Deadline, Pulse
from organizations import access
from organizations.models import Jurisdiction
from timeline.subjects import subject_of

STATES = ("open", "late", "warned", "met", "cancelled", "all")


@dataclass(frozen=True)
class DeadlineFilter:
    """What to look for; "" and None leave a condition out."""

    state: str = "open"
    kind: str = ""
    subject: str = ""
    jurisdiction: Jurisdiction | None = None
    mine: bool = False


def deadlines(actor: access.Actor) -> QuerySet[Deadline]:
    """Every deadline the actor may know of: the same people who hear of it."""
    visible = Q(owner_id=actor.pk) if actor.is_authenticated and actor.is_active else Q(pk=None)
    by_reach: dict[frozenset[str], list[str]] = {}
    for permission, held in access.reach(actor).items():
        by_reach.setdefault(frozenset(held), []).append(permission)
    for paths, permissions in by_reach.items():
        within = Q()
        for path in paths:
            within |= Q(jurisdiction__path__startswith=path)
        visible |= Q(permission__in=permissions) & within
    return Deadline.objects.filter(visible).select_related("owner_unit", "owner", "jurisdiction")


def deadlines_of(subject: Model | str, actor: access.Actor) -> QuerySet[Deadline]:
    """What is and was due for one thing and all that belongs to it, earliest first."""
    return deadlines(actor).filter(subjects__contains=[subject_of(subject)]).order_by("due_at", "pk")


def deadlines_matching(wanted: DeadlineFilter, actor: access.Actor) -> QuerySet[Deadline]:
    """The actor's deadlines that satisfy the filter: late ones first, then by what is due soonest."""
    found = deadlines(actor)
    now = timezone.now()
    still_open = Q(met_at=None, cancelled_at=None)
    conditions = {
        "open": still_open,
        "late": still_open & Q(due_at__lte=now),
        "warned": still_open & Q(warn_at__lte=now, due_at__gt=now),
        "met": ~Q(met_at=None),
        "cancelled": ~Q(cancelled_at=None),
    }
    found = found.filter(conditions.get(wanted.state, Q()))
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.subject:
        found = found.filter(subjects__contains=[wanted.subject])
    if wanted.jurisdiction is not None:
        found = found.filter(jurisdiction__path__startswith=wanted.jurisdiction.path)
    if wanted.mine and actor.is_authenticated:
        found = found.filter(Q(owner_id=actor.pk) | Q(owner_unit_id=actor.unit_id, owner=None))
    if wanted.state in ("met", "cancelled"):
        return found.order_by("-due_at", "pk")
    closed_last = Case(When(still_open, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.order_by(closed_last, "due_at", "pk")


def pulses() -> dict[str, float]:
    """Seconds since each background process last did its work, by component."""
    now = timezone.now()
    return {pulse.component: (now - pulse.beat_at).total_seconds() for pulse in Pulse.objects.all()}
