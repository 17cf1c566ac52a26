"""The phases of an incident: by the table in workflow.py and by nothing else."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from core.errors import ConflictError
from core.workflow import require_transition
from incidents.response.events import INCIDENT_REACHED, INCIDENT_REOPENED
from incidents.response.models import Incident, Status
from incidents.response.services.common import clean_moment, clean_text, incident_lock, tell
from incidents.response.services.handover import handover_withdraw
from incidents.response.workflow import REASON_NEEDED, TRANSITIONS
from organizations import ownership
from organizations.models import User

# Assignments that still bind a team (incidents.dispatch keeps them; this room only counts them through the relation).
OVER = ("ended", "declined", "undone")


@transaction.atomic
def incident_change_status(
    *, incident: Incident, to: str, reason: str = "", at: datetime | None = None, actor: User
) -> Incident:
    """Take an incident to its next phase; closing says how it ended, reopening says why. A closed timer stands still.

    `at` is when it was so, for records played back; the event is entered now.
    """
    incident = incident_lock(incident)
    was = incident.status
    permission = require_transition(TRANSITIONS, was, to, labels=dict(Status.choices))
    ownership.require(actor, permission, incident)
    words = clean_text(reason, "reason", 500, needed=(was, to) in REASON_NEEDED)
    if to == Status.CLOSED:
        _require_everybody_back(incident)
        if incident.handover_to is not None:
            handover_withdraw(item=incident, actor=actor)
            incident = incident_lock(incident)
    now = clean_moment(at, "at") if at else timezone.now()
    incident.status, incident.status_at = to, now
    incident.closed_at = now if to == Status.CLOSED else None
    incident.disposition = words if to == Status.CLOSED else ""
    incident.version += 1
    incident.save(update_fields=["status", "status_at", "closed_at", "disposition", "version", "updated_at"])
    kind = INCIDENT_REOPENED if was == Status.CLOSED else INCIDENT_REACHED[to]
    tell(kind, incident, actor=actor, data={"reason": words, "changes": {"status": [was, to]}}, occurred_at=at)
    return incident


def _require_everybody_back(incident: Incident) -> None:
    out = incident.dispatches.exclude(status__in=OVER).count()
    if out:
        raise ConflictError(
            ngettext(
                "%(n)s team is still on it. Recall it or let it end first.",
                "%(n)s teams are still on it. Recall them or let them end first.",
                out,
            )
            % {"n": out},
            extra={"teams_out": out},
        )
