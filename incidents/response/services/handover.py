"""Handing an owned item (incident or report) to another unit: a transaction both sides see, with its own deadline (R-A4)."""

from typing import Any, TypeVar, cast

from django.db import transaction

from clocks.services import deadline_cancel, deadline_meet, deadline_open
from incidents.response.deadlines import HANDOVER_ACCEPT
from incidents.response.events import HANDOVER_ACCEPTED, HANDOVER_DECLINED, HANDOVER_OFFERED, HANDOVER_WITHDRAWN
from incidents.response.features import incident_feature
from incidents.response.models import Incident
from incidents.response.services.common import clean_text
from organizations import ownership
from organizations.models import Owned, Unit, User
from organizations.roles import Permission
from timeline.kinds import Kind
from timeline.services import record

T = TypeVar("T", bound=Owned)

# (who may see it, who may offer and answer), by entity.
PERMISSIONS: dict[str, tuple[str, str]] = {
    "incident": (Permission.INCIDENT_VIEW, Permission.INCIDENT_CHANGE),
    "report": (Permission.REPORT_VIEW, Permission.REPORT_HANDLE),
}


def _entity(item: Owned) -> str:
    return str(item._meta.model_name)


def _tell(
    kinds: dict[str, Kind], item: Owned, was: Unit, to: Unit, actor: User, data: dict[str, Any] | None = None
) -> None:
    thing = cast(Any, item)
    drawn = {"feature": incident_feature(item)} if isinstance(item, Incident) else {}
    record(
        kinds[_entity(item)],
        item,
        jurisdiction=thing.jurisdiction,
        also=[was.jurisdiction, to.jurisdiction],
        permission=PERMISSIONS[_entity(item)][0],
        actor=actor,
        data={
            "number": thing.number,
            "title": thing.title,
            "from": was.name,
            "from_en": was.name_en,
            "from_unit": was.pk,
            "to": to.name,
            "to_en": to.name_en,
            "to_unit": to.pk,
            **drawn,
            **(data or {}),
        },
    )


@transaction.atomic
def handover_offer(*, item: T, to: Unit, note: str = "", actor: User) -> T:
    """Offer the item to another unit and start that unit's clock; the owner stays until the offer is accepted."""
    see, act = PERMISSIONS[_entity(item)]
    item = ownership.offer(item=item, to=to, note=note, permission=act, actor=actor)
    thing = cast(Any, item)
    _tell(HANDOVER_OFFERED, item, item.owner_unit, to, actor, {"note": item.handover_note})
    deadline_open(
        kind=HANDOVER_ACCEPT,
        subject=item,
        jurisdiction=to.jurisdiction,
        permission=see,
        owner_unit=to,
        data={
            "number": thing.number,
            "from": item.owner_unit.name,
            "from_en": item.owner_unit.name_en,
            "to": to.name,
            "to_en": to.name_en,
            "from_jurisdiction": item.owner_unit.jurisdiction_id,
            "jurisdiction": thing.jurisdiction_id,
        },
        actor=actor,
    )
    return item


@transaction.atomic
def handover_accept(*, item: T, actor: User) -> T:
    """The receiving unit takes the item over; from this moment it is accountable."""
    item, was, to = ownership.accept(item=item, permission=PERMISSIONS[_entity(item)][1], actor=actor)
    deadline_meet(kind=HANDOVER_ACCEPT, subject=item, actor=actor)
    _tell(HANDOVER_ACCEPTED, item, was, to, actor)
    return item


@transaction.atomic
def handover_decline(*, item: T, reason: str, actor: User) -> T:
    """The receiving unit declines with a reason; the owner stays accountable."""
    words = clean_text(reason, "reason", 500, needed=True)
    item, owner, decliner = ownership.decline(item=item, permission=PERMISSIONS[_entity(item)][1], actor=actor)
    deadline_meet(kind=HANDOVER_ACCEPT, subject=item, actor=actor)
    _tell(HANDOVER_DECLINED, item, owner, decliner, actor, {"reason": words})
    return item


@transaction.atomic
def handover_withdraw(*, item: T, actor: User) -> T:
    """The offering side takes its offer back before it was answered."""
    item, owner, to = ownership.withdraw(item=item, permission=PERMISSIONS[_entity(item)][1], actor=actor)
    deadline_cancel(kind=HANDOVER_ACCEPT, subject=item, actor=actor)
    _tell(HANDOVER_WITHDRAWN, item, owner, to, actor)
    return item
