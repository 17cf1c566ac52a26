"""The strip above the duty desk: what waits to be done, each count with the place where it is done."""

from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clocks.selectors import DeadlineFilter, deadlines, deadlines_matching
from command_center.links import page_exists
from incidents.dispatch.models import OVER, Dispatch
from incidents.reports.models import Report
from incidents.reports.workflow import OPEN_STATUSES
from incidents.response.models import Status
from incidents.response.selectors import incidents_visible
from incidents.supply.models import SupplyRequest
from organizations import access, ownership
from organizations.roles import Permission
from timeline import kinds, selectors

LOG_LINES = 3


def desk_todo(*, actor: access.Actor) -> list[dict[str, Any]]:
    """Counts in the order of urgency; `loud` when the count should not be there. Five queries."""
    reports = ownership.scope(Report.objects.filter(status__in=OPEN_STATUSES), actor, Permission.REPORT_VIEW)
    queue = reports.aggregate(
        unclaimed=Count("pk", filter=Q(status="submitted", claimed_by=None)),
        claimed=Count("pk", filter=Q(status="submitted", claimed_by__isnull=False)),
        returned=Count("pk", filter=Q(status="returned")),
        offered=Count("pk", filter=_offered(actor)),
    )
    incidents = incidents_visible(actor).exclude(status=Status.CLOSED).order_by()
    grades = incidents.aggregate(
        grave=Count("pk", filter=Q(grade__in=(1, 2))), all=Count("pk"), offered=Count("pk", filter=_offered(actor))
    )
    orders = access.scope(Dispatch.objects.exclude(status__in=OVER), actor, Permission.INCIDENT_VIEW)
    ordered = Q(status="ordered")
    waiting = orders.aggregate(
        all=Count("pk", filter=ordered),
        late=Count("pk", filter=ordered & Q(overdue=True)),
        help=Count("pk", filter=Q(mayday_at__isnull=False, mayday_seen_at=None)),
    )
    approves = access.can_anywhere(actor, Permission.SUPPLY_APPROVE)
    owed = deadlines(actor).filter(met_at=None, cancelled_at=None)
    now = timezone.now()
    clocks = owed.aggregate(late=Count("pk", filter=Q(due_at__lte=now)), soon=Count("pk", filter=_soon(now)))
    asked = ownership.scope(SupplyRequest.objects.filter(status="submitted"), actor, Permission.SUPPLY_APPROVE)
    return [
        *(
            [_item(_("Calls for help"), waiting["help"], "/dispatch/", loud=True, name="mayday")]
            if waiting["help"]
            else []
        ),
        _item(_("Unclaimed"), queue["unclaimed"], "#queue", loud=True),
        _item(_("To verify"), queue["claimed"], "#queue"),
        _item(_("Returned for more"), queue["returned"], "#queue"),
        _item(_("Orders not acknowledged"), waiting["all"], "/dispatch/", loud=waiting["late"] > 0),
        _item(_("Deadlines passed"), clocks["late"], "/clocks/?state=late", loud=True),
        _item(_("Due soon"), clocks["soon"], "/clocks/?state=warned"),
        _item(_("Handovers offered to you"), queue["offered"] + grades["offered"], "/incidents/?open=true"),
        *([_item(_("Supplies to approve"), asked.count(), "/supply/?status=submitted")] if approves else []),
        _item(_("Open incidents"), grades["all"], "/incidents/?open=true"),
        _item(_("Of grade I or II"), grades["grave"], "/incidents/?open=true&grade=1&grade=2"),
    ]


def _offered(actor: access.Actor) -> Q:
    """Offered to the actor's own unit, and not yet answered."""
    unit = getattr(actor, "unit_id", None)
    return Q(handover_to_id=unit) if unit else Q(pk=None)


def _soon(now: Any) -> Q:
    return Q(warn_at__lte=now, due_at__gt=now)


def _item(label: Any, count: int, url: str, *, loud: bool = False, name: str = "") -> dict[str, Any]:
    link = url if url.startswith("#") or page_exists(url) else ""
    return {"label": label, "count": count, "url": link, "loud": loud and count > 0, "name": name}


def desk_log(*, actor: access.Actor) -> list[dict[str, Any]]:
    """The last lines of what happened within reach."""
    rows = selectors.events(actor).filter(kind__regex=r"^(report|incident|dispatch|team\.readiness)")[:LOG_LINES]
    return [{"at": row.at, "text": kinds.text(row.kind, row.data)} for row in rows]


def late_deadlines(*, actor: access.Actor) -> list[Any]:
    """What is most overdue, at most three: shown with their timers."""
    return list(deadlines_matching(DeadlineFilter(state="late"), actor)[:3])
