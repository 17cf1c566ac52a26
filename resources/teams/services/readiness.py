"""Whether a team can be ordered; “committed” is set by its assignment and by nothing else (R-D7)."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError, NotFoundError, UnprocessableError
from organizations import access
from organizations.access import Actor
from organizations.roles import Permission
from resources.teams.events import TEAM_READINESS_CHANGED
from resources.teams.features import team_feature
from resources.teams.models import Readiness, Team, TeamAbility
from timeline.services import record

_FIELDS = ["readiness", "readiness_reason", "readiness_at", "updated_at"]


def team_lock(team_id: int) -> Team:
    """The team, locked until the transaction ends. Order of locks: incident, team, dispatch; teams by ascending id."""
    rows = Team.objects.select_for_update(of=("self",), no_key=True).select_related("jurisdiction", "unit", "leader")
    team = rows.defer("jurisdiction__boundary").filter(pk=team_id).first()
    if team is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return team


def require_team_change(actor: Actor, team: Team) -> None:
    """TEAM_CHANGE at the team's jurisdiction; out of sight reads as 404."""
    if not access.can(actor, Permission.TEAM_VIEW, team.jurisdiction) and team.leader_id != actor.pk:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    access.require(actor, Permission.TEAM_CHANGE, team.jurisdiction)


@transaction.atomic
def team_set_readiness(*, team: Team, to: str, reason: str = "", actor: Actor) -> Team:
    """Standby, resting or unavailable (the latter with a reason), by those who may edit the team or by its leader."""
    team = team_lock(team.pk)
    if to not in (Readiness.STANDBY, Readiness.RESTING, Readiness.UNAVAILABLE):
        raise UnprocessableError(
            _("A team becomes committed by an order only."),
            errors={"readiness": _("Choose standby, resting or unavailable.")},
        )
    if team.readiness == Readiness.COMMITTED:
        raise ConflictError(
            _("%(team)s is on an assignment; its readiness follows when that has ended.") % {"team": team},
            extra={"readiness": team.readiness},
        )
    if team.leader_id is None or team.leader_id != actor.pk:
        require_team_change(actor, team)
    elif not actor.is_active:
        raise PermissionDenied
    if to == Readiness.UNAVAILABLE and not reason.strip():
        raise UnprocessableError(_("Say why."), errors={"reason": _("Say why the team cannot be ordered.")})
    _set(team, to, reason.strip())
    record(
        TEAM_READINESS_CHANGED,
        team,
        jurisdiction=team.jurisdiction,
        permission=Permission.TEAM_VIEW,
        actor=actor,
        people=[team.leader_id] if team.leader_id else [],
        data={"team": team.name, "to": to, "reason": team.readiness_reason, "feature": team_feature(team)},
    )
    return team


def _set(team: Team, to: str, reason: str) -> None:
    team.readiness, team.readiness_reason, team.readiness_at = to, reason[:200], timezone.now()
    team.save(update_fields=_FIELDS)
    ready = to == Readiness.STANDBY and team.on_shift and team.is_active
    # Positions move the places of ready teams only: whoever becomes ready is put where it is now.
    TeamAbility.objects.filter(team_id=team.pk).update(ready=ready, place=team.position or team.base)


@transaction.atomic
def team_commit(*, team: Team, reason: str) -> Team:
    """Bind a locked team to an assignment. Called by dispatch, which records it; refuses what cannot be ordered (409)."""
    if team.readiness == Readiness.COMMITTED:
        raise ConflictError(_("%(team)s is already committed.") % {"team": team})
    if team.readiness == Readiness.UNAVAILABLE or not team.is_active:
        raise ConflictError(
            _("%(team)s is unavailable: %(reason)s")
            % {"team": team, "reason": team.readiness_reason or _("no reason given")},
            extra={"conflict": {"readiness": team.readiness, "reason": team.readiness_reason}},
        )
    _set(team, Readiness.COMMITTED, reason)
    return team


@transaction.atomic
def team_release(*, team: Team, to: str, reason: str = "", ended_at: datetime | None = None) -> Team:
    """Set a locked team free after its assignment; `ended_at` is the field time, None when nothing was done."""
    if ended_at is not None:
        team.ended_at = max(filter(None, (team.ended_at, ended_at)))
        team.save(update_fields=["ended_at"])
    _set(team, to, reason)
    return team
