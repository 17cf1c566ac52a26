"""What becomes of a report: verified into an incident, separated again, returned, sent again, rejected (R-B5)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clocks.services import deadline_meet, deadline_open
from core.errors import ConflictError, UnprocessableError
from incidents.reports.deadlines import REPORT_VERIFY
from incidents.reports.events import REPORT_REJECTED, REPORT_REOPENED, REPORT_RETURNED
from incidents.reports.models import Report, ReportStatus
from incidents.reports.services.locking import (
    clean_reason,
    clear_claim,
    report_lock,
    require_step,
    require_unclaimed_by_others,
    save,
    tell,
)
from incidents.response.models import EventType
from incidents.response.services import handover_withdraw
from organizations import ownership
from organizations.access import Actor
from organizations.models import User
from organizations.roles import Permission

DECISION_FIELDS = ("status", "reason", "decided_by", "decided_at", "claimed_by", "claimed_at", "claim_seen_at")


def decide(
    report: Report, status: str, reason: str, actor: Actor | None, *fields: str, at: datetime | None = None
) -> None:
    """Set the decision and end the claim; the caller has checked everything."""
    report.status, report.reason = status, reason
    report.decided_by = actor if actor is not None and actor.is_authenticated else None
    report.decided_at = at or timezone.now()
    clear_claim(report)
    save(report, *DECISION_FIELDS, *fields)


def end_offer(report: Report, actor: User) -> None:
    """A decided report is not on offer any more: nobody is left waiting for an answer."""
    if report.handover_to_id is not None:
        handover_withdraw(item=report, actor=actor)
        report.handover_to = report.handover_by = report.handover_at = None


def owe_decision(report: Report, actor: Actor | None) -> None:
    """The report is open again: a decision is owed from now."""
    deadline_open(
        kind=REPORT_VERIFY,
        subject=report,
        jurisdiction=report.jurisdiction,
        permission=Permission.REPORT_VIEW,
        owner_unit=report.owner_unit,
        data={"number": report.number, "title": report.title},
        actor=actor,
    )


def _refuse(report: Report, to: str, reason: str, actor: User) -> tuple[Report, str]:
    report = report_lock(report)
    permission = require_step(report, to)
    require_unclaimed_by_others(report, actor)
    ownership.require(actor, permission, report)
    text = clean_reason(reason)
    if to == ReportStatus.REJECTED:
        end_offer(report, actor)
    decide(report, to, text, actor)
    deadline_meet(kind=REPORT_VERIFY, subject=report, actor=actor)
    return report, text


@transaction.atomic
def report_return(*, report: Report, reason: str, actor: User) -> Report:
    """Ask the reporter for more; the reason is what is asked. It stays this unit's until it is decided."""
    report, text = _refuse(report, ReportStatus.RETURNED, reason, actor)
    tell(REPORT_RETURNED, report, actor, reason=text)
    return report


@transaction.atomic
def report_reject(*, report: Report, reason: str, actor: User) -> Report:
    """Refuse as false, a test, or none of this platform's business; the reporter reads why."""
    report, text = _refuse(report, ReportStatus.REJECTED, reason, actor)
    tell(REPORT_REJECTED, report, actor, reason=text)
    return report


@transaction.atomic
def report_reopen(*, report: Report, reason: str, actor: User) -> Report:
    """A rejection was a mistake: back into the queue, with a reason."""
    report = report_lock(report)
    if report.status != ReportStatus.REJECTED:
        raise ConflictError(_("Only a rejected report can be taken up again."), extra={"status": str(report.status)})
    ownership.require(actor, require_step(report, ReportStatus.SUBMITTED), report)
    text = clean_reason(reason)
    decide(report, ReportStatus.SUBMITTED, "", actor)
    owe_decision(report, actor)
    tell(REPORT_REOPENED, report, actor, reason=text)
    return report


def require_version(report: Report, version: int | None) -> None:
    """ConflictError showing both sides when the form saw an older state."""
    if version is not None and version != report.version:
        raise ConflictError(
            _("Somebody changed this report while you were writing. Your text is kept; look at the newer state first."),
            extra={"version": report.version, "your_version": version, "status": str(report.status)},
        )


def require_type(report: Report) -> EventType:
    """An incident needs a type; the report may come without."""
    if report.event_type is None:
        raise UnprocessableError(
            _("Choose the type of event before opening an incident."),
            errors={"event_type": _("Choose the type of event before opening an incident.")},
        )
    return report.event_type
