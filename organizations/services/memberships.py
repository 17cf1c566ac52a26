"""Roles: granted and ended with dates, never edited or deleted; conflicting duties are refused (R-A1)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError, UnprocessableError
from organizations import access, events
from organizations.models import Jurisdiction, Membership, User
from organizations.roles import CONFLICTING, Permission, Role
from organizations.services.people import lock
from organizations.services.rules import Actor, permit, require_not_last, standing
from organizations.telling import tell


@transaction.atomic
def membership_grant(
    *,
    user: User,
    role: str,
    jurisdiction: Jurisdiction,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    actor: Actor | None,
) -> Membership:
    """Give a person a role at a jurisdiction and everything below it, from `starts_at` (now) until `ends_at` (open).

    ConflictError for a role held already, for duties that are kept apart, and for a disabled person.
    """
    user = lock(user)
    now = timezone.now()
    starts_at = starts_at or now
    _require_possible(user, role, jurisdiction, starts_at, ends_at)
    permit(actor, Permission.ROLE_GRANT, jurisdiction)
    if actor is not None and actor.pk == user.pk:
        raise ConflictError(_("You cannot give yourself a role; another security administrator must do it."))
    granted_by = actor if isinstance(actor, User) else None
    membership = Membership.objects.create(
        user=user, role=role, jurisdiction=jurisdiction, granted_by=granted_by, starts_at=starts_at, ends_at=ends_at
    )
    _moved(user, actor)
    _tell(events.MEMBERSHIP_GRANTED, membership, actor)
    return membership


def _require_possible(
    user: User, role: str, jurisdiction: Jurisdiction, starts_at: datetime, ends_at: datetime | None
) -> None:
    if role not in Role.values:
        raise UnprocessableError(_("Choose a role from the list."), errors={"role": _("Choose a role from the list.")})
    if ends_at is not None and ends_at <= max(starts_at, timezone.now()):
        message = _("The end must lie after the beginning and in the future.")
        raise UnprocessableError(message, errors={"ends_at": message})
    if not user.is_active:
        raise ConflictError(_("%(person)s is disabled. Enable the account first.") % {"person": user})
    if not jurisdiction.is_active:
        raise ConflictError(_("%(place)s is no longer in use.") % {"place": jurisdiction})
    overlapping = standing(user).filter(Q(ends_at=None) | Q(ends_at__gt=starts_at))
    if ends_at is not None:
        overlapping = overlapping.filter(starts_at__lt=ends_at)
    if overlapping.filter(role=role, jurisdiction=jurisdiction).exists():
        raise ConflictError(
            _("%(person)s already is %(role)s in %(place)s.")
            % {"person": user, "role": Role(role).label, "place": jurisdiction}
        )
    for held in overlapping:
        if frozenset({held.role, role}) in CONFLICTING:
            raise ConflictError(
                _("%(role)s and %(held)s must be different people: %(person)s is already %(held)s.")
                % {"role": Role(role).label, "held": Role(held.role).label, "person": user},
                extra={"membership": held.pk},
            )


@transaction.atomic
def membership_end(*, membership: Membership, at: datetime | None = None, actor: Actor | None) -> Membership:
    """End a role at `at` (now when None). ConflictError when it has ended or nobody else could grant roles here."""
    user = lock(membership.user)
    membership = (
        Membership.objects.select_for_update(of=("self",), no_key=True)
        .select_related("jurisdiction")
        .get(pk=membership.pk)
    )
    membership.user = user
    now = timezone.now()
    if membership.ends_at is not None and membership.ends_at <= now:
        raise ConflictError(_("This role has already ended."))
    permit(actor, Permission.ROLE_GRANT, membership.jurisdiction)
    require_not_last(user, membership.role, membership.jurisdiction, Permission.ROLE_GRANT)
    require_not_last(user, membership.role, membership.jurisdiction, Permission.PEOPLE_CHANGE)
    membership.ends_at = max(at, now) if at else now
    # A role that had not begun never will: its time is empty, and the database keeps it for the record.
    membership.starts_at = min(membership.starts_at, membership.ends_at)
    membership.save(update_fields=["ends_at", "starts_at"])
    _moved(user, actor)
    _tell(events.MEMBERSHIP_ENDED, membership, actor)
    return membership


def _moved(user: User, actor: Actor | None) -> None:
    """Sessions and sockets compare this and look again."""
    user.access_changed_at = timezone.now()
    user.save(update_fields=["access_changed_at"])
    access.forget(user)
    if isinstance(actor, User) and actor.pk == user.pk:
        access.forget(actor)


def _tell(kind: str, membership: Membership, actor: Actor | None) -> None:
    data = {
        "person": str(membership.user),
        "role": membership.role,
        "place": str(membership.jurisdiction),
        "until": membership.ends_at.isoformat() if membership.ends_at else None,
    }
    tell(
        kind,
        membership,
        jurisdiction=membership.jurisdiction,
        actor=actor,
        data=data,
        people=[membership.user_id],
        related=[membership.user],
    )
