"""Assignments: visible to those who may see the incident, those who see incidents where the team is from, its leader."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.errors import NotFoundError
from core.workflow import next_steps
from incidents.dispatch.models import OVER, Dispatch, DispatchStatus, DispatchStep
from incidents.dispatch.workflow import TRANSITIONS
from incidents.response.models import Incident
from organizations import access, ownership
from organizations.access import Actor
from organizations.roles import Permission
from resources.teams.models import Team

_INCIDENT_PLACES = ("incident__jurisdiction", "incident__owner_unit__jurisdiction")
_HEAVY = (*(f"{place}__boundary" for place in _INCIDENT_PLACES), "team__jurisdiction__boundary")


def _incidents(actor: Actor) -> QuerySet[Incident]:
    return ownership.scope(Incident.objects.all(), actor, Permission.INCIDENT_VIEW)


def dispatches(actor: Actor) -> QuerySet[Dispatch]:
    """Every assignment the actor may see, newest first, with team and incident read along."""
    if not actor.is_authenticated or not actor.is_active:
        return Dispatch.objects.none()
    seen = Q(team__leader_id=actor.pk)
    if access.can_anywhere(actor, Permission.INCIDENT_VIEW):
        from_here = access.scope(Team.objects.all(), actor, Permission.INCIDENT_VIEW)
        seen |= Q(incident__in=_incidents(actor).values("pk")) | Q(team__in=from_here.values("pk"))
    rows = Dispatch.objects.filter(seen).select_related(
        *_INCIDENT_PLACES, "incident__event_type", "team__jurisdiction", "team__unit"
    )
    return rows.defer(*_HEAVY).order_by("-ordered_at", "-pk")


def dispatch_get(actor: Actor, dispatch_id: int) -> Dispatch:
    """One assignment within sight, or NotFoundError."""
    found = dispatches(actor).filter(pk=dispatch_id).first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found


def incident_for_dispatch(actor: Actor, *, pk: int | None = None, number: str | None = None) -> Incident:
    """One incident within sight by id or number, or NotFoundError."""
    rows = _incidents(actor).select_related("jurisdiction", "event_type", "owner_unit__jurisdiction")
    rows = rows.defer("jurisdiction__boundary", "owner_unit__jurisdiction__boundary")
    found = rows.filter(pk=pk).first() if pk is not None else rows.filter(number=number).first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found


def incident_named(actor: Actor, pk: int) -> Incident:
    """Only the identity of an incident within sight, or NotFoundError: for orders, which read it anew under a lock."""
    found = _incidents(actor).only("pk").filter(pk=pk).order_by().first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found


def incidents_open(actor: Actor) -> QuerySet[Incident]:
    """Open incidents within sight: gravest first (unknown grade after the known), then the longest waiting."""
    rows = (
        _incidents(actor)
        .exclude(status="closed")
        .select_related("jurisdiction", "event_type", "owner_unit__jurisdiction")
    )
    rows = rows.defer("jurisdiction__boundary", "owner_unit__jurisdiction__boundary")
    return rows.order_by("grade", "received_at")


def of_incident(actor: Actor, incident: Incident) -> list[Dispatch]:
    """Assignments to one incident the actor may see, those not over first, in the order they were given."""
    rows = sorted(dispatches(actor).filter(incident=incident), key=lambda row: row.ordered_at)
    return sorted(rows, key=lambda row: row.is_over)


def of_team(actor: Actor, team: Team, *, limit: int = 50) -> list[Dispatch]:
    """The latest assignments of one team the actor may see."""
    return list(dispatches(actor).filter(team=team)[:limit])


def orders_of(actor: Actor, *, limit: int = 10) -> tuple[list[Dispatch], list[Dispatch]]:
    """(running, latest over) assignments of the teams the actor leads: the screen on the leader's phone."""
    mine = dispatches(actor).filter(team__leader_id=actor.pk)
    return list(mine.exclude(status__in=OVER)), list(mine.filter(status__in=OVER)[:limit])


def may_order(actor: Actor, incident: Incident) -> bool:
    """Whether the actor may order teams to this incident."""
    return incident.is_open and ownership.may(actor, Permission.DISPATCH_ORDER, incident)


def may_respond(actor: Actor, dispatch: Dispatch) -> bool:
    """Whether the actor may report the team's status."""
    leads = dispatch.team.leader_id is not None and dispatch.team.leader_id == actor.pk
    return leads or access.can(actor, Permission.DISPATCH_RESPOND, dispatch.team.jurisdiction)


def steps_open_to(actor: Actor, dispatch: Dispatch) -> list[str]:
    """The statuses the actor may give this assignment next: the buttons (undoing is left to its own button)."""
    held = {
        Permission.DISPATCH_RESPOND: may_respond(actor, dispatch),
        Permission.DISPATCH_ORDER: ownership.may(actor, Permission.DISPATCH_ORDER, dispatch.incident),
    }
    return [
        to
        for to in next_steps(TRANSITIONS, dispatch.status)
        if to != DispatchStatus.UNDONE and held[Permission(TRANSITIONS[dispatch.status, to])]
    ]


def team_states(team_ids: Iterable[int]) -> dict[int, str]:
    """Team → status of its running assignment: the `state` of its map feature. Ask it for teams already in sight only."""
    rows = Dispatch.objects.filter(team_id__in=list(team_ids)).exclude(status__in=OVER)
    return dict(rows.values_list("team_id", "status"))


def steps_of(actor: Actor, dispatch: Dispatch) -> list[DispatchStep]:
    """The history of an assignment within sight, oldest first."""
    seen = dispatches(actor).filter(pk=dispatch.pk).exists()
    return list(dispatch.steps.select_related("actor")) if seen else []
