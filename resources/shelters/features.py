"""A shelter as the map draws it (GeoJSON Feature, WGS 84): figures and state, nothing personal."""

from typing import Any

from resources.shelters.models import Shelter

LAYER = "shelter"


def shelter_feature(shelter: Shelter) -> dict[str, Any]:
    """The feature of a shelter; the map's own SQL draws the same."""
    return {
        "type": "Feature",
        "id": f"shelter:{shelter.pk}",
        "geometry": {
            "type": "Point",
            "coordinates": [round(shelter.location.x, 6), round(shelter.location.y, 6)],
        },
        "properties": {
            "layer": LAYER,
            "name": shelter.name,
            "name_en": shelter.name_en,
            "state": str(shelter.status),
            "grade": None,
            "capacity": shelter.capacity,
            "heads": shelter.heads,
            "free": shelter.free,
            "url": f"/shelters/{shelter.pk}/",
            **({} if shelter.is_active else {"removed": True}),
        },
    }
