"""How long a team needs: the straight line, stretched by the terrain, over its own speed, after it has mustered."""

from dataclasses import dataclass

from django.conf import settings

from core.geo import distance_m

# Roads of hill country are this much longer than the straight line (setting TERRAIN_FACTOR).
TERRAIN_FACTOR = 1.4
# Seconds from the order to wheels rolling, on shift (setting MUSTER_S overrides kind by kind).
MUSTER_S = {
    "national": 60,
    "medical": 120,
    "professional": 300,
    "enterprise": 600,
    "grassroots": 900,
    "military": 1800,
    "social": 1800,
    "volunteer": 3600,
}


@dataclass(frozen=True)
class Estimate:
    """Metres and seconds; `by_road` when a router said so, otherwise metres are in a straight line."""

    distance_m: float
    eta_s: int
    by_road: bool = False


def muster_s(kind: str) -> int:
    """Seconds a kind of team needs before it leaves."""
    return int({**MUSTER_S, **getattr(settings, "MUSTER_S", {})}.get(kind, 600))


def drive_s(metres: float, speed_kmh: int) -> float:
    """Seconds for a straight-line distance."""
    factor = float(getattr(settings, "TERRAIN_FACTOR", TERRAIN_FACTOR))
    return metres * factor / (max(speed_kmh, 1) / 3.6)


def estimate(
    origin: tuple[float, float] | None, target: tuple[float, float] | None, *, speed_kmh: int, kind: str
) -> Estimate | None:
    """From one (lon, lat) to another; None when either is unknown."""
    if origin is None or target is None:
        return None
    metres = distance_m(origin, target)
    return Estimate(metres, round(muster_s(kind) + drive_s(metres, speed_kmh)))
