"""Opening an incident, and its number."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.response.events import INCIDENT_OPENED
from incidents.response.models import EventType, Grade, GradeChange, Incident, IncidentNumber
from incidents.response.services.common import (
    clean_moment,
    clean_point,
    clean_tags,
    clean_text,
    lies_outside,
    refuse,
    tell,
)
from incidents.response.services.figures import figures_write
from incidents.response.suggestions import grade_suggest
from organizations import access
from organizations.models import Jurisdiction, Level, Unit, User
from organizations.roles import Permission

COUNTY_DIGITS = 6


def number_prefix(code: str) -> str:
    """The six digits of the county (or city) a division code lies in; a local code as it is; `D` before a drill's."""
    drill = "D" if settings.DRILL else ""
    return drill + (code[:COUNTY_DIGITS].ljust(COUNTY_DIGITS, "0") if code.isdigit() else code.upper())


def number_next(*, jurisdiction: Jurisdiction, series: str, at: datetime) -> tuple[str, int, int]:
    """(prefix, year, running number) of the next item; the counter stays locked until the caller commits or rolls back.

    One counter per prefix, year and series: no gap is ever visible.
    """
    line = Jurisdiction.objects.filter(pk__in=jurisdiction.ancestor_ids)
    county = line.filter(level=Level.COUNTY).values_list("code", flat=True).first()
    prefix = number_prefix(county or jurisdiction.code)
    year = timezone.localtime(at).year
    row: dict[str, Any] = {"prefix": prefix, "year": year, "series": series}
    if not IncidentNumber.objects.filter(**row).update(last=F("last") + 1):  # the update locks the row
        IncidentNumber.objects.get_or_create(**row)
        IncidentNumber.objects.filter(**row).update(last=F("last") + 1)
    return prefix, year, IncidentNumber.objects.values_list("last", flat=True).get(**row)


@transaction.atomic
def incident_open(
    *,
    jurisdiction: Jurisdiction,
    event_type: EventType,
    title: str,
    description: str = "",
    location: Point | None = None,
    place: str = "",
    occurred_at: datetime,
    received_at: datetime | None = None,
    owner_unit: Unit,
    grade: int | None = None,
    tags: Sequence[str] = (),
    involved: Sequence[Mapping[str, Any]] = (),
    figures: Mapping[str, Decimal | int | None] | None = None,
    source: str = "",
    report_id: int | None = None,
    actor: User,
) -> Incident:
    """Open an incident with its number, first grade and first figures (R-B4); a place on no map never blocks it."""
    access.require(actor, Permission.INCIDENT_CHANGE, jurisdiction)
    if not owner_unit.is_active:
        refuse("owner_unit", _("This unit is no longer in use."))
    if grade is not None and grade not in Grade.values:
        refuse("grade", _("The grade is 1, 2, 3 or 4."))
    point = clean_point(location)
    received = clean_moment(received_at or timezone.now(), "received_at")
    incident = Incident(
        jurisdiction=jurisdiction,
        event_type=event_type,
        title=clean_text(title, "title", 200, needed=True),
        description=clean_text(description, "description", 20_000),
        location=point,
        place=clean_text(place, "place", 300),
        outside=lies_outside(point, jurisdiction),
        occurred_at=clean_moment(occurred_at, "occurred_at"),
        received_at=received,
        owner_unit=owner_unit,
        opened_by=actor,
        grade=grade,
        tags=clean_tags(tags),
        involved=list(involved),
    )
    prefix, year, running = number_next(jurisdiction=jurisdiction, series="incident", at=received)
    incident.number = f"{prefix}-{year}-{running:04d}"
    incident.save(force_insert=True)
    known = {name: value for name, value in (figures or {}).items() if value is not None}
    _first_grade(incident, known, actor)
    tell(
        INCIDENT_OPENED,
        incident,
        actor=actor,
        data={"type_name": event_type.name, "type_name_en": event_type.name_en, "owner": owner_unit.name},
        occurred_at=incident.occurred_at,
    )
    if known:
        said_by = source or str(owner_unit)
        figures_write(incident, known, source=said_by, as_of=incident.occurred_at, report_id=report_id, actor=actor)
    return incident


def _first_grade(incident: Incident, known: Mapping[str, Decimal | int], actor: User) -> None:
    """The grade given at opening is a decision like any later one."""
    if incident.grade is None:
        return
    guess = grade_suggest(incident.event_type, known)
    GradeChange.objects.create(
        incident=incident, grade=incident.grade, suggested=guess.grade if guess else None, reason="", author=actor
    )
