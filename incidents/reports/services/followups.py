"""续报: a reporter adds to a report; append-only, numbered, sent once, and never over what somebody else stated (R-B1, R-B8)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError, UnprocessableError
from incidents.reports.data import CLOCK_SKEW, MAX_NARRATIVE, Errors, clean_figures
from incidents.reports.events import REPORT_FOLLOWED_UP
from incidents.reports.models import FollowUp, Report, ReportStatus
from incidents.reports.selectors.followups import Said, Standing, standing
from incidents.reports.services.create import suggested_grade
from incidents.reports.services.locking import report_lock, save, tell
from incidents.response.models import FigureName, Incident
from incidents.response.services.common import incident_lock
from incidents.response.services.figures import CUMULATIVE, figures_write
from organizations import ownership
from organizations.models import User
from organizations.roles import Permission

Values = dict[str, int | float | None]


@dataclass(frozen=True, slots=True)
class FollowUpData:
    """One follow-up as told. `base` are the values its writer saw and `base_version` their fingerprint: without either,
    what was stated meanwhile by others is overwritten knowingly (a correction by text message).
    """

    figures: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    reason: str = ""
    no_change: bool = False
    base: Mapping[str, Any] | None = None
    base_version: str = ""
    observed_at: datetime | None = None
    client_key: UUID | None = None


@transaction.atomic
def report_follow_up(*, report: Report, data: FollowUpData, actor: User) -> FollowUp:
    """Add a follow-up; ConflictError lists the figures somebody else changed meanwhile, field by field.

    The figures enter the report, or the ledger of its incident once it is joined. A cumulative figure falls only with a
    reason (UnprocessableError). The same `client_key` again answers the first follow-up.
    """
    report = report_lock(report)
    known = _twin(report, data.client_key, actor)
    if known is not None:
        return known
    _require_open(report)
    if report.reporter_id != actor.pk:
        ownership.require(actor, Permission.REPORT_CREATE, report)
    if report.incident is not None:
        report.incident = incident_lock(report.incident)
    now = standing(report, actor=actor)
    values = _clean(report, data)
    changed = _merge(values, data, now)
    reason = _reason(changed, now.values, data.reason)
    made = _append(report, data, changed, now.values, reason, actor)
    _state(report, changed, made, reason, actor)
    facts: dict[str, Any] = {
        "ordinal": made.ordinal,
        "figures": changed,
        "no_change": made.no_change,
        "added": made.text[:300],
    }
    tell(REPORT_FOLLOWED_UP, report, actor, related=[report.incident] if report.incident else [], **facts)
    return made


def _twin(report: Report, key: UUID | None, actor: User) -> FollowUp | None:
    if key is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key.int & 0x7FFF_FFFF_FFFF_FFFF])
    known = FollowUp.objects.filter(client_key=key).first()
    if known is not None and (known.report_id, known.author_id) != (report.pk, actor.pk):
        raise ConflictError(_("This form was already sent by somebody else. Open a new one."))
    return known


def _require_open(report: Report) -> None:
    if report.status == ReportStatus.REJECTED:
        raise ConflictError(
            _("This report was not used; file a new one."),
            extra={"status": str(report.status), "reason": report.reason},
        )
    if report.incident is not None and not report.incident.is_open:
        raise ConflictError(
            _("Incident %(number)s is closed; tell the duty room.") % {"number": report.incident.number},
            extra={"incident": report.incident.number},
        )


def _clean(report: Report, data: FollowUpData) -> Values:
    errors: Errors = {}
    values = clean_figures(data.figures, errors)
    if len(data.text) > MAX_NARRATIVE:
        errors["text"] = _("Too long: at most %(limit)s characters.") % {"limit": MAX_NARRATIVE}
    if len(data.reason) > 300:
        errors["reason"] = _("Too long: at most %(limit)s characters.") % {"limit": 300}
    if data.observed_at is not None and data.observed_at > timezone.now() + CLOCK_SKEW:
        errors["observed_at"] = _("This time lies in the future.")
    if not values and not data.text.strip() and not data.no_change:
        errors["text"] = _("Write what is new, change a figure, or choose “No change”.")
    if errors:
        raise UnprocessableError(_("Some fields need correction."), errors=errors)
    del report
    return values


def _merge(values: Values, data: FollowUpData, now: Standing) -> Values:
    """What this follow-up changes. Where only the others changed a figure, theirs stays; where both did, it is asked."""
    current, base = now.values, data.base
    if base is None and data.base_version and data.base_version != now.version:
        base = {}
    if base is None:
        return {name: value for name, value in values.items() if value != current.get(name)}
    changed: Values = {}
    conflicts = []
    for name, mine in values.items():
        theirs, seen = current.get(name), base.get(name, "?")
        if mine == theirs or (seen != "?" and mine == seen):
            continue
        if seen == theirs:
            changed[name] = mine
        else:
            conflicts.append(_conflict(name, mine, theirs, now.said.get(name)))
    if conflicts:
        raise ConflictError(
            _("Somebody else stated these figures while you were writing. Choose for each."),
            extra={"conflicts": conflicts, "version": now.version, "values": current},
        )
    return changed


def _conflict(name: str, mine: Any, theirs: Any, said: Said | None) -> dict[str, Any]:
    return {
        "field": name,
        "label": str(FigureName(name).label),
        "yours": mine,
        "theirs": theirs,
        "by": said.by if said else "",
        "at": said.at.isoformat() if said else None,
    }


def _reason(changed: Values, current: Values, reason: str) -> str:
    """The words why a figure that adds up has become smaller; UnprocessableError names each that fell without them."""
    words = reason.strip()
    falling: dict[str, Any] = {}
    for name, value in changed.items():
        was = current.get(name)
        if name in CUMULATIVE and value is not None and was is not None and value < was and not words:
            falling[name] = _("It was %(was)s. Say why it is smaller now.") % {"was": was}
    if falling:
        raise UnprocessableError(
            _("A figure that adds up has become smaller."),
            errors={**falling, "reason": _("Say why it is smaller now.")},
        )
    return words


def _append(report: Report, data: FollowUpData, changed: Values, before: Values, reason: str, actor: User) -> FollowUp:
    now = timezone.now()
    last = FollowUp.objects.filter(report=report).aggregate(last=Max("ordinal"))["last"] or 0
    return FollowUp.objects.create(
        report=report,
        ordinal=last + 1,
        text=data.text.strip(),
        figures=changed,
        before={name: before.get(name) for name in changed},
        reason=reason,
        no_change=not changed and not data.text.strip(),
        author=actor,
        observed_at=min(data.observed_at or now, now),
        received_at=now,
        client_key=data.client_key,
    )


def _state(report: Report, changed: Values, made: FollowUp, reason: str, actor: User) -> None:
    """Into the ledger of the incident, or into the report that waits to be verified."""
    if not changed:
        return
    if report.incident is None:
        report.figures = {**report.figures, **changed}
        report.suggested_grade = suggested_grade(report.event_type, report.figures)
        save(report, "figures", "suggested_grade")
        return
    values = {name: None if value is None else Decimal(str(value)) for name, value in changed.items()}
    source = _("%(number)s follow-up %(ordinal)s · %(source)s") % {
        "number": report.number,
        "ordinal": made.ordinal,
        "source": report.get_source_display(),
    }
    moment = _in_force(report.incident, changed, made)
    figures_write(report.incident, values, source=source, as_of=moment, note=reason, report_id=report.pk, actor=actor)


def _in_force(incident: Incident, changed: Values, made: FollowUp) -> datetime:
    """When it was so, by the reporter; but what was chosen over a newer statement counts from now."""
    newest = incident.figures.filter(name__in=list(changed)).aggregate(last=Max("as_of"))["last"]
    return made.observed_at if newest is None or made.observed_at > newest else made.received_at
