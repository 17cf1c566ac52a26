"""People as an actor may see them: those whose unit or role lies within reach (R-A4)."""

from collections.abc import Iterator

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from core.errors import NotFoundError
from organizations import access
from organizations.access import open_memberships
from organizations.models import Membership, Unit, User
from organizations.roles import Permission, Role

CSV_HEADER = ["username", "full_name", "unit", "unit_code", "title", "phone", "roles", "active"]


def _visible(actor: access.Actor, *permissions: str) -> QuerySet[User]:
    reachable = Q(pk__in=[])
    for permission in permissions:
        units = access.scope(Unit.objects.all(), actor, permission)
        held = access.scope(open_memberships(), actor, permission)
        if access.can_anywhere(actor, permission):
            reachable |= Q(unit__in=units.values("pk")) | Q(pk__in=held.values("user_id"))
    return User.objects.filter(reachable)


def people_list(
    *,
    actor: access.Actor,
    search: str = "",
    role: str = "",
    unit: int | None = None,
    active: bool | None = None,
) -> QuerySet[User]:
    """People within reach, found by name, pinyin initials, account, post or unit; with units and open roles."""
    rows = _visible(actor, Permission.PEOPLE_VIEW).select_related("unit__jurisdiction")
    for word in search.split():
        rows = rows.filter(
            Q(full_name__icontains=word)
            | Q(initials__istartswith=word)
            | Q(username__icontains=word)
            | Q(title__icontains=word)
            | Q(unit__name__icontains=word)
            | Q(unit__initials__istartswith=word)
        )
    if role in Role.values:
        rows = rows.filter(pk__in=open_memberships().filter(role=role).values("user_id"))
    if unit is not None:
        rows = rows.filter(unit_id=unit)
    if active is not None:
        rows = rows.filter(is_active=active)
    return rows.prefetch_related(Prefetch("memberships", open_memberships(), to_attr="open_memberships"))


def person_get(*, pk: int, actor: access.Actor) -> User:
    """One person within reach, or NotFoundError."""
    person = _visible(actor, Permission.PEOPLE_VIEW).select_related("unit__jurisdiction").filter(pk=pk).first()
    if person is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return person


def memberships_of(*, user: User, actor: access.Actor) -> QuerySet[Membership]:
    """All roles a person holds, held or will hold, newest first; the actor has already been let see the person."""
    rows = (
        Membership.objects.filter(user=user).select_related("jurisdiction", "granted_by").order_by("-starts_at", "-pk")
    )
    return rows if access.can_anywhere(actor, Permission.PEOPLE_VIEW) else rows.none()


def editable_person(*, user: User, actor: access.Actor) -> bool:
    """Whether the edit form is offered: the permission at the unit and wherever the person holds a role."""
    places = [user.unit.jurisdiction] if user.unit else []
    places += [held.jurisdiction for held in open_memberships().filter(user=user)]
    return bool(places) and all(access.can(actor, Permission.PEOPLE_CHANGE, place) for place in places)


def people_csv_rows(*, actor: access.Actor, people: QuerySet[User]) -> Iterator[list[str]]:
    """The people of a list, one row each, under CSV_HEADER; only for holders of people.view."""
    if not access.can_anywhere(actor, Permission.PEOPLE_VIEW):
        return
    for person in people:
        roles = ";".join(f"{m.role}@{m.jurisdiction.code}" for m in person.open_memberships)  # type: ignore[attr-defined]
        unit, code = (person.unit.name, person.unit.jurisdiction.code) if person.unit else ("", "")
        active = "1" if person.is_active else "0"
        yield [person.username, person.full_name, unit, code, person.title, person.phone, roles, active]
