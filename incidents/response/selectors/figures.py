"""The ledger of figures, read: what is in force now, and everything said before."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from incidents.response.models import FIGURES, Figure, FigureName, Incident
from organizations.access import Actor


@dataclass(frozen=True)
class FigureLine:
    """One figure of an incident: the newest statement by its own time, the change since the one before, and the past."""

    name: str
    label: str
    current: Figure | None
    delta: Decimal | None
    past: list[Figure]


def figure_rows(incident: Incident, *, actor: Actor) -> list[FigureLine]:
    """Every figure of the contract in its order, with its statements; one query. The caller has fetched the incident."""
    by_name: dict[str, list[Figure]] = {name: [] for name in FIGURES}
    for row in incident.figures.select_related("author").order_by("-as_of", "-pk"):
        by_name[row.name].append(row)
    return [_line(name, by_name[name]) for name in FIGURES]


def _line(name: str, rows: list[Figure]) -> FigureLine:
    current = rows[0] if rows else None
    before = next((row.value for row in rows[1:] if row.value is not None), None)
    known = current is not None and current.value is not None and before is not None
    delta = current.value - before if known else None  # type: ignore[union-attr, operator]
    return FigureLine(name, str(FigureName(name).label), current, delta, rows[1:])


def figures_stated(incident: Incident, *, actor: Actor) -> QuerySet[Figure]:
    """Every statement of every figure, newest first."""
    return incident.figures.select_related("author")


def current_values(incident: Incident, *, actor: Actor) -> dict[str, Decimal | None]:
    """Figure → value in force (None: said to be unknown); figures never stated are absent."""
    return current_values_of([incident.pk], actor=actor).get(incident.pk, {})


def current_values_of(incident_ids: Iterable[int], *, actor: Actor) -> dict[int, dict[str, Decimal | None]]:
    """As `current_values`, for many incidents the caller has fetched; one query."""
    newest = (
        Figure.objects.filter(incident__in=list(incident_ids))
        .order_by("incident_id", "name", "-as_of", "-pk")
        .distinct("incident_id", "name")
    )
    result: dict[int, dict[str, Decimal | None]] = {}
    for incident_id, name, value in newest.values_list("incident_id", "name", "value"):
        result.setdefault(incident_id, {})[name] = value
    return result
