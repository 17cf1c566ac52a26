"""Ordering teams to an incident, and taking an order back within ten seconds (R-C3, R-C7)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clocks.services import deadline_cancel, deadline_open
from core.errors import ConflictError, NotFoundError, UnprocessableError
from core.workflow import require_transition
from incidents.dispatch.events import BY_STATUS, DISPATCH_ORDERED
from incidents.dispatch.models import OVER, Dispatch, DispatchStatus
from incidents.dispatch.services.common import clean_at, clean_text, dispatch_lock, incident_for_order, step_add, tell
from incidents.dispatch.services.overdue import ACKNOWLEDGE
from incidents.dispatch.travel import estimate
from incidents.dispatch.workflow import TRANSITIONS, UNDO_S
from incidents.response.models import Incident, Status
from incidents.response.services import incident_change_status
from organizations import access, ownership
from organizations.models import User
from organizations.roles import Permission
from resources.teams.models import Readiness, Team
from resources.teams.services import team_commit, team_lock, team_release

MAX_TEAMS = 50


@dataclass(frozen=True)
class Refusal:
    """A team that could not be ordered, and why, in words."""

    team: Team
    message: str
    conflict: dict[str, Any]


@dataclass
class OrderResult:
    """What became of an order to several teams."""

    dispatches: list[Dispatch] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def dispatch_order(
    *, incident: Incident, team: Team, task: str = "", at: datetime | None = None, actor: User
) -> Dispatch:
    """Order one team. ConflictError (409) says in words what it is committed to; `at`: when it was said by radio."""
    result = dispatch_order_many(incident=incident, teams=[team], task=task, at=at, actor=actor)
    if result.refused:
        refusal = result.refused[0]
        raise ConflictError(refusal.message, extra={"conflict": refusal.conflict})
    return result.dispatches[0]


@transaction.atomic
def dispatch_order_many(
    *, incident: Incident, teams: Sequence[Team], task: str = "", at: datetime | None = None, actor: User
) -> OrderResult:
    """Order several teams in one go: those that can go are ordered, each other one is refused with its reason."""
    incident = incident_for_order(incident)
    if not incident.is_open:
        raise ConflictError(
            _("%(number)s is closed. Reopen it first.") % {"number": incident.number}, extra={"status": incident.status}
        )
    ownership.require(actor, Permission.DISPATCH_ORDER, incident)
    if not 0 < len(teams) <= MAX_TEAMS:
        raise UnprocessableError(_("Between 1 and %(most)d teams at once.") % {"most": MAX_TEAMS})
    task = clean_text(task, "task")
    now = timezone.now()
    moment = clean_at(at, now=now)
    result = OrderResult()
    for team_id in sorted({team.pk for team in teams}):
        team = team_lock(team_id)
        if not access.can(actor, Permission.TEAM_VIEW, team.jurisdiction):
            raise NotFoundError(_("It does not exist, or it is out of your reach."))
        refusal = _refusal(team, actor)
        if refusal is None:
            result.dispatches.append(_order(incident, team, task, moment, now, actor))
        else:
            result.refused.append(refusal)
    if (
        result.dispatches
        and incident.status == Status.OPEN
        and ownership.may(actor, Permission.INCIDENT_CHANGE, incident)
    ):
        incident_change_status(incident=incident, to=Status.HANDLING, at=at, actor=actor)
    return result


def _refusal(team: Team, actor: User) -> Refusal | None:
    """Why the locked team cannot be ordered, or None."""
    if team.readiness == Readiness.UNAVAILABLE or not team.is_active:
        reason = team.readiness_reason or _("no reason given")
        message = _("%(team)s is unavailable: %(reason)s") % {"team": team, "reason": reason}
        return Refusal(team, message, {"team": team.pk, "readiness": team.readiness, "reason": team.readiness_reason})
    if team.readiness != Readiness.COMMITTED:
        return None
    held = Dispatch.objects.filter(team=team).exclude(status__in=OVER).select_related("incident__jurisdiction").first()
    conflict: dict[str, Any] = {"team": team.pk, "readiness": team.readiness}
    if held is None or not access.can(actor, Permission.INCIDENT_VIEW, held.incident.jurisdiction):
        return Refusal(team, _("%(team)s is already committed to another incident.") % {"team": team}, conflict)
    conflict |= {
        "dispatch": held.pk,
        "incident": {"id": held.incident_id, "number": held.incident.number, "title": held.incident.title},
        "status": held.status,
        "since": held.ordered_at.isoformat(),
    }
    message = _("%(team)s is already committed to %(number)s “%(title)s” (%(status)s since %(time)s).") % {
        "team": team,
        "number": held.incident.number,
        "title": held.incident.title,
        "status": held.get_status_display(),
        "time": f"{timezone.localtime(held.status_at):%H:%M}",
    }
    return Refusal(team, message, conflict)


def _order(incident: Incident, team: Team, task: str, at: datetime, now: datetime, actor: User) -> Dispatch:
    was = team.readiness
    team_commit(team=team, reason=incident.number)
    where = team.position or team.base
    guess = estimate(
        (where.x, where.y) if where else None,
        (incident.location.x, incident.location.y) if incident.location else None,
        speed_kmh=team.speed_kmh,
        kind=team.kind,
    )
    dispatch = Dispatch.objects.create(
        incident=incident,
        team=team,
        jurisdiction=incident.jurisdiction,
        owner_unit=team.unit,
        task=task,
        status_at=at,
        ordered_by=actor,
        ordered_at=at,
        entered_at=now,
        distance_m=guess.distance_m if guess else None,
        eta_s=guess.eta_s if guess else None,
        team_was=was,
    )
    step_add(dispatch, at=at, now=now, reason="", actor=actor)
    deadline_open(
        kind=ACKNOWLEDGE,
        subject=dispatch,
        jurisdiction=incident.jurisdiction,
        permission=Permission.INCIDENT_VIEW,
        owner_unit=team.unit,
        owner=team.leader,
        start=at,
        related=[incident, team],
        data={"team": team.name, "number": incident.number},
        actor=actor,
    )
    tell(DISPATCH_ORDERED, dispatch, at=at, actor=actor)
    return dispatch


@transaction.atomic
def dispatch_undo(*, dispatch: Dispatch, actor: User) -> Dispatch:
    """Take an order back as if it had not been given: within UNDO_S seconds of its entry, before anybody answered."""
    team = team_lock(dispatch.team_id)
    dispatch = dispatch_lock(dispatch.pk)
    permission = require_transition(
        TRANSITIONS, dispatch.status, DispatchStatus.UNDONE, labels=dict(DispatchStatus.choices)
    )
    ownership.require(actor, permission, dispatch.incident)
    now = timezone.now()
    if (now - dispatch.entered_at).total_seconds() > UNDO_S:
        raise ConflictError(
            _("An order can be undone for %(n)d seconds. Recall the team instead.") % {"n": UNDO_S},
            extra={"status": dispatch.status},
        )
    dispatch.status, dispatch.status_at, dispatch.version = DispatchStatus.UNDONE, now, dispatch.version + 1
    dispatch.save(update_fields=["status", "status_at", "version"])
    dispatch.team = team_release(team=team, to=dispatch.team_was)
    step_add(dispatch, at=now, now=now, reason="", actor=actor)
    deadline_cancel(kind=ACKNOWLEDGE, subject=dispatch, actor=actor)
    tell(BY_STATUS[DispatchStatus.UNDONE], dispatch, at=now, actor=actor)
    return dispatch
