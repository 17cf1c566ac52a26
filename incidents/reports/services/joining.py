"""Verifying: a report opens an incident or joins one; and the way back when it joined the wrong one (R-B5)."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from clocks.services import deadline_meet
from core.errors import ConflictError, UnprocessableError
from incidents.reports.deadlines import REPORT_VERIFY
from incidents.reports.events import REPORT_JOINED, REPORT_UNJOINED, REPORT_VERIFIED
from incidents.reports.models import Report, ReportStatus
from incidents.reports.services.decisions import decide, end_offer, owe_decision, require_type
from incidents.reports.services.locking import (
    clean_reason,
    report_lock,
    require_step,
    require_unclaimed_by_others,
    tell,
)
from incidents.response.models import EventType, Figure, Incident, Status
from incidents.response.selectors.figures import current_values
from incidents.response.services import figure_state, incident_change_status, incident_label, incident_open
from organizations import ownership
from organizations.models import User
from organizations.roles import Permission


@transaction.atomic
def report_verify(
    *,
    report: Report,
    incident: Incident | None = None,
    event_type: str | None = None,
    at: datetime | None = None,
    actor: User,
) -> Report:
    """Confirm the report: it joins `incident`, or opens one. Two at once make one incident: the second gets a 409.

    `event_type` (code) fills in or corrects the type. `at` is when it was decided, for records played back.
    """
    report = report_lock(report)
    permission = require_step(report, ReportStatus.VERIFIED)
    require_unclaimed_by_others(report, actor)
    ownership.require(actor, permission, report)
    _set_type(report, event_type)
    end_offer(report, actor)
    opened = incident is None
    if incident is None:
        incident = _open(report, require_type(report), actor)
    else:
        ownership.require(actor, Permission.INCIDENT_CHANGE, incident)
        _state_figures(report, incident, actor)
        incident_label(incident=incident, tags=report.tags, involved=report.involved, actor=actor)
    report.incident, report.opened_incident = incident, opened
    decide(report, ReportStatus.VERIFIED, "", actor, "incident", "opened_incident", "event_type", at=at)
    deadline_meet(kind=REPORT_VERIFY, subject=report, at=at, actor=actor)
    kind = REPORT_VERIFIED if opened else REPORT_JOINED
    tell(kind, report, actor, related=[incident], incident=incident.number, incident_id=incident.pk)
    return report


def _set_type(report: Report, code: str | None) -> None:
    if not code:
        return
    found = EventType.objects.filter(pk=code, is_active=True).first()
    if found is None:
        message = _("This type is not in the table of event types.")
        raise UnprocessableError(message, errors={"event_type": message})
    report.event_type = found


def _open(report: Report, event_type: EventType, actor: User) -> Incident:
    return incident_open(
        jurisdiction=report.jurisdiction,
        event_type=event_type,
        title=report.title,
        description=report.description,
        location=report.location,
        place=report.place,
        occurred_at=report.occurred_at,
        received_at=report.received_at,
        owner_unit=report.owner_unit,
        grade=report.chosen_grade,
        tags=report.tags,
        involved=report.involved,
        figures=_known(report),
        source=report.get_source_display(),
        report_id=report.pk,
        actor=actor,
    )


def _known(report: Report) -> dict[str, Decimal | int | None]:
    return {name: Decimal(str(value)) for name, value in report.figures.items() if value is not None}


def _state_figures(report: Report, incident: Incident, actor: User) -> None:
    """What the report counts enters the ledger, except what is below the figure in force: a second caller sees less."""
    current = current_values(incident, actor=actor)
    values = {name: value for name, value in _known(report).items() if (value or 0) > (current.get(name) or -1)}
    if values:
        source = f"{report.number} · {report.get_source_display()}"
        note = _("With report %(number)s") % {"number": report.number}
        figure_state(
            incident=incident,
            values=values,
            source=source,
            as_of=report.received_at,
            note=note,
            report_id=report.pk,
            actor=actor,
        )


@transaction.atomic
def report_unjoin(*, report: Report, reason: str, actor: User) -> Report:
    """Undo a wrong join: the report goes back to the queue and its figures are withdrawn in the ledger.

    An incident it opened alone is closed with the reason; refused (409) once teams were sent or it is being handled.
    """
    report = report_lock(report)
    if report.status != ReportStatus.VERIFIED or report.incident is None:
        raise ConflictError(_("This report belongs to no incident."), extra={"status": str(report.status)})
    permission = require_step(report, ReportStatus.SUBMITTED)
    ownership.require(actor, permission, report)
    text, incident = clean_reason(reason), report.incident
    _leave(report, incident, text, actor)
    report.incident, report.opened_incident = None, False
    decide(report, ReportStatus.SUBMITTED, "", actor, "incident", "opened_incident")
    owe_decision(report, actor)
    tell(
        REPORT_UNJOINED,
        report,
        actor,
        related=[incident],
        incident=incident.number,
        incident_id=incident.pk,
        reason=text,
    )
    return report


def _leave(report: Report, incident: Incident, reason: str, actor: User) -> None:
    """Leave the incident consistent: with its other reports, or closed as opened by mistake."""
    incident = (
        Incident.objects.select_for_update(of=("self",), no_key=True).select_related("jurisdiction").get(pk=incident.pk)
    )
    others = Report.objects.filter(incident=incident).exclude(pk=report.pk).order_by("received_at")
    heir = others.first()
    if heir is None and report.opened_incident and incident.status != Status.CLOSED:
        if incident.status != Status.OPEN or incident.dispatches.exists():
            raise ConflictError(
                _(
                    "Incident %(number)s rests on this report alone and is already being handled; it cannot be separated."
                )
                % {"number": incident.number},
                extra={"incident": incident.number},
            )
        words = _("Opened by mistake: %(reason)s") % {"reason": reason}
        incident_change_status(incident=incident, to=Status.CLOSED, reason=words[:500], actor=actor)
        return
    if heir is not None and report.opened_incident:
        others.filter(pk=heir.pk).update(opened_incident=True)
    if incident.status != Status.CLOSED:
        _withdraw_figures(report, incident, reason, actor)


def _withdraw_figures(report: Report, incident: Incident, reason: str, actor: User) -> None:
    """State again what held before, for every figure whose newest value came with this report."""
    newest: dict[str, Figure] = {}
    before: dict[str, Figure] = {}
    for figure in Figure.objects.filter(incident=incident).order_by("-as_of", "-pk"):
        newest.setdefault(figure.name, figure)
        if figure.report_id != report.pk:
            before.setdefault(figure.name, figure)
    values = {
        name: before[name].value if name in before else None
        for name, figure in newest.items()
        if figure.report_id == report.pk
    }
    if values:
        source = _("Withdrawn with report %(number)s") % {"number": report.number}
        latest = max(figure.as_of for figure in newest.values())
        figure_state(incident=incident, values=values, source=source, note=reason[:300], as_of=latest, actor=actor)
