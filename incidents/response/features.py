"""An incident as the map draws it, and its address."""

from typing import Any

from incidents.response.models import Incident

ROMAN: dict[int, str] = {1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ", 4: "Ⅳ"}


def incident_url(incident: Incident) -> str:
    """The page of an incident."""
    return f"/incidents/{incident.number}/"


def incident_feature(incident: Incident) -> dict[str, Any]:
    """GeoJSON Feature of layer `incidents` (lon/lat); a closed incident says `removed`. Nothing personal in it."""
    point = incident.location
    properties: dict[str, Any] = {
        "layer": "incidents",
        "number": incident.number,
        "title": incident.title,
        "type": incident.event_type_id,
        "state": incident.status,
        "grade": incident.grade,
        "place": incident.place,
        "at": incident.occurred_at.isoformat(),
        "sensitive": incident.sensitive,
        "url": incident_url(incident),
    }
    if not incident.is_open:
        properties["removed"] = True
    return {
        "type": "Feature",
        "id": f"incident:{incident.pk}",
        "geometry": {"type": "Point", "coordinates": [point.x, point.y]} if point else None,
        "properties": properties,
    }
