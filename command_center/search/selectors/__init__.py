"""One question put to every kind a person may see (R-H2)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from command_center.search.hits import Hit, Query
from command_center.search.selectors import directory, stores, work
from organizations import access
from organizations.access import Actor
from organizations.roles import Permission

FEW = 5


@dataclass(frozen=True)
class Kind:
    """One kind of thing: its name, who sees it, how it is found and shown."""

    name: str
    words: Any
    permission: str
    find: Callable[[Query, Actor], QuerySet[Any]]
    hit: Callable[[Any, Query], Hit]


KINDS = (
    Kind("incidents", _("Incidents"), Permission.INCIDENT_VIEW, work.incidents, work.incident_hit),
    Kind("reports", _("Reports"), Permission.REPORT_VIEW, work.reports, work.report_hit),
    Kind("teams", _("Teams"), Permission.TEAM_VIEW, work.teams_found, work.team_hit),
    Kind("areas", _("Districts and villages"), Permission.PLACE_VIEW, directory.areas, directory.area_hit),
    Kind("places", _("Places"), Permission.PLACE_VIEW, directory.places, directory.place_hit),
    Kind("items", _("Goods"), Permission.RESERVE_VIEW, stores.items, stores.item_hit),
    Kind("warehouses", _("Warehouses"), Permission.RESERVE_VIEW, stores.warehouses, stores.warehouse_hit),
    Kind("people", _("People"), Permission.PEOPLE_VIEW, directory.people, directory.person_hit),
    Kind("units", _("Units"), Permission.PEOPLE_VIEW, directory.units, directory.unit_hit),
)
PLACES = ("areas", "places")


def kinds_for(actor: Actor) -> list[Kind]:
    """The kinds this person may see something of."""
    return [kind for kind in KINDS if access.can_anywhere(actor, kind.permission)]


def search_few(text: str, *, kinds: Iterable[str] = (), limit: int = 12, actor: Actor) -> list[Hit]:
    """The first hits of every kind, taken in turn so that none crowds out the others, kept together by kind."""
    query, wanted = Query.of(text), set(kinds)
    if not query.words:
        return []
    asked = [kind for kind in kinds_for(actor) if not wanted or kind.name in wanted]
    found = [[kind.hit(row, query) for row in kind.find(query, actor)[:limit]] for kind in asked]
    taken = _share([len(hits) for hits in found], limit)
    return [hit for hits, count in zip(found, taken, strict=True) for hit in hits[:count]]


def _share(sizes: Sequence[int], limit: int) -> list[int]:
    """How many of each, one in turn, until the limit or the end."""
    taken = [0] * len(sizes)
    while sum(taken) < min(limit, sum(sizes)):
        for index, size in enumerate(sizes):
            if taken[index] < size and sum(taken) < limit:
                taken[index] += 1
    return taken


def search_counts(text: str, *, actor: Actor) -> list[tuple[Kind, int]]:
    """How many of each kind, for the filters of the page."""
    query = Query.of(text)
    if not query.words:
        return [(kind, 0) for kind in kinds_for(actor)]
    return [(kind, kind.find(query, actor).count()) for kind in kinds_for(actor)]


def search_rows(text: str, kind: str, *, actor: Actor) -> tuple[QuerySet[Any], Callable[[Any], Hit]] | None:
    """All of one kind, for paging, and how a row is shown; None when the person sees nothing of it."""
    query = Query.of(text)
    found = next((one for one in kinds_for(actor) if one.name == kind), None)
    if found is None or not query.words:
        return None
    return found.find(query, actor), lambda row: found.hit(row, query)
