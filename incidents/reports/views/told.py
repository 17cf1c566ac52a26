"""What was told in a report and added later, for the screens of both sides."""

from typing import Any

from incidents.reports.details import detail_rows
from incidents.reports.models import Report
from incidents.reports.selectors import follow_ups
from incidents.response.models import FigureName
from organizations.access import Actor


def added(report: Report, actor: Actor) -> dict[str, Any]:
    """Details by group, and each follow-up with what it changed: (label, before, after)."""
    rows = [
        (row, [(FigureName(name).label, row.before.get(name), value) for name, value in row.figures.items()])
        for row in follow_ups(report, actor=actor)
    ]
    return {"details": detail_rows(report.details), "added": rows}
