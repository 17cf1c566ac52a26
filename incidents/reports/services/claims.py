"""Who is on it: claim, heartbeat, release, take over with a reason (R-B5)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError
from incidents.reports.events import REPORT_CLAIMED, REPORT_RELEASED, REPORT_TAKEN_OVER
from incidents.reports.models import Report
from incidents.reports.services.locking import (
    LABELS,
    clean_reason,
    clear_claim,
    report_lock,
    require_unclaimed_by_others,
    save,
    tell,
)
from incidents.reports.workflow import OPEN_STATUSES
from organizations import ownership
from organizations.models import User
from organizations.roles import Permission

CLAIM_FIELDS = ("claimed_by", "claimed_at", "claim_seen_at")


def _require_open(report: Report) -> None:
    if report.status not in OPEN_STATUSES:
        raise ConflictError(
            _("Already decided: it is “%(status)s”.") % {"status": LABELS[report.status]},
            extra={"status": str(report.status)},
        )


def _give_to(report: Report, actor: User) -> None:
    report.claimed_by, report.claimed_at, report.claim_seen_at = actor, timezone.now(), timezone.now()


@transaction.atomic
def report_claim(*, report: Report, actor: User) -> Report:
    """Take an open report; a second person gets a ConflictError with the name of the first."""
    report = report_lock(report)
    _require_open(report)
    require_unclaimed_by_others(report, actor)
    ownership.require(actor, Permission.REPORT_HANDLE, report)
    mine_already = report.claimed_by_id == actor.pk
    _give_to(report, actor)
    if mine_already:
        report.save(update_fields=["claim_seen_at"])
        return report
    save(report, *CLAIM_FIELDS)
    tell(REPORT_CLAIMED, report, actor, claimed_by=str(actor))
    return report


@transaction.atomic
def report_claim_beat(*, report: Report, actor: User) -> Report:
    """The claiming screen is alive; no event. ConflictError when the claim is no longer this person's."""
    report = report_lock(report)
    if report.claimed_by_id != actor.pk:
        name = report.claimed_by
        words = (
            _("%(name)s has taken this report over.") % {"name": name} if name else _("You no longer hold this report.")
        )
        raise ConflictError(words, extra={"claimed_by": str(name) if name else None})
    ownership.require(actor, Permission.REPORT_HANDLE, report)
    report.claim_seen_at = timezone.now()
    report.save(update_fields=["claim_seen_at"])
    return report


@transaction.atomic
def report_release(*, report: Report, actor: User) -> Report:
    """Give one's own claim back to the queue."""
    report = report_lock(report)
    require_unclaimed_by_others(report, actor)
    ownership.require(actor, Permission.REPORT_HANDLE, report)
    if report.claimed_by_id is None:
        return report
    clear_claim(report)
    save(report, *CLAIM_FIELDS)
    tell(REPORT_RELEASED, report, actor, claimed_by=None)
    return report


@transaction.atomic
def report_take_over(*, report: Report, reason: str, actor: User) -> Report:
    """Take somebody else's claim, with a reason; the one before hears of it."""
    report = report_lock(report)
    _require_open(report)
    previous = report.claimed_by
    if previous is None or previous.pk == actor.pk:
        raise ConflictError(_("Nobody else has taken this report; take it without a reason."))
    ownership.require(actor, Permission.REPORT_HANDLE, report)
    text = clean_reason(reason)
    _give_to(report, actor)
    save(report, *CLAIM_FIELDS)
    facts = {"previous": str(previous), "reason": text, "claimed_by": str(actor), "previous_id": previous.pk}
    tell(REPORT_TAKEN_OVER, report, actor, also_people=[previous.pk], **facts)
    return report
