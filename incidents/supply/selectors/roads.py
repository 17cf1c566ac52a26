"""Blocked roads, logistics sites and second roles within reach."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import NotFoundError
from incidents.supply.models import LogisticsSite, Roadblock, SecondRole
from organizations import access
from organizations.roles import Permission


def roadblocks(actor: access.Actor, *, over: bool = False) -> QuerySet[Roadblock]:
    """Blocked roads in force or to come, or those that are over."""
    rows = access.scope(Roadblock.objects.select_related("jurisdiction", "reported_by"), actor, Permission.RESERVE_VIEW)
    rows = rows.defer("jurisdiction__boundary")
    running = Q(lifted_at=None) & (Q(ends_at=None) | Q(ends_at__gt=timezone.now()))
    return rows.exclude(running) if over else rows.filter(running)


def roadblock_get(actor: access.Actor, block_id: int) -> Roadblock:
    """One within reach, or NotFoundError."""
    rows = Roadblock.objects.select_related("jurisdiction")
    return access.get_or_404(rows, actor, Permission.RESERVE_VIEW, pk=block_id)


def logistics_sites(actor: access.Actor) -> QuerySet[LogisticsSite]:
    """Bases, centres and routes in use within reach."""
    rows = LogisticsSite.objects.filter(is_active=True).select_related("jurisdiction").defer("jurisdiction__boundary")
    return access.scope(rows, actor, Permission.RESERVE_VIEW)


def second_roles(actor: access.Actor, *, kind: str = "", state: str = "") -> QuerySet[SecondRole]:
    """What has a second role, within reach."""
    rows = SecondRole.objects.filter(is_active=True).select_related("jurisdiction", "unit", "ordered_by")
    rows = access.scope(rows.defer("jurisdiction__boundary"), actor, Permission.RESERVE_VIEW)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(state=state) if state else rows


def second_role_get(actor: access.Actor, role_id: int) -> SecondRole:
    """One within reach, or NotFoundError."""
    found = second_roles(actor).filter(pk=role_id).first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found
