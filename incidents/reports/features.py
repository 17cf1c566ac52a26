"""How a report is drawn: the same GeoJSON Feature in events and in the map's answer, without anything personal."""

from typing import Any

from incidents.reports.models import Report
from incidents.reports.workflow import OPEN_STATUSES


def report_feature(report: Report) -> dict[str, Any]:
    """One Feature of the layer “reports”; decided reports are removed from it."""
    point = report.location
    kind = report.event_type
    properties: dict[str, Any] = {
        "layer": "reports",
        "title": kind.name if kind else report.number,
        "name_en": kind.name_en if kind else "",
        "state": report.status,
        "grade": report.suggested_grade,
        "number": report.number,
        "at": report.received_at.isoformat(),
        "url": f"/reports/{report.pk}/",
    }
    if report.status not in OPEN_STATUSES:
        properties["removed"] = True
    geometry = {"type": "Point", "coordinates": [round(point.x, 6), round(point.y, 6)]} if point else None
    return {"type": "Feature", "id": f"report:{report.pk}", "geometry": geometry, "properties": properties}
