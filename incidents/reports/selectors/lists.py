"""Reports an actor may see: one, the queue, lists with filters, their own, and by receipt (R-B1)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core.errors import NotFoundError
from core.text import half_width
from incidents.reports.models import IntakeDraft, Report
from incidents.reports.workflow import OPEN_STATUSES
from organizations import ownership
from organizations.access import Actor
from organizations.models import Jurisdiction, User
from organizations.roles import Permission

_RELATED = ("jurisdiction", "owner_unit", "event_type", "claimed_by", "incident", "handover_to", "decided_by")


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """What narrows a list; empty fields narrow nothing. `jurisdiction` is a code and covers everything below."""

    q: str = ""
    status: str = ""
    source: str = ""
    event_type: str = ""
    jurisdiction: str = ""
    since: datetime | None = None
    until: datetime | None = None
    claimed: str = ""
    tag: str = ""

    @property
    def active(self) -> int:
        """How many filters hide something."""
        values = (
            self.q,
            self.status,
            self.source,
            self.event_type,
            self.jurisdiction,
            self.since,
            self.until,
            self.claimed,
            self.tag,
        )
        return sum(1 for value in values if value)


def visible(actor: Actor) -> QuerySet[Report]:
    """Reports within reach of `report.view`, and the actor's own wherever they went."""
    seen = ownership.scope(Report.objects.all(), actor, Permission.REPORT_VIEW)
    return seen | Report.objects.filter(reporter_id=actor.pk) if actor.is_authenticated else seen


def _with_related(rows: QuerySet[Report]) -> QuerySet[Report]:
    return rows.select_related(*_RELATED).defer("jurisdiction__boundary", "jurisdiction__centre")


def report_get(*, pk: int, actor: Actor) -> Report:
    """One report, or NotFoundError: missing and foreign are not told apart."""
    found = _with_related(visible(actor)).filter(pk=pk).first() if 0 < pk < 2**63 else None
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found


def report_list(*, filters: ReportFilter, actor: Actor) -> QuerySet[Report]:
    """Newest first."""
    return _with_related(_narrow(visible(actor), filters, actor)).order_by("-received_at", "-pk")


def queue(*, filters: ReportFilter, actor: Actor) -> QuerySet[Report]:
    """What waits for a decision: grades I to III first, then the oldest; what was returned comes last."""
    seen = ownership.scope(Report.objects.all(), actor, Permission.REPORT_VIEW)
    waiting = _narrow(seen.filter(status__in=OPEN_STATUSES), filters, actor)
    return _with_related(waiting).order_by("-status", Coalesce("suggested_grade", 4), "received_at", "pk")


def queue_size(*, actor: Actor) -> int:
    """How many wait in all, filters aside."""
    return ownership.scope(Report.objects.all(), actor, Permission.REPORT_VIEW).filter(status__in=OPEN_STATUSES).count()


def mine(*, actor: User) -> QuerySet[Report]:
    """What the actor filed, newest first."""
    return _with_related(Report.objects.filter(reporter=actor)).order_by("-received_at", "-pk")


def report_by_receipt(*, receipt: str, actor: Actor) -> Report:
    """The report of an unguessable receipt: whoever holds it may see what became of it."""
    del actor
    found = _with_related(Report.objects.all()).filter(receipt=receipt).first()
    if found is None:
        raise NotFoundError(_("There is no report with this receipt."))
    return found


def drafts(*, actor: User) -> QuerySet[IntakeDraft]:
    """Unsaved intakes, the newest first."""
    return IntakeDraft.objects.filter(user=actor).order_by("-updated_at")


def _narrow(rows: QuerySet[Report], filters: ReportFilter, actor: Actor) -> QuerySet[Report]:
    for name in ("status", "source"):
        value = getattr(filters, name)
        rows = rows.filter(**{name: value}) if value else rows
    if filters.event_type:
        rows = rows.filter(event_type__pk__startswith=filters.event_type.rstrip("0") or filters.event_type)
    if filters.jurisdiction:
        rows = rows.filter(_below(filters.jurisdiction))
    if filters.since:
        rows = rows.filter(received_at__gte=filters.since)
    if filters.until:
        rows = rows.filter(received_at__lte=filters.until)
    if filters.tag:
        rows = rows.filter(tags__contains=[filters.tag])
    if filters.claimed == "mine":
        rows = rows.filter(claimed_by_id=actor.pk)
    elif filters.claimed == "nobody":
        rows = rows.filter(claimed_by=None)
    return rows.filter(_matching(filters.q)) if filters.q else rows


def _below(code: str) -> Q:
    """The jurisdiction of this code and everything under it; an unknown code matches nothing."""
    path = Jurisdiction.objects.filter(code=code).values_list("path", flat=True).first()
    return Q(jurisdiction__path__startswith=path) if path else Q(pk=None)


def _matching(text: str) -> Q:
    plain = half_width(text).strip()[:100]
    fields = ("number", "title", "description", "place", "reporter_name", "reporter_phone")
    found = Q()
    for name in fields:
        found |= Q(**{f"{name}__icontains": plain})
    return found
