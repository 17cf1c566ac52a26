"""How long it took, from the platform's own rows: call to dispatch, dispatch to arrival; P50 and P90 by nearest rank.

Times are those of the field (ordered, on scene) and of the call (received), never those at which a row was entered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, OuterRef, QuerySet, Subquery

from incidents.dispatch.models import Dispatch, DispatchStatus
from incidents.response.models import Incident
from organizations import access
from organizations.access import Actor
from organizations.models import Jurisdiction
from organizations.roles import Permission


@dataclass(frozen=True, slots=True)
class Interval:
    """How many, and the 50th and 90th percentile in whole seconds (None where there is nothing to count)."""

    n: int
    p50: int | None
    p90: int | None


@dataclass(frozen=True)
class Figures:
    """Overall, per event type (English name) and per unit (call sign).

    `call_to_dispatch` counts calls, to the first unit ordered; per unit it counts that unit's own orders.
    """

    call_to_dispatch: Interval
    dispatch_to_arrival: Interval
    call_to_dispatch_by_type: dict[str, Interval]
    dispatch_to_arrival_by_type: dict[str, Interval]
    call_to_dispatch_by_unit: dict[str, Interval]
    dispatch_to_arrival_by_unit: dict[str, Interval]


class _Percentile(Aggregate):
    """PostgreSQL's percentile_disc: a value that was measured, never one in between."""

    function = "PERCENTILE_DISC"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def _span(end: str, start: str) -> ExpressionWrapper:
    return ExpressionWrapper(F(end) - F(start), output_field=DurationField())


def _seconds(value: timedelta | None) -> int | None:
    return None if value is None else round(value.total_seconds())


def _interval(row: dict[str, Any]) -> Interval:
    return Interval(row["n"], _seconds(row["p50"]), _seconds(row["p90"]))


def _measures() -> dict[str, Aggregate]:
    return {"n": Count("span"), "p50": _Percentile("span", share="0.5"), "p90": _Percentile("span", share="0.9")}


def _overall(rows: QuerySet[Any]) -> Interval:
    return _interval(rows.aggregate(**_measures()))


def _by(rows: QuerySet[Any], key: str) -> dict[str, Interval]:
    grouped: Iterable[dict[str, Any]] = rows.order_by().values(key).annotate(**_measures()).order_by(key)
    return {row[key]: _interval(row) for row in grouped}


def figures(*, jurisdiction: Jurisdiction, actor: Actor) -> Figures:
    """The figures of a jurisdiction and everything below it, as far as the actor may see."""
    orders = access.scope(Dispatch.objects.all(), actor, Permission.INCIDENT_VIEW, field="incident__jurisdiction")
    orders = orders.filter(incident__jurisdiction__path__startswith=jurisdiction.path)
    orders = orders.exclude(status=DispatchStatus.UNDONE)
    arrivals = orders.filter(on_scene_at__isnull=False).annotate(span=_span("on_scene_at", "ordered_at"))
    waits = orders.annotate(span=_span("ordered_at", "incident__received_at"))
    first = orders.filter(incident=OuterRef("pk")).order_by("ordered_at").values("ordered_at")[:1]
    calls = access.scope(Incident.objects.all(), actor, Permission.INCIDENT_VIEW)
    calls = calls.filter(jurisdiction__path__startswith=jurisdiction.path).annotate(first_order=Subquery(first))
    calls = calls.filter(first_order__isnull=False).annotate(span=_span("first_order", "received_at"))
    return Figures(
        call_to_dispatch=_overall(calls),
        dispatch_to_arrival=_overall(arrivals),
        call_to_dispatch_by_type=_by(calls, "event_type__name_en"),
        dispatch_to_arrival_by_type=_by(arrivals, "incident__event_type__name_en"),
        call_to_dispatch_by_unit=_by(waits, "team__code"),
        dispatch_to_arrival_by_unit=_by(arrivals, "team__code"),
    )
