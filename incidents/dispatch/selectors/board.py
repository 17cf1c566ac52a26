"""The dispatch board: open incidents, gravest and longest waiting first, each with the teams that are out for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Q

from incidents.dispatch.models import OVER, Dispatch
from incidents.dispatch.selectors.dispatches import dispatches, incidents_open
from incidents.response.models import Incident
from organizations.access import Actor

PER_PAGE = 40


@dataclass
class BoardRow:
    """One incident and its running assignments, in the order they were given."""

    incident: Incident
    running: list[Dispatch] = field(default_factory=list)

    @property
    def overdue(self) -> int:
        """Orders nobody acknowledged in time."""
        return sum(order.overdue for order in self.running)


@dataclass
class Board:
    """One page of the board, and how many incidents still have nobody."""

    rows: list[BoardRow]
    page: Page[Incident]


def board(actor: Actor, *, q: str = "", page: int = 1, first: str = "") -> Board:
    """Open incidents within sight with their teams; `first` (a number) is shown even when it is on another page."""
    found = incidents_open(actor)
    if q.strip():
        words = q.strip()
        found = found.filter(Q(number__icontains=words) | Q(title__icontains=words) | Q(place__icontains=words))
    pages = Paginator(found, PER_PAGE)
    shown = pages.get_page(page)
    incidents = list(shown.object_list)
    if first and first not in {incident.number for incident in incidents}:
        incidents = [*found.filter(number=first)[:1], *incidents]
    return Board(_rows(actor, incidents), shown)


def _rows(actor: Actor, incidents: Sequence[Incident]) -> list[BoardRow]:
    rows = {incident.pk: BoardRow(incident) for incident in incidents}
    running = dispatches(actor).filter(incident__in=list(rows)).exclude(status__in=OVER).order_by("ordered_at", "pk")
    for order in running:
        rows[order.incident_id].running.append(order)
    return list(rows.values())
