"""Blocked roads reported and lifted (R-D6, R-C8)."""

from datetime import datetime

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError
from incidents.supply.events import ROAD_BLOCKED, ROAD_OPENED
from incidents.supply.features import roadblock_feature
from incidents.supply.models import Roadblock
from incidents.supply.services.common import clean, refuse
from organizations import access
from organizations.models import Jurisdiction, User
from organizations.roles import Permission
from timeline.services import record

MOST_DETOUR_MIN = 24 * 60


@transaction.atomic
def roadblock_report(
    *,
    jurisdiction: Jurisdiction,
    name: str,
    geometry: GEOSGeometry,
    source: str,
    cause: str = "",
    detour_min: int | None = None,
    radius_m: int = 500,
    ends_at: datetime | None = None,
    actor: User,
) -> Roadblock:
    """A road is blocked: where, says who, until when. `detour_min` None: no way round. Counts for every way from now on."""
    access.require(actor, Permission.SUPPLY_REQUEST, jurisdiction)
    if detour_min is not None and not 0 <= detour_min <= MOST_DETOUR_MIN:
        raise refuse("detour_min", _("Between 0 and %(most)s.") % {"most": MOST_DETOUR_MIN})
    if not 1 <= radius_m <= 20_000:
        raise refuse("radius_m", _("Between 1 and %(most)s.") % {"most": "20,000"})
    west, south, east, north = geometry.extent
    if geometry.empty or not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise refuse("geometry", _("Longitude must be between -180 and 180, latitude between -90 and 90."))
    if ends_at is not None and ends_at <= timezone.now():
        raise refuse("ends_at", _("This time has passed."))
    block = Roadblock.objects.create(
        jurisdiction=jurisdiction,
        name=clean(name, "name", 100, needed=True),
        geometry=geometry,
        source=clean(source, "source", 100, needed=True),
        cause=clean(cause, "cause", 200),
        detour_min=detour_min,
        radius_m=radius_m,
        ends_at=ends_at,
        reported_by=actor,
    )
    data = {"name": block.name, "reason": block.cause, "source": block.source, "feature": roadblock_feature(block)}
    record(ROAD_BLOCKED, block, jurisdiction=jurisdiction, permission=Permission.PLACE_VIEW, actor=actor, data=data)
    return block


@transaction.atomic
def roadblock_lift(*, block: Roadblock, actor: User) -> Roadblock:
    """The road is open again."""
    Roadblock.objects.select_for_update(no_key=True).filter(pk=block.pk).values_list("pk").first()
    block = Roadblock.objects.select_related("jurisdiction").get(pk=block.pk)
    if block.lifted_at is not None:
        raise ConflictError(_("This road is open again already."))
    access.require(actor, Permission.SUPPLY_REQUEST, block.jurisdiction)
    block.lifted_at = timezone.now()
    block.version += 1
    block.save(update_fields=["lifted_at", "version", "updated_at"])
    data = {"name": block.name, "feature": roadblock_feature(block, removed=True)}
    record(
        ROAD_OPENED, block, jurisdiction=block.jurisdiction, permission=Permission.PLACE_VIEW, actor=actor, data=data
    )
    return block
