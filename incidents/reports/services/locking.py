"""One report, locked for the length of the transaction, and the words every decision on it shares."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.errors import ConflictError, NotFoundError, UnprocessableError
from core.workflow import require_transition
from incidents.reports.features import report_feature
from incidents.reports.models import Report, ReportStatus
from incidents.reports.workflow import TRANSITIONS
from organizations import ownership
from organizations.access import Actor
from organizations.roles import Permission
from timeline.kinds import Kind
from timeline.services import record

BOUNDARIES = (
    "jurisdiction__boundary",
    "owner_unit__jurisdiction__boundary",
    "handover_to__jurisdiction__boundary",
    "incident__jurisdiction__boundary",
)
LABELS = dict(ReportStatus.choices)


def report_lock(report: Report) -> Report:
    """The row as it is now, locked against every other decision.

    Locked first, read with its relations afterwards: one statement for both would, after waiting, put the new row beside
    the relations of the old one (`ownership.lock`).
    """
    Report.objects.select_for_update(no_key=True).order_by().values_list("pk").filter(pk=report.pk).first()
    rows = Report.objects.select_related(
        "jurisdiction",
        "owner_unit__jurisdiction",
        "handover_to__jurisdiction",
        "event_type",
        "claimed_by",
        "incident__jurisdiction",
    )
    locked = rows.defer(*BOUNDARIES).filter(pk=report.pk).first()
    if locked is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return locked


def require_step(report: Report, to: str) -> str:
    """The permission the step needs; ConflictError when the table has none."""
    return require_transition(TRANSITIONS, report.status, to, labels=LABELS)


def require_unclaimed_by_others(report: Report, actor: Actor) -> None:
    """Somebody else's claim is never passed over in silence: it is taken over first, with a reason."""
    if report.claimed_by_id is None or report.claimed_by_id == actor.pk:
        return
    raise ConflictError(
        _("%(name)s has taken this report. Take it over first, with a reason.") % {"name": report.claimed_by},
        extra={
            "claimed_by": {"id": report.claimed_by_id, "name": str(report.claimed_by)},
            "stale": report.claim_is_stale,
        },
    )


def clear_claim(report: Report) -> None:
    """Back in the queue for everybody."""
    report.claimed_by = report.claimed_at = report.claim_seen_at = None


def clean_reason(reason: str) -> str:
    """A reason in words, at most 500 characters; UnprocessableError when empty."""
    text = reason.strip()
    if not text:
        raise UnprocessableError(_("Say why."), errors={"reason": _("Say why.")})
    if len(text) > 500:
        raise UnprocessableError(
            _("Some fields need correction."),
            errors={"reason": _("Too long: at most %(limit)s characters.") % {"limit": 500}},
        )
    return text


def save(report: Report, *fields: str) -> None:
    """Write the named fields and count the version up; the row is locked, so its copy here is the newest."""
    report.version += 1
    report.save(update_fields=[*fields, "version", "updated_at"])


def tell(
    kind: Kind, report: Report, actor: Actor | None, *, related: Any = (), also_people: Iterable[int] = (), **data: Any
) -> None:
    """Record the event: for those who see reports here and above, the person who reported and who had the claim."""
    people = {pk for pk in (report.reporter_id, report.claimed_by_id, *also_people) if pk}
    facts: Mapping[str, Any] = {
        "number": report.number,
        "title": report.title,
        "status": str(report.status),
        "by": str(actor) if actor is not None else "",
        "feature": report_feature(report),
        **data,
    }
    record(
        kind,
        report,
        jurisdiction=report.jurisdiction,
        also=ownership.seeing_places(report),
        permission=Permission.REPORT_VIEW,
        actor=actor,
        people=sorted(people),
        related=related,
        data=facts,
    )
