"""A team as the map draws it (GeoJSON Feature, WGS 84); nothing personal in it."""

from typing import Any

from resources.teams.models import Team

LAYER = "teams"


def team_feature(team: Team, *, state: str = "") -> dict[str, Any]:
    """The feature of a team; `state` is its assignment's status where it has one, else its readiness."""
    where = team.position or team.base
    at = team.position_at if team.position else None
    return {
        "type": "Feature",
        "id": f"team:{team.pk}",
        "geometry": {"type": "Point", "coordinates": [where.x, where.y]} if where else None,
        "properties": {
            "layer": LAYER,
            "name": team.name,
            "name_en": team.name_en,
            "number": team.code,
            "state": state or str(team.readiness),
            "grade": None,
            "at": at.isoformat() if at else None,
            "url": f"/teams/{team.pk}/",
            **({} if team.is_active else {"removed": True}),
        },
    }
