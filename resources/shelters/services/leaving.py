"""In and out (R-D9): away for some hours, back, left for good, to another shelter."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError, NotFoundError
from core.text import clean_name
from organizations import access
from organizations.access import Actor
from organizations.models import User
from organizations.roles import Permission
from resources.shelters.events import SHELTER_AWAY, SHELTER_BACK, SHELTER_LEFT, SHELTER_RECEIVED
from resources.shelters.models import Away, Shelter, Stay
from resources.shelters.services.common import (
    clean_text,
    counted,
    follow,
    refuse,
    require_admitting,
    require_housing,
    shelter_lock,
    tell,
)
from resources.shelters.services.door import room_or_refuse

MOST = 500


@transaction.atomic
def stays_go_out(*, shelter: Shelter, stay_ids: Sequence[int], actor: Actor) -> list[Stay]:
    """Away for some hours: the bed stays theirs and they count."""
    shelter, stays = _open_stays(shelter, stay_ids, actor)
    going = [stay for stay in stays if stay.away_since is None]
    for stay in going:
        stay.away_since = timezone.now()
        stay.version += 1
    Stay.objects.bulk_update(going, ["away_since", "version"])
    if going:
        tell(SHELTER_AWAY, shelter, actor, {"count": len(going)})
    return stays


@transaction.atomic
def stays_come_back(*, shelter: Shelter, stay_ids: Sequence[int], actor: Actor) -> list[Stay]:
    """Back from some hours away."""
    shelter, stays = _open_stays(shelter, stay_ids, actor)
    coming = [stay for stay in stays if stay.away_since is not None]
    for stay in coming:
        stay.away_since = None
        stay.version += 1
    Stay.objects.bulk_update(coming, ["away_since", "version"])
    if coming:
        tell(SHELTER_BACK, shelter, actor, {"count": len(coming)})
    return stays


@transaction.atomic
def stays_end(
    *, shelter: Shelter, stay_ids: Sequence[int], left_as: str, destination: str = "", actor: Actor
) -> list[Stay]:
    """Left for good; their places are free at once."""
    shelter, stays = _open_stays(shelter, stay_ids, actor)
    if left_as not in Away.values:
        refuse("left_as", _("Choose one of the list."))
    _end(stays, left_as, clean_text(clean_name(destination), "destination", 100))
    follow(shelter, actor)
    tell(SHELTER_LEFT, shelter, actor, {"count": len(stays), "left_as": left_as})
    return stays


@transaction.atomic
def stays_transfer(*, shelter: Shelter, stay_ids: Sequence[int], to: Shelter, actor: User) -> list[Stay]:
    """To another shelter that one runs too: out here and in there, together or not at all."""
    if to.pk == shelter.pk:
        refuse("to", _("They are here already."))
    for pk in sorted((shelter.pk, to.pk)):  # two transfers the opposite way never wait in a circle
        shelter_lock(pk, actor=actor)
    shelter, stays = _open_stays(shelter, stay_ids, actor)
    to = shelter_lock(to.pk, actor=actor)
    access.require(actor, Permission.SHELTER_RUN, to.jurisdiction)
    require_admitting(to)
    room_or_refuse(to, len(stays))
    now = timezone.now()
    _end(stays, Away.TRANSFER, to.name)
    with counted():
        arrived = Stay.objects.bulk_create(
            Stay(shelter=to, person_id=stay.person_id, entered_at=now, entered_by=actor) for stay in stays
        )
    follow(shelter, actor)
    follow(to, actor)
    both = [f"shelter:{shelter.pk}", f"shelter:{to.pk}"]
    tell(SHELTER_LEFT, shelter, actor, {"count": len(stays), "left_as": Away.TRANSFER}, related=both)
    tell(SHELTER_RECEIVED, to, actor, {"count": len(arrived)}, related=both)
    return arrived


def _open_stays(shelter: Shelter, stay_ids: Sequence[int], actor: Actor) -> tuple[Shelter, list[Stay]]:
    """The locked shelter and these open stays in it; ConflictError when one has ended, NotFoundError when one is not its."""
    shelter = shelter_lock(shelter.pk, actor=actor)
    access.require(actor, Permission.SHELTER_RUN, shelter.jurisdiction)
    require_housing(shelter)
    wanted = set(stay_ids)
    if not 0 < len(wanted) <= MOST:
        refuse("stays", _("Between 1 and %(n)s at once.") % {"n": MOST})
    rows = Stay.objects.select_for_update(no_key=True).filter(pk__in=wanted, shelter_id=shelter.pk).order_by("pk")
    stays = list(rows)
    if len(stays) != len(wanted):
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    ended = [stay.pk for stay in stays if stay.left_at]
    if ended:
        raise ConflictError(_("They have left already."), extra={"ended": ended})
    return shelter, stays


def _end(stays: Sequence[Stay], left_as: str, destination: str) -> None:
    for stay in stays:
        stay.left_at, stay.left_as, stay.destination = timezone.now(), left_as, destination
        stay.version += 1
    Stay.objects.bulk_update(stays, ["left_at", "left_as", "destination", "version"])
