"""What stands for a report now: in the ledger of its incident, or in the report itself while it is not joined (R-B1)."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from clocks.models import Deadline
from clocks.selectors import deadlines_of
from incidents.reports.models import FollowUp, Report
from incidents.response.models import FIGURES
from incidents.response.selectors.figures import figure_rows
from organizations.access import Actor

Value = int | float | None


@dataclass(frozen=True)
class Said:
    """Who stated a value, and when."""

    by: str
    at: datetime


@dataclass(frozen=True)
class Standing:
    """The values in force and a fingerprint of them: two people who see the same values see the same version."""

    values: dict[str, Value]
    said: dict[str, Said] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """Eight hex digits; changes exactly when a value does."""
        return hashlib.sha256(json.dumps(self.values, sort_keys=True).encode()).hexdigest()[:8]


def plain(value: Any) -> Value:
    """A stored figure as a JSON number."""
    if value is None:
        return None
    number = float(value)
    return int(number) if number == int(number) else number


def standing(report: Report, *, actor: Actor) -> Standing:
    """Every figure as it stands. The caller has fetched the report."""
    if report.incident is not None:
        lines = [(line.name, line.current) for line in figure_rows(report.incident, actor=actor)]
        known = {name: row for name, row in lines if row is not None}
        values = {name: plain(known[name].value) if name in known else None for name in FIGURES}
        return Standing(values, {name: Said(str(row.author), row.as_of) for name, row in known.items()})
    values = {name: plain(report.figures.get(name)) for name in FIGURES}
    said: dict[str, Said] = {}
    for row in follow_ups(report, actor=actor):
        said |= {name: Said(str(row.author or ""), row.observed_at) for name in row.figures}
    return Standing(values, said)


def follow_ups(report: Report, *, actor: Actor) -> QuerySet[FollowUp]:
    """续报 of a report the caller has fetched, the first first."""
    return FollowUp.objects.filter(report=report).select_related("author").order_by("ordinal")


def next_due(report: Report, *, actor: Actor) -> Deadline | None:
    """The follow-up that is owed next for this report or its incident, where the actor may know of it."""
    subjects = [report, report.incident] if report.incident is not None else [report]
    for subject in subjects:
        owed = deadlines_of(subject, actor).filter(met_at=None, cancelled_at=None, kind__contains="follow")
        found = owed.first()
        if found is not None:
            return found
    return None
