"""The map of a wall: the layers its remote control chose, below its jurisdiction, without sensitive things."""

from typing import Any

import orjson

from command_center.selectors.map import FIXED, LAYERS, map_document
from command_center.walls.models import Wall
from command_center.walls.selectors.eyes import wall_eyes

# What a room full of eyes may see on a map; plots and shelters' places included, reports not (they are unverified).
WALL_LAYERS = ("incidents", "teams", "plots", "warehouse", "shelter", "hazard", "hospital", "station", "school")
UNSAID = frozenset({"by", "note"})


def wall_map(wall: Wall, names: list[str]) -> str:
    """A map document as JSON text; layers a wall does not show are left out."""
    known = [name for name in names if name in LAYERS and (name in FIXED or name in WALL_LAYERS)]
    text = map_document(known, None, actor=wall_eyes(wall))
    if not {"incidents", "plots"} & set(known):
        return text
    document: dict[str, Any] = orjson.loads(text)
    document["features"] = [aloud(one) for one in document["features"] if not one["properties"].get("sensitive")]
    return orjson.dumps(document).decode()


def aloud(feature: dict[str, Any]) -> dict[str, Any]:
    """A feature without what names its author or was noted for colleagues."""
    kept = {key: value for key, value in feature["properties"].items() if key not in UNSAID}
    return {**feature, "properties": kept}
