"""Changing an incident's particulars: version-checked, so that nothing is overwritten silently."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import ConflictError
from incidents.response.events import INCIDENT_MARKED_SENSITIVE, INCIDENT_UNMARKED_SENSITIVE, INCIDENT_UPDATED
from incidents.response.labels import joined
from incidents.response.models import EventType, Incident
from incidents.response.services.common import (
    clean_moment,
    clean_point,
    clean_tags,
    clean_text,
    incident_lock,
    lies_outside,
    refuse,
    tell,
)
from organizations import ownership
from organizations.models import User
from organizations.roles import Permission

EDITABLE = ("event_type", "title", "description", "place", "location", "occurred_at", "tags")


def _plain(value: Any) -> Any:
    if isinstance(value, EventType):
        return value.pk
    if isinstance(value, Point):
        return [round(value.x, 6), round(value.y, 6)]
    return value.isoformat() if isinstance(value, datetime) else value


def _clean(field: str, value: Any) -> Any:
    if field == "event_type":
        return value
    if field == "location":
        return clean_point(value)
    if field == "occurred_at":
        return clean_moment(value, field)
    if field == "tags":
        return clean_tags(value)
    limits = {"title": 200, "description": 20_000, "place": 300}
    return clean_text(value, field, limits[field], needed=field == "title")


@transaction.atomic
def incident_update(*, incident: Incident, version: int, changes: Mapping[str, Any], actor: User) -> Incident:
    """Change particulars seen at `version`; a stale one is a ConflictError whose `extra` holds both sides by field."""
    incident = incident_lock(incident)
    unknown = sorted(set(changes) - set(EDITABLE))
    if unknown:
        refuse(unknown[0], _("This cannot be changed here."))
    ownership.require(actor, Permission.INCIDENT_CHANGE, incident)
    clean = {field: _clean(field, value) for field, value in changes.items()}
    before = {field: _plain(getattr(incident, field)) for field in clean}
    after = {field: _plain(value) for field, value in clean.items()}
    if version != incident.version:
        differing = [field for field in clean if before[field] != after[field]]
        raise ConflictError(
            _("Somebody else changed %(number)s since you opened it. Both versions are shown; choose for each field.")
            % {"number": incident.number},
            extra={
                "version": incident.version,
                "current": {field: before[field] for field in differing},
                "yours": {field: after[field] for field in differing},
            },
        )
    changed = {field: [before[field], after[field]] for field in clean if before[field] != after[field]}
    if not changed:
        return incident
    for field in changed:
        setattr(incident, field, clean[field])
    incident.outside = lies_outside(incident.location, incident.jurisdiction)
    incident.version += 1
    incident.save(update_fields=[*changed, "outside", "version", "updated_at"])
    tell(INCIDENT_UPDATED, incident, actor=actor, data={"changes": changed})
    return incident


@transaction.atomic
def incident_label(
    *, incident: Incident, tags: Sequence[str], involved: Sequence[Mapping[str, Any]], actor: User
) -> Incident:
    """Add the labels and units of a report that joined it; what is there stays. Nothing new records nothing."""
    if not tags and not involved:
        return incident
    incident = incident_lock(incident)
    ownership.require(actor, Permission.INCIDENT_CHANGE, incident)
    known = {unit["name"] for unit in incident.involved}
    together = joined(incident.tags, tags)
    units = [*incident.involved, *(unit for unit in involved if unit["name"] not in known)]
    changed = {"tags": [incident.tags, together]} if together != incident.tags else {}
    if units != incident.involved:
        changed["involved"] = [[unit["name"] for unit in rows] for rows in (incident.involved, units)]
    if not changed:
        return incident
    incident.tags, incident.involved = together, units
    incident.version += 1
    incident.save(update_fields=["tags", "involved", "version", "updated_at"])
    tell(INCIDENT_UPDATED, incident, actor=actor, data={"changes": changed})
    return incident


@transaction.atomic
def incident_mark_sensitive(*, incident: Incident, sensitive: bool, reason: str, actor: User) -> Incident:
    """Keep an incident off every wall, or let it back on; the reason stays in the record."""
    incident = incident_lock(incident)
    if incident.sensitive == sensitive:
        raise ConflictError(_("It is so already."))
    ownership.require(actor, Permission.INCIDENT_CHANGE, incident)
    words = clean_text(reason, "reason", 500, needed=True)
    incident.sensitive = sensitive
    incident.save(update_fields=["sensitive", "updated_at"])
    kind = INCIDENT_MARKED_SENSITIVE if sensitive else INCIDENT_UNMARKED_SENSITIVE
    tell(kind, incident, actor=actor, data={"reason": words})
    return incident
