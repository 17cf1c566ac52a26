"""The reporter adds what was asked for; the report goes back into the queue (R-B5)."""

from collections.abc import Mapping
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError, UnprocessableError
from incidents.reports.data import MAX_NARRATIVE, Errors, clean_figures
from incidents.reports.events import REPORT_RESUBMITTED
from incidents.reports.models import Report, ReportStatus
from incidents.reports.services.decisions import decide, owe_decision, require_version
from incidents.reports.services.locking import report_lock, require_step, tell
from organizations import ownership
from organizations.access import Actor

MARK = "\n\n—— "


@transaction.atomic
def report_resubmit(
    *,
    report: Report,
    text: str,
    figures: Mapping[str, Any] | None = None,
    location: tuple[float, float] | None = None,
    version: int | None = None,
    actor: Actor | None,
) -> Report:
    """Answer a return: what is added stays apart from what was said first. `actor` None: a resident with the receipt."""
    report = report_lock(report)
    require_version(report, version)
    permission = require_step(report, ReportStatus.SUBMITTED)
    if report.status != ReportStatus.RETURNED:
        raise ConflictError(
            _("This report was not returned; nothing is asked for."), extra={"status": str(report.status)}
        )
    if actor is not None and report.reporter_id != actor.pk:
        ownership.require(actor, permission, report)
    errors: Errors = {}
    added = text.strip()
    if not added:
        errors["text"] = _("Write what was asked for.")
    if len(report.description) + len(added) > MAX_NARRATIVE:
        errors["text"] = _("Too long: at most %(limit)s characters.") % {"limit": MAX_NARRATIVE}
    known = {name: value for name, value in clean_figures(figures or {}, errors).items() if value is not None}
    if errors:
        raise UnprocessableError(_("Some fields need correction."), errors=errors)
    asked = report.reason
    moment = f"{timezone.localtime():%Y-%m-%d %H:%M}"
    report.description += f"{MARK}{moment}\n{added}"
    report.figures = {**report.figures, **known}
    if location is not None:
        report.location = Point(*location, srid=4326)
    decide(report, ReportStatus.SUBMITTED, "", actor, "description", "figures", "location")
    owe_decision(report, actor)
    tell(REPORT_RESUBMITTED, report, actor, added=added[:300], asked=asked)
    return report
