"""The ladder of one assignment: acknowledged … ended, declined, recalled (R-C3). The times of field and server are kept."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clocks.services import deadline_cancel, deadline_meet
from core.errors import ConflictError
from core.workflow import require_transition
from incidents.dispatch.events import BY_STATUS
from incidents.dispatch.models import Dispatch, DispatchStatus
from incidents.dispatch.selectors import may_respond
from incidents.dispatch.services.common import clean_at, clean_text, dispatch_lock, step_add, tell
from incidents.dispatch.services.overdue import ACKNOWLEDGE
from incidents.dispatch.workflow import REASON_NEEDED, TIME_FIELDS, TRANSITIONS
from incidents.response.models import Incident
from organizations import access, ownership
from organizations.models import User
from organizations.roles import Permission
from resources.teams.models import Readiness, Team
from resources.teams.services import team_lock, team_release

REST_AFTER_S = 4 * 3600
_LABELS = dict(DispatchStatus.choices)


@transaction.atomic
def dispatch_set_status(
    *, dispatch: Dispatch, to: str, at: datetime | None = None, reason: str = "", actor: User
) -> Dispatch:
    """Take this assignment (never the team's others) to its next status; `at` is when it was so in the field.

    ConflictError when the table has no such step; declining needs a reason; a field time may neither lie in the future
    nor before the step it follows.
    """
    team = team_lock(dispatch.team_id)
    dispatch = dispatch_lock(dispatch.pk)
    was = dispatch.status
    if to == DispatchStatus.UNDONE:
        raise ConflictError(_("Undoing has its own button, for a few seconds."), extra={"status": was})
    permission = require_transition(TRANSITIONS, was, to, labels=_LABELS)
    require_step(actor, permission, dispatch)
    reason = clean_text(reason, "reason", needed=to in REASON_NEEDED)
    now = timezone.now()
    moment = clean_at(at, now=now, earliest=dispatch.status_at, since=str(_LABELS[was]))
    dispatch.status, dispatch.status_at, dispatch.version = to, moment, dispatch.version + 1
    fields = ["status", "status_at", "version", "overdue"]
    dispatch.overdue = False
    if to in TIME_FIELDS:
        setattr(dispatch, TIME_FIELDS[to], moment)
        fields.append(TIME_FIELDS[to])
    if reason:
        dispatch.reason = reason
        fields.append("reason")
    dispatch.save(update_fields=fields)
    dispatch.team = _release(dispatch, team, moment)
    step_add(dispatch, at=moment, now=now, reason=reason, actor=actor)
    if was == DispatchStatus.ORDERED:
        _answered(dispatch, moment, actor)
    tell(BY_STATUS[to], dispatch, at=moment, actor=actor)
    return dispatch


def dispatch_recall(*, dispatch: Dispatch, reason: str = "", at: datetime | None = None, actor: User) -> Dispatch:
    """Call the team back from any active status; it stays committed until it says that it has ended."""
    return dispatch_set_status(dispatch=dispatch, to=DispatchStatus.RECALLED, at=at, reason=reason, actor=actor)


@transaction.atomic
def dispatch_recall_all(*, incident: Incident, reason: str = "", actor: User) -> list[Dispatch]:
    """Call back everybody who is out for an incident and not on the way back yet: all of them or, on a refusal, none."""
    ownership.require(actor, Permission.DISPATCH_ORDER, incident)
    able = [was for was, to in TRANSITIONS if to == DispatchStatus.RECALLED]
    out = Dispatch.objects.filter(incident=incident, status__in=able).order_by("team_id")
    return [dispatch_recall(dispatch=dispatch, reason=reason, actor=actor) for dispatch in out]


def require_step(actor: access.Actor, permission: str, dispatch: Dispatch) -> None:
    """Ordering permissions hold where the incident is, responding ones where the team is from and for its leader."""
    if permission == Permission.DISPATCH_ORDER:
        if ownership.may(actor, permission, dispatch.incident):
            return
        raise PermissionDenied(_("Only those who may order teams to this incident can recall them."))
    if not may_respond(actor, dispatch):
        raise PermissionDenied(_("Only the team itself, or those responsible where it is from, can report its status."))


def _release(dispatch: Dispatch, team: Team, moment: datetime) -> Team:
    """The team as it is after this step: free when the assignment is over, resting when it was long."""
    if dispatch.status == DispatchStatus.DECLINED:
        return team_release(team=team, to=dispatch.team_was)
    if dispatch.status == DispatchStatus.ENDED:
        long = timedelta(seconds=getattr(settings, "DISPATCH_REST_AFTER_S", REST_AFTER_S))
        rests = moment - dispatch.ordered_at >= long
        return team_release(team=team, to=Readiness.RESTING if rests else Readiness.STANDBY, ended_at=moment)
    return team


def _answered(dispatch: Dispatch, moment: datetime, actor: User) -> None:
    """The deadline to acknowledge is met by any answer, and no longer owed once the order is off."""
    if dispatch.status in (DispatchStatus.DECLINED, DispatchStatus.RECALLED):
        deadline_cancel(kind=ACKNOWLEDGE, subject=dispatch, actor=actor)
    else:
        deadline_meet(kind=ACKNOWLEDGE, subject=dispatch, at=moment, actor=actor)
