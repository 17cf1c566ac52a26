"""What the services of this app ask before they change anything."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError, UnprocessableError
from core.models import Versioned
from core.text import storable
from organizations import access
from organizations.models import Jurisdiction, Membership, User
from organizations.roles import Permission, roles_with

V = TypeVar("V", bound=Versioned)
Actor = access.Actor


def permit(actor: Actor | None, permission: str, jurisdiction: Jurisdiction | None) -> None:
    """PermissionDenied unless the actor may; None is the operator at the command line, who already owns the database."""
    if actor is None:
        return
    if jurisdiction is None:
        raise PermissionDenied(_("Only the operator of the platform may do this, from the command line."))
    access.require(actor, permission, jurisdiction)


def permit_person(actor: Actor | None, user: User, permission: str = Permission.PEOPLE_CHANGE) -> None:
    """PermissionDenied unless the actor may at the person's unit and wherever the person holds a role.

    So an administrator of a township cannot take over the account of a commander of the county.
    """
    for jurisdiction in homes(user):
        permit(actor, permission, jurisdiction)
    if actor is not None and not homes(user):
        permit(actor, permission, None)


def homes(user: User) -> list[Jurisdiction]:
    """Where a person belongs: the unit's jurisdiction, then those of present and coming roles."""
    places = [user.unit.jurisdiction] if user.unit else []
    return list(dict.fromkeys([*places, *(m.jurisdiction for m in standing(user).select_related("jurisdiction"))]))


def home(user: User) -> Jurisdiction | None:
    """The one jurisdiction under which a person's changes are told."""
    places = homes(user)
    return places[0] if places else None


def standing(user: User) -> Any:
    """Memberships that hold now or will."""
    return Membership.objects.filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now()), user=user).order_by("pk")


def require_not_last(user: User, role: str, jurisdiction: Jurisdiction, permission: str) -> None:
    """ConflictError when nobody else could give out this administration any more."""
    if role not in roles_with(permission):
        return
    # Two who end each other at once take turns here; the later one sees what the earlier one did.
    Jurisdiction.objects.select_for_update(no_key=True).get(pk=jurisdiction.ancestor_ids[0])
    now = timezone.now()
    others = Membership.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=now),
        role__in=roles_with(permission),
        jurisdiction_id__in=jurisdiction.ancestor_ids,
        starts_at__lte=now,
        user__is_active=True,
    ).exclude(user=user)
    if not others.exists():
        raise ConflictError(
            _("%(person)s is the last who can do this in %(place)s. Give the role to somebody else first.")
            % {"person": user, "place": jurisdiction}
        )


def require_version(row: Versioned, version: int | None, now: Mapping[str, Any]) -> None:
    """ConflictError that carries the present values when somebody else saved since the form was opened."""
    if version is not None and version != row.version:
        raise ConflictError(
            _("Somebody else changed this while you were editing. Nothing was saved; compare and save again."),
            extra={"version": row.version, "now": {key: str(value) for key, value in now.items()}},
        )


def assign(row: Model, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Set attributes; what really changed as {field: [was, is]} in words."""
    changed = {}
    for field, value in values.items():
        was = getattr(row, field)
        if was != value:
            changed[field] = [str(was), str(value)]
            setattr(row, field, value)
    return changed


def labels(model: type[Model], fields: Iterable[str]) -> str:
    """Field names as people read them, for the record."""
    return "、".join(str(getattr(model._meta.get_field(field), "verbose_name", field)) for field in fields)


def require_text(**fields: str) -> None:
    """UnprocessableError for every field that is empty or holds what cannot be stored."""
    errors = {}
    for field, value in fields.items():
        if not value.strip():
            errors[field] = _("Enter this.")
        elif not storable(value):
            errors[field] = _("This holds characters that cannot be stored.")
    if errors:
        raise UnprocessableError(_("Some fields need correction."), errors=errors)
