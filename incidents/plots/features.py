"""A drawing as the map shows it: the same GeoJSON Feature in events and in the map's answer."""

from typing import Any

import orjson

from incidents.plots.models import Plot

LAYER = "plots"


def plot_feature(plot: Plot) -> dict[str, Any]:
    """One Feature of layer `plots`; a struck drawing says `removed`. `until` is when it goes by itself, null: it stays."""
    properties: dict[str, Any] = {
        "layer": LAYER,
        "kind": plot.kind,
        "title": plot.label,
        "note": plot.note,
        "state": None,
        "grade": None,
        "by": str(plot.author),
        "at": plot.created_at.isoformat(),
        "until": plot.valid_until.isoformat() if plot.valid_until else None,
        "incident": plot.incident.number if plot.incident else None,
        "version": plot.version,
        "sensitive": bool(plot.incident and plot.incident.sensitive),
    }
    if plot.removed_at is not None:
        properties["removed"] = True
    return {
        "type": "Feature",
        "id": f"plot:{plot.pk}",
        "geometry": orjson.loads(plot.geometry.geojson),
        "properties": properties,
    }
