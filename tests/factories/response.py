"""Event types and incidents for tests."""

from datetime import datetime
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from incidents.response.models import EventType, Incident
from incidents.response.services import incident_open
from incidents.response.vocabulary import load, type_rows
from organizations.models import Jurisdiction, Unit, User
from tests.factories import organizations as orgs


def event_type(code: str = "10101") -> EventType:
    """An event type of the published vocabulary, loaded when a test has emptied the table; unknown codes are made."""
    found = EventType.objects.filter(code=code).first()
    if found is None and any(row["code"] == code for row in type_rows()):
        load()
        found = EventType.objects.get(code=code)
    return found or EventType.objects.create(code=code, name=f"类型{code}", name_en=f"Type {code}")


def incident(
    *,
    jurisdiction: Jurisdiction | None = None,
    type_code: str = "10101",
    title: str = "玉山村洪水",
    location: Point | None = None,
    occurred_at: datetime | None = None,
    owner_unit: Unit | None = None,
    actor: User | None = None,
    **kw: Any,
) -> Incident:
    """An open incident, through the service a person uses."""
    place = jurisdiction or (owner_unit.jurisdiction if owner_unit else orgs.jurisdiction())
    return incident_open(
        jurisdiction=place,
        event_type=event_type(type_code),
        title=title,
        location=location,
        occurred_at=occurred_at or timezone.now(),
        owner_unit=owner_unit or orgs.unit(place),
        actor=actor or orgs.user("duty_officer", at=place),
        **kw,
    )
