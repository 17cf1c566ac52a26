"""Incidents within an actor's reach, filtered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.errors import NotFoundError
from incidents.response.models import Incident, Status
from organizations import access, ownership
from organizations.models import Jurisdiction, Level, Unit
from organizations.roles import Permission

ORDERS = {
    "grade": ("grade", "-received_at"),
    "-received": ("-received_at",),
    "received": ("received_at",),
    "number": ("number",),
    "-number": ("-number",),
    "status": ("status", "-received_at"),
    "place": ("place", "-received_at"),
    "type": ("event_type_id", "-received_at"),
    "owner": ("owner_unit__name", "-received_at"),
    "title": ("title", "-received_at"),
}


@dataclass(frozen=True)
class IncidentFilter:
    """What a list was asked for; None and "" ask for nothing."""

    status: tuple[str, ...] = ()
    grade: tuple[int, ...] = ()
    event_type: str = ""
    jurisdiction: str = ""
    open: bool | None = None
    q: str = ""
    since: datetime | None = None
    until: datetime | None = None
    tag: str = ""

    @property
    def count(self) -> int:
        """How many filters are in force."""
        return sum(bool(value) or value is False for value in vars(self).values())


def type_prefix(code: str) -> str:
    """A class or sub-class stands for all below it: 10000 → 1, 10100 → 101, 10101 → 10101."""
    if len(code) != 5 or not code.isdigit():
        return code
    return code[:1] if code.endswith("0000") else code[:3] if code.endswith("00") else code


def incidents_visible(actor: access.Actor) -> QuerySet[Incident]:
    """Every incident the actor may see, with what a row needs."""
    rows = Incident.objects.select_related(
        "event_type", "jurisdiction", "owner_unit__jurisdiction", "handover_to__jurisdiction"
    )
    return ownership.scope(rows, actor, Permission.INCIDENT_VIEW).defer(
        "jurisdiction__boundary", "owner_unit__jurisdiction__boundary", "handover_to__jurisdiction__boundary"
    )


def incidents_list(
    *, filters: IncidentFilter | None = None, order: str = "", actor: access.Actor
) -> QuerySet[Incident]:
    """Incidents the actor may see, filtered and ordered (default: newest first)."""
    asked = filters or IncidentFilter()
    rows = incidents_visible(actor).filter(_condition(asked))
    return rows.order_by(*ORDERS.get(order, ORDERS["-received"]), "-pk")


def _condition(asked: IncidentFilter) -> Q:
    condition = Q()
    if asked.status:
        condition &= Q(status__in=asked.status)
    if asked.grade:
        condition &= Q(grade__in=asked.grade)
    if asked.event_type:
        condition &= Q(event_type__code__startswith=type_prefix(asked.event_type))
    if asked.jurisdiction:
        below = Jurisdiction.objects.filter(code=asked.jurisdiction).values_list("path", flat=True).first()
        condition &= Q(jurisdiction__path__startswith=below or "nowhere")
    if asked.open is not None:
        condition &= ~Q(status=Status.CLOSED) if asked.open else Q(status=Status.CLOSED)
    if asked.since:
        condition &= Q(occurred_at__gte=asked.since)
    if asked.until:
        condition &= Q(occurred_at__lt=asked.until)
    if asked.tag:
        condition &= Q(tags__contains=[asked.tag])
    for word in asked.q.split():
        condition &= (
            Q(number__icontains=word)
            | Q(title__icontains=word)
            | Q(place__icontains=word)
            | Q(description__icontains=word)
        )
    return condition


def incident_rows(ids: Iterable[int], *, actor: access.Actor) -> list[Incident]:
    """Rows for a list, in the order of ids that `incidents_list` gave for the same actor.

    Sorting ids alone and fetching one page of rows is several times cheaper than sorting whole joined rows.
    """
    wanted = list(ids)
    rows = Incident.objects.filter(pk__in=wanted).select_related(
        "event_type", "jurisdiction", "owner_unit", "handover_to", "handover_by"
    )
    found = {row.pk: row for row in rows.defer("jurisdiction__boundary", "jurisdiction__centre")}
    return [found[pk] for pk in wanted if pk in found]


def filter_places(*, actor: access.Actor) -> QuerySet[Jurisdiction]:
    """Cities, counties and townships the actor may filter by, in the order of the tree."""
    levels = [Level.CITY, Level.COUNTY, Level.TOWNSHIP]
    places = Jurisdiction.objects.filter(is_active=True, level__in=levels).only("code", "name", "name_en", "path")
    return access.scope(places, actor, Permission.INCIDENT_VIEW, field="").order_by("path")


def places_to_open(*, actor: access.Actor) -> QuerySet[Jurisdiction]:
    """Cities, counties and townships where the actor may open an incident."""
    levels = [Level.CITY, Level.COUNTY, Level.TOWNSHIP]
    places = Jurisdiction.objects.filter(is_active=True, level__in=levels).defer("boundary")
    return access.scope(places, actor, Permission.INCIDENT_CHANGE, field="").order_by("path")


def incidents_open(*, actor: access.Actor) -> QuerySet[Incident]:
    """Open incidents, the most serious first, ungraded ones after grade 4, then the oldest."""
    return incidents_visible(actor).exclude(status=Status.CLOSED).order_by("grade", "received_at", "pk")


def incident_get(*, actor: access.Actor, **lookup: Any) -> Incident:
    """One incident by `pk` or `number`; missing and out of reach are not told apart."""
    rows = ownership.scope(Incident.objects.filter(**lookup), actor, Permission.INCIDENT_VIEW)
    joined = rows.select_related("event_type", "jurisdiction", "owner_unit__jurisdiction")
    light = joined.defer("jurisdiction__boundary", "owner_unit__jurisdiction__boundary")
    found = light.prefetch_related("handover_to__jurisdiction", "opened_by", "handover_by").first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found


def may_change(incident: Incident, *, actor: access.Actor) -> Mapping[str, bool]:
    """What the actor may do with this incident: for buttons; services ask again."""
    return {
        "change": ownership.may(actor, Permission.INCIDENT_CHANGE, incident),
        "grade": ownership.may(actor, Permission.INCIDENT_GRADE, incident),
        "dispatch": ownership.may(actor, Permission.DISPATCH_ORDER, incident),
        "answer": ownership.may_answer(actor, Permission.INCIDENT_CHANGE, incident),
    }


def handover_units(*, actor: access.Actor) -> QuerySet[Unit]:
    """Units an item may be offered to: every unit in use that receives reports; the reach of the offer is asked apart."""
    rows = Unit.objects.filter(is_active=True, receives_reports=True) if actor.is_authenticated else Unit.objects.none()
    return rows.select_related("jurisdiction").defer("jurisdiction__boundary").order_by("jurisdiction__path", "name")


def unit_for_opening(place: Jurisdiction, unit: int | None, *, actor: access.Actor) -> Unit | None:
    """The unit named, else the one that receives reports at the place or nearest above it, else the actor's own."""
    units = handover_units(actor=actor)
    if unit is not None:
        return units.filter(pk=unit).first()
    above = units.filter(jurisdiction__in=place.ancestor_ids).order_by("-jurisdiction__path").first()
    return above or getattr(actor, "unit", None)
