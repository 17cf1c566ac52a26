"""The board: every open request by stage, with its owner, its clock, its shortfall and what is on the way."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from clocks.models import Deadline
from clocks.selectors import deadlines
from incidents.supply import workflow
from incidents.supply.models import RequestLine, RequestStatus, Shipment, SupplyRequest
from incidents.supply.selectors.requests import supply_requests
from organizations import access

STAGES = (
    workflow.SUBMITTED, workflow.APPROVED, workflow.ALLOCATED, workflow.PICKING, workflow.LOADING, workflow.ON_WAY,
    workflow.RECEIVED, workflow.RETURNED, workflow.DRAFT,
)  # fmt: skip
SUBJECT = "supplyrequest:"


@dataclass
class Row:
    """A request with what the board says of it."""

    request: SupplyRequest
    clock: Deadline | None = None
    missing: list[tuple[RequestLine, Decimal]] = field(default_factory=list)

    @property
    def shipments(self) -> list[Shipment]:
        """Those that count."""
        gone = (workflow.RECALLED, workflow.RETURNED_TO_STORE)
        return [row for row in self.request.shipments.all() if row.status not in gone]


@dataclass
class Stage:
    """One stage with its rows."""

    name: str
    label: str
    rows: list[Row]


def matching(
    actor: access.Actor, *, q: str = "", stage: str = "", kind: str = "", over: bool = False
) -> QuerySet[SupplyRequest]:
    """Requests in sight that match; `over`: those that are closed, refused or cancelled."""
    rows = supply_requests(actor)
    rows = rows.filter(status__in=workflow.OVER) if over else rows.exclude(status__in=workflow.OVER)
    if q:
        like = Q(number__icontains=q) | Q(place__icontains=q) | Q(incident__title__icontains=q)
        rows = rows.filter(like | Q(incident__number__icontains=q) | Q(lines__item__name__icontains=q)).distinct()
    if stage:
        rows = rows.filter(status=stage)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.order_by("priority", "pk")


def rows_of(found: list[SupplyRequest], actor: access.Actor) -> list[Row]:
    """The rows with clocks and shortfalls, read together."""
    rows = {request.pk: Row(request) for request in found}
    owed = deadlines(actor).filter(met_at=None, cancelled_at=None)
    subjects = [f"{SUBJECT}{pk}" for pk in rows]
    for deadline in owed.filter(subjects__overlap=subjects).order_by("due_at"):
        for subject in deadline.subjects:
            row = rows.get(int(subject.removeprefix(SUBJECT))) if subject.startswith(SUBJECT) else None
            if row is not None and row.clock is None:
                row.clock = deadline
    for row in rows.values():
        sent: dict[int, Decimal] = defaultdict(Decimal)
        for shipment in row.shipments:
            for line in shipment.lines.all():
                sent[line.line_id] += line.quantity
        lines = row.request.lines.all()
        short = {part["line"]: Decimal(str(part["missing"])) for part in row.request.proposal.get("shortfalls", ())}
        if row.shipments:  # before that only a proposal knows what is short
            short = {line.pk: line.quantity - sent[line.pk] for line in lines}
        row.missing = [(line, short[line.pk]) for line in lines if short.get(line.pk, 0) > 0]
    return list(rows.values())


def with_parts(rows: QuerySet[SupplyRequest], actor: access.Actor) -> QuerySet[SupplyRequest]:
    """Requests in sight read along: lines with items, shipments with lines."""
    lines = RequestLine.objects.select_related("item__unit").order_by("pk")
    shipments = Shipment.objects.select_related("warehouse").prefetch_related("lines").order_by("pk")
    return rows.prefetch_related(Prefetch("lines", lines), Prefetch("shipments", shipments))


def staged(rows: list[Row]) -> list[Stage]:
    """Rows by stage, in the order of the way; empty stages are left out."""
    by: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by[row.request.status].append(row)
    order = [*STAGES, *workflow.OVER]
    return [Stage(name, str(RequestStatus(name).label), by[name]) for name in order if by[name]]
