"""What every incident service needs: the lock, clean text, the event."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NoReturn

from django.contrib.gis.geos import Point
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError, UnprocessableError
from core.text import storable
from incidents.response.features import incident_feature
from incidents.response.labels import MAX_TAG, split_tags, too_many
from incidents.response.models import Incident
from organizations import ownership
from organizations.access import Actor
from organizations.models import Jurisdiction
from organizations.roles import Permission
from timeline.kinds import Kind
from timeline.models import Event
from timeline.services import record

CLOCK_TOLERANCE = timedelta(minutes=5)
EARLIEST_YEAR = 1900


def refuse(field: str, message: Any) -> NoReturn:
    """UnprocessableError about one field."""
    raise UnprocessableError(_("Some fields need correction."), errors={field: message})


def clean_text(value: str | None, field: str, limit: int, *, needed: bool = False) -> str:
    """The text without outer spaces; refused when it is missing though needed, too long, or cannot be stored."""
    text = (value or "").strip()
    if needed and not text:
        refuse(field, _("This cannot be empty."))
    if len(text) > limit:
        refuse(field, _("At most %(n)s characters.") % {"n": limit})
    if not storable(text):
        refuse(field, _("The text holds characters that cannot be stored (NUL or broken surrogates)."))
    return text


def clean_tags(tags: Iterable[str], field: str = "tags") -> list[str]:
    """Short labels, each once; refused when there are too many or one is too long."""
    found = split_tags(" ".join(tags))
    if too_many(found):
        refuse(field, _("At most 10 tags of at most 20 characters each."))
    return [clean_text(tag, field, MAX_TAG) for tag in found]


def clean_moment(value: datetime, field: str) -> datetime:
    """A time that can have been: zone-aware, not in the future beyond clock tolerance, not before 1900."""
    moment = timezone.make_aware(value) if timezone.is_naive(value) else value
    if moment > timezone.now() + CLOCK_TOLERANCE:
        refuse(field, _("This time lies in the future."))
    if moment.year < EARLIEST_YEAR:
        refuse(field, _("This time lies before the year %(year)s.") % {"year": EARLIEST_YEAR})
    return moment


def clean_point(point: Point | None, field: str = "location") -> Point | None:
    """Degrees, lon/lat, WGS 84; anything else is refused."""
    if point is None:
        return None
    if point.empty or not (-180 <= point.x <= 180 and -90 <= point.y <= 90):
        refuse(field, _("Longitude must be between -180 and 180, latitude between -90 and 90."))
    point.srid = point.srid or 4326
    return point


def lies_outside(point: Point | None, jurisdiction: Jurisdiction) -> bool:
    """Whether the point is beyond the jurisdiction's boundary; without a boundary or a point nothing is said."""
    if point is None:
        return False
    drawn = Jurisdiction.objects.filter(pk=jurisdiction.pk, boundary__isnull=False)
    return drawn.exists() and not drawn.filter(boundary__covers=point).exists()


def incident_lock(incident: Incident) -> Incident:
    """The incident as it is now, its row locked until the transaction ends (see `ownership.lock` for why in two steps)."""
    Incident.objects.select_for_update(no_key=True).values_list("pk").get(pk=incident.pk)
    rows = Incident.objects.select_related(
        "jurisdiction", "event_type", "owner_unit__jurisdiction", "handover_to__jurisdiction"
    )
    return rows.get(pk=incident.pk)


def require_open(incident: Incident) -> None:
    """ConflictError unless the incident is open."""
    if not incident.is_open:
        raise ConflictError(
            _("%(number)s is closed. Reopen it first.") % {"number": incident.number}, extra={"status": incident.status}
        )


def tell(
    kind: Kind,
    incident: Incident,
    *,
    actor: Actor | None,
    data: Mapping[str, Any] | None = None,
    also: Iterable[Jurisdiction] = (),
    occurred_at: datetime | None = None,
    drawn: bool = True,
) -> Event:
    """Record an incident's event for everyone who may see it; `drawn` adds what the map needs to redraw it."""
    basis: dict[str, Any] = {"number": incident.number, "title": incident.title, "status": incident.status}
    basis["grade"] = incident.grade
    if drawn:
        basis["feature"] = incident_feature(incident)
    return record(
        kind,
        incident,
        jurisdiction=incident.jurisdiction,
        also=[*ownership.seeing_places(incident), *also],
        permission=Permission.INCIDENT_VIEW,
        actor=actor,
        data={**basis, **(data or {})},
        occurred_at=occurred_at,
    )
