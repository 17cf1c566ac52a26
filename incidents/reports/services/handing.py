"""Handing a report to another unit: it stays its owner's until the other unit accepts, and its clock goes along (R-A4)."""

from django.db import transaction
from django.utils.translation import gettext as _

from clocks.services import deadline_cancel, deadline_open
from core.errors import ConflictError
from incidents.reports.deadlines import REPORT_VERIFY
from incidents.reports.models import Report, ReportStatus
from incidents.reports.services.locking import LABELS, clear_claim, report_lock, save
from incidents.response.services import handover_accept, handover_offer
from organizations.models import Unit, User
from organizations.roles import Permission


@transaction.atomic
def report_hand_over(*, report: Report, to: Unit, note: str = "", actor: User) -> Report:
    """Offer an undecided report to another unit; nothing moves before that unit accepts."""
    report = report_lock(report)
    if not report.is_open:
        raise ConflictError(
            _("Already decided: it is “%(status)s”.") % {"status": LABELS[report.status]},
            extra={"status": str(report.status)},
        )
    return handover_offer(item=report, to=to, note=note, actor=actor)


@transaction.atomic
def report_accept(*, report: Report, actor: User) -> Report:
    """Take an offered report over: this unit is accountable from now, and owes the decision by the same rules."""
    report = report_lock(report)
    if report.handover_to is not None and not report.is_open:
        raise ConflictError(
            _("Already decided: it is “%(status)s”.") % {"status": LABELS[report.status]},
            extra={"status": str(report.status)},
        )
    report = report_lock(handover_accept(item=report, actor=actor))
    if report.claimed_by_id is not None:
        clear_claim(report)
        save(report, "claimed_by", "claimed_at", "claim_seen_at")
    if report.status == ReportStatus.SUBMITTED:
        deadline_cancel(kind=REPORT_VERIFY, subject=report, actor=actor)
        deadline_open(
            kind=REPORT_VERIFY,
            subject=report,
            jurisdiction=report.owner_unit.jurisdiction,
            permission=Permission.REPORT_VIEW,
            owner_unit=report.owner_unit,
            data={"number": report.number, "title": report.title},
            actor=actor,
        )
    return report
