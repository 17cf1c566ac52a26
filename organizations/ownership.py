"""First-receiver responsibility 首接负责制 (R-A4): the rules by which an `Owned` item changes hands.

An item always has exactly one accountable unit. Offering changes nothing but the offer; only acceptance by the receiving
unit moves the item, and a refusal leaves everything as it was. These functions lock, decide and change; the rooms above
add the event and the deadline (`incidents.response.services.handover_offer` and its siblings, for every Owned model).
"""

from typing import Protocol, TypeVar, cast

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError, UnprocessableError
from organizations import access
from organizations.models import Jurisdiction, Owned, Unit, User

NOTE_LIMIT = 500


class _Located(Protocol):
    jurisdiction: Jurisdiction


O = TypeVar("O", bound=Owned)  # noqa: E741  any owned item


def doing_places(item: Owned) -> list[Jurisdiction]:
    """Where a permission lets a person change the item: its own jurisdiction and the accountable unit's."""
    return [cast(_Located, item).jurisdiction, item.owner_unit.jurisdiction]


def seeing_places(item: Owned) -> list[Jurisdiction]:
    """Where a permission lets a person see and hear of it: as for doing, and the unit it is being offered to."""
    offered = [item.handover_to.jurisdiction] if item.handover_to else []
    return [*doing_places(item), *offered]


def may(actor: access.Actor, permission: str, item: Owned) -> bool:
    """Whether the actor may change the item."""
    return any(access.can(actor, permission, place) for place in doing_places(item))


def require(actor: access.Actor, permission: str, item: Owned) -> None:
    """PermissionDenied in words unless `may`."""
    if not may(actor, permission, item):
        access.require(actor, permission, cast(_Located, item).jurisdiction)


def scope(queryset: QuerySet[O], actor: access.Actor, permission: str) -> QuerySet[O]:
    """Items the actor may see: the same three places `seeing_places` names, as one condition on the queryset."""
    reachable = access.scope(Jurisdiction.objects.all(), actor, permission, field="")
    if not access.can_anywhere(actor, permission):
        return queryset.none()
    inside = reachable.values("pk")
    units = Unit.objects.filter(jurisdiction__in=inside).values("pk")
    return queryset.filter(Q(jurisdiction__in=inside) | Q(owner_unit__in=units) | Q(handover_to__in=units))


def lock(item: O) -> O:
    """The item as it is now, its row locked until the transaction ends.

    Locked first and read with its relations afterwards: a statement that does both gives, after waiting, the new row
    beside the relations of the old one.
    """
    rows = type(item)._default_manager.all()
    rows.select_for_update(no_key=True).values_list("pk").get(pk=item.pk)
    return rows.select_related("jurisdiction", "owner_unit__jurisdiction", "handover_to__jurisdiction").get(pk=item.pk)


@transaction.atomic
def offer(*, item: O, to: Unit, note: str, permission: str, actor: User) -> O:
    """Offer the item to another unit; it stays with its owner until that unit accepts."""
    item = lock(item)
    if not getattr(item, "is_open", True):
        raise ConflictError(_("It is closed; there is nothing to hand over."))
    if item.handover_to is not None:
        raise ConflictError(
            _("It is already being offered to %(unit)s.") % {"unit": item.handover_to},
            extra={"handover_to": item.handover_to_id},
        )
    if to.pk == item.owner_unit_id:
        raise ConflictError(_("%(unit)s already has it.") % {"unit": to})
    require(actor, permission, item)
    if not to.is_active:
        raise UnprocessableError(_("Some fields need correction."), errors={"to": _("This unit is no longer in use.")})
    if len(note) > NOTE_LIMIT:
        too_long = _("At most %(n)s characters.") % {"n": NOTE_LIMIT}
        raise UnprocessableError(_("Some fields need correction."), errors={"note": too_long})
    item.handover_to, item.handover_by, item.handover_at, item.handover_note = to, actor, timezone.now(), note.strip()
    return _saved(item)


@transaction.atomic
def accept(*, item: O, permission: str, actor: User) -> tuple[O, Unit, Unit]:
    """The receiving unit takes the item over: (item, from, to)."""
    item = lock(item)
    to = _offered(item)
    access.require(actor, permission, to.jurisdiction)
    was, item.owner_unit = item.owner_unit, to
    _clear(item)
    return _saved(item), was, to


@transaction.atomic
def decline(*, item: O, permission: str, actor: User) -> tuple[O, Unit, Unit]:
    """The receiving unit does not take it: the owner stays; (item, owner, decliner)."""
    item = lock(item)
    to = _offered(item)
    access.require(actor, permission, to.jurisdiction)
    _clear(item)
    return _saved(item), item.owner_unit, to


@transaction.atomic
def withdraw(*, item: O, permission: str, actor: User) -> tuple[O, Unit, Unit]:
    """The offering side takes its offer back: (item, owner, the unit it was offered to)."""
    item = lock(item)
    to = _offered(item)
    require(actor, permission, item)
    _clear(item)
    return _saved(item), item.owner_unit, to


def may_answer(actor: access.Actor, permission: str, item: Owned) -> bool:
    """Whether the actor may accept or decline the offer that is open."""
    return item.handover_to is not None and access.can(actor, permission, item.handover_to.jurisdiction)


def _offered(item: Owned) -> Unit:
    if item.handover_to is None:
        raise ConflictError(_("No handover is being offered; it may have been answered or withdrawn already."))
    return item.handover_to


def _clear(item: Owned) -> None:
    item.handover_to = item.handover_by = item.handover_at = None
    item.handover_note = ""


def _saved(item: O) -> O:
    item.save(update_fields=["owner_unit", "handover_to", "handover_by", "handover_at", "handover_note"])
    return item


__all__ = [
    "accept",
    "decline",
    "doing_places",
    "lock",
    "may",
    "may_answer",
    "offer",
    "require",
    "scope",
    "seeing_places",
    "withdraw",
]
