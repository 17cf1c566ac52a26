"""Area per person and the capacity that follows from it (R-D9)."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError
from organizations import access
from organizations.access import Actor
from organizations.models import Jurisdiction
from organizations.roles import Permission
from resources.shelters.events import AREA_NORM_SET, SHELTER_CAPACITY_CHANGED
from resources.shelters.models import AreaNorm, Duration, Shelter
from resources.shelters.selectors.norms import norm_for
from resources.shelters.services.common import clean_text, follow, refuse, shelter_lock, tell
from timeline.services import record

LEAST_M2, MOST_M2 = Decimal("0.1"), Decimal(100)


def capacity_of(shelter: Shelter) -> int:
    """Persons: effective area ÷ area per person, rounded down."""
    norm = norm_for(shelter.duration, shelter.jurisdiction, timezone.now())
    return int(Decimal(shelter.effective_area_m2) // norm)


def capacity_follow(shelter: Shelter, actor: Actor) -> bool:
    """Work the locked shelter's capacity out again; whether it moved. People already inside stay, over it if need be."""
    was, now = shelter.capacity, capacity_of(shelter)
    if was == now:
        return False
    shelter.capacity, shelter.ceiling = now, max(now, shelter.heads)
    shelter.save(update_fields=["capacity", "ceiling"])
    tell(SHELTER_CAPACITY_CHANGED, shelter, actor, {"was": was})
    follow(shelter, actor)
    return True


@transaction.atomic
def norm_set(
    *,
    duration: str,
    jurisdiction: Jurisdiction,
    m2_per_person: Decimal,
    source: str,
    effective_from: datetime | None = None,
    actor: Actor,
) -> AreaNorm:
    """State the area per person for a class in a jurisdiction and below; capacities follow at once where it is in force.

    One with a later date takes effect when a shelter is next ordered open or edited.
    """
    access.require(actor, Permission.SHELTER_CHANGE, jurisdiction)
    if duration not in Duration.values:
        refuse("duration", _("There is no such class."))
    if not LEAST_M2 <= m2_per_person <= MOST_M2:
        refuse("m2_per_person", _("Between %(least)s and %(most)s m².") % {"least": LEAST_M2, "most": MOST_M2})
    starts = effective_from or timezone.now()
    norm, made = AreaNorm.objects.get_or_create(
        duration=duration,
        jurisdiction=jurisdiction,
        effective_from=starts,
        defaults={"m2_per_person": m2_per_person, "source": clean_text(source, "source", 200, needed=True)},
    )
    if not made:
        raise ConflictError(_("From this date an area per person is already stated."))
    record(
        AREA_NORM_SET,
        norm,
        jurisdiction=jurisdiction,
        permission=Permission.SHELTER_VIEW,
        actor=actor,
        data={"m2": str(m2_per_person), "duration": duration},
    )
    if starts <= timezone.now():
        below = Shelter.objects.filter(duration=duration, jurisdiction__path__startswith=jurisdiction.path)
        for pk in below.order_by("pk").values_list("pk", flat=True):
            capacity_follow(shelter_lock(pk, actor=actor), actor)
    return norm
