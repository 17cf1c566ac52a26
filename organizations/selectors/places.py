"""Jurisdictions and units as an actor may see them."""

from django.db.models import Count, Q, QuerySet

from organizations import access
from organizations.models import Jurisdiction, Unit
from organizations.roles import Permission


def jurisdictions_reached(*, actor: access.Actor, permission: str = Permission.PEOPLE_VIEW) -> QuerySet[Jurisdiction]:
    """Jurisdictions in use where the actor holds the permission, in tree order; boundaries are left out."""
    rows = Jurisdiction.objects.filter(is_active=True).defer("boundary").order_by("path")
    return access.scope(rows, actor, permission, field="")


def jurisdictions_tree(
    *, actor: access.Actor, parent: Jurisdiction | None = None, search: str = ""
) -> QuerySet[Jurisdiction]:
    """One level of the tree (the tops of the actor's reach without `parent`), or all that match `search`."""
    rows = Jurisdiction.objects.defer("boundary").annotate(
        below=Count("children", distinct=True), unit_count=Count("units", distinct=True)
    )
    rows = access.scope(rows, actor, Permission.PEOPLE_VIEW, field="").order_by("code")
    if search:
        return rows.filter(
            Q(name__icontains=search) | Q(code__startswith=search) | Q(initials__startswith=search.lower())
        )
    if parent is not None:
        return rows.filter(parent=parent)
    reached = access.scope(Jurisdiction.objects.all(), actor, Permission.PEOPLE_VIEW, field="").values("pk")
    return rows.exclude(parent__in=reached)


def jurisdiction_get(*, pk: int, actor: access.Actor, permission: str = Permission.PEOPLE_VIEW) -> Jurisdiction:
    """One jurisdiction within reach, or NotFoundError."""
    return access.get_or_404(Jurisdiction.objects.select_related("parent"), actor, permission, field="", pk=pk)


def units_list(*, actor: access.Actor, search: str = "", kind: str = "", active: bool | None = None) -> QuerySet[Unit]:
    """Units within reach by name, pinyin initials, phone or place, with how many people each has."""
    rows = access.scope(
        Unit.objects.select_related("jurisdiction").defer("jurisdiction__boundary"), actor, Permission.PEOPLE_VIEW
    )
    for word in search.split():
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(initials__istartswith=word)
            | Q(duty_phone__icontains=word)
            | Q(jurisdiction__name__icontains=word)
            | Q(jurisdiction__initials__istartswith=word)
        )
    if kind:
        rows = rows.filter(kind=kind)
    if active is not None:
        rows = rows.filter(is_active=active)
    counted = rows.annotate(people_count=Count("people", filter=Q(people__is_active=True), distinct=True))
    return counted.order_by("jurisdiction__path", "name")  # a count forgets the model's own order


def unit_get(*, pk: int, actor: access.Actor, permission: str = Permission.PEOPLE_VIEW) -> Unit:
    """One unit within reach, or NotFoundError."""
    return access.get_or_404(Unit.objects.select_related("jurisdiction"), actor, permission, pk=pk)


def jurisdictions_above(place: Jurisdiction, *, actor: access.Actor) -> QuerySet[Jurisdiction]:
    """The way down from the top of the actor's reach to a jurisdiction, itself left out."""
    rows = Jurisdiction.objects.filter(pk__in=place.ancestor_ids[:-1]).defer("boundary").order_by("path")
    return access.scope(rows, actor, Permission.PEOPLE_VIEW, field="")
