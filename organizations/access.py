"""Reach: may I, which ones, who hears. One module, three directions, one answer (R-A1).

A person holds roles at jurisdictions and so over everything below. `can/require` ask for one object, `scope` narrows a
queryset, `groups_for/audience` decide who hears and reads events. Deny by default; out of reach reads as 404.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import NotFoundError
from organizations.models import Jurisdiction, Membership, User
from organizations.roles import PERMISSIONS, Permission

Actor = User | AnonymousUser
M = TypeVar("M", bound=Model)


def reach(actor: Actor) -> dict[str, set[str]]:
    """Permission → paths of the jurisdictions it is held at. Read once per `User` object, i.e. once per request."""
    if not actor.is_authenticated or not actor.is_active:
        return {}
    known: dict[str, set[str]] | None = getattr(actor, "_reach", None)
    if known is None:
        known, held = {}, set()
        for role, path in _held(actor):
            held.add(role)
            for permission in PERMISSIONS.get(role, ()):
                known.setdefault(str(permission), set()).add(path)
        actor._reach, actor._roles = known, held  # type: ignore[union-attr, attr-defined]
    return known


# Every request asks this once; PostgreSQL answers it sooner than the ORM would have written it. As `_open_memberships`.
_HELD = """
    SELECT m.role, j.path
    FROM organizations_membership m JOIN organizations_jurisdiction j ON j.id = m.jurisdiction_id AND j.is_active
    WHERE m.user_id = %(user)s AND m.starts_at <= %(now)s AND (m.ends_at IS NULL OR m.ends_at > %(now)s)
"""


def _held(actor: Actor) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"user": actor.pk, "now": timezone.now()})
        return cursor.fetchall()


def roles(actor: Actor) -> set[str]:
    """Roles the actor holds anywhere: for the home page and the second factor, never for objects."""
    reach(actor)
    return getattr(actor, "_roles", set())


def holds_at_root(actor: Actor, role: str) -> bool:
    """Whether the actor holds the role at the top of a tree, and so over all of it."""
    if not actor.is_authenticated or not actor.is_active:
        return False
    return _open_memberships(actor).filter(role=role, jurisdiction__parent=None).exists()


def forget(actor: User) -> None:
    """Drop what `reach` remembers on this object, after its memberships changed."""
    for name in ("_reach", "_roles"):  # delattr reaches through request.user's lazy wrapper; __dict__ would not
        if hasattr(actor, name):
            delattr(actor, name)


def _open_memberships(actor: Actor) -> QuerySet[Membership]:
    now = timezone.now()
    return Membership.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=now), user_id=actor.pk, starts_at__lte=now, jurisdiction__is_active=True
    )


def open_memberships() -> QuerySet[Membership]:
    """Everybody's roles that hold now or will, with their jurisdictions; selectors narrow it to an actor."""
    running = Q(ends_at=None) | Q(ends_at__gt=timezone.now())
    return Membership.objects.filter(running).select_related("jurisdiction").order_by("pk")


def can(actor: Actor, permission: str, jurisdiction: Jurisdiction) -> bool:
    """Whether the actor holds the permission at this jurisdiction or above it."""
    return any(jurisdiction.path.startswith(path) for path in reach(actor).get(str(permission), ()))


def can_anywhere(actor: Actor, permission: str) -> bool:
    """Whether the actor holds the permission at all: for menus, never for objects."""
    return bool(reach(actor).get(str(permission)))


def require(actor: Actor, permission: str, jurisdiction: Jurisdiction) -> None:
    """PermissionDenied (403) in words unless `can`."""
    if not can(actor, permission, jurisdiction):
        label = Permission(permission).label
        raise PermissionDenied(
            _("You may not do this here: “%(permission)s” in %(place)s. An administrator of roles can grant it.")
            % {"permission": label, "place": jurisdiction}
        )


def require_anywhere(actor: Actor, permission: str) -> None:
    """PermissionDenied (403) in words unless the actor holds the permission at all; for the door of a page."""
    if not can_anywhere(actor, permission):
        raise PermissionDenied(
            _("You may not do this: “%(permission)s”. An administrator of roles can grant it.")
            % {"permission": Permission(permission).label}
        )


def scope(queryset: QuerySet[M], actor: Actor, permission: str, *, field: str = "jurisdiction") -> QuerySet[M]:
    """Only rows whose jurisdiction (at `field`; "" when the rows are jurisdictions) is within reach."""
    paths = reach(actor).get(str(permission), set())
    if not paths:
        return queryset.none()
    lookup = f"{field}__path__startswith" if field else "path__startswith"
    reachable = Q()
    for path in _outermost(paths):
        reachable |= Q(**{lookup: path})
    return queryset.filter(reachable)


def _outermost(paths: Iterable[str]) -> list[str]:
    kept: list[str] = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept


def get_or_404(
    queryset: QuerySet[M], actor: Actor, permission: str, *, field: str = "jurisdiction", **lookup: Any
) -> M:
    """One row within reach, or NotFoundError: missing and foreign are not told apart."""
    found = scope(queryset, actor, permission, field=field).filter(**lookup).first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found


def person_group(user_id: int) -> str:
    """The group of one person."""
    return f"user@{user_id}"


def audience(permission: str, jurisdictions: Iterable[Jurisdiction], people: Iterable[int] = ()) -> list[str]:
    """Groups that may see and hear something: holders of the permission here or above, and named people."""
    groups = {f"{permission}@{pk}" for jurisdiction in jurisdictions for pk in jurisdiction.ancestor_ids}
    return sorted(groups | {person_group(pk) for pk in people})


def groups_for(actor: Actor) -> set[str]:
    """Groups the actor belongs to; an event is theirs when its audience shares one."""
    if not actor.is_authenticated or not actor.is_active:
        return set()
    held = {f"{permission}@{path.split('/')[-2]}" for permission, paths in reach(actor).items() for path in paths}
    return held | {person_group(actor.pk)}
