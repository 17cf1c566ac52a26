"""The 90-day curve as the few strings an SVG needs; drawn on the server, read without a mouse."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 640, 180, 56, 12, 24


def drawn(points: Sequence[dict[str, Any]], minimum: Decimal | None) -> dict[str, Any]:
    """Steps, the minimum's line, ticks and what drops when, for a picture of 640 × 180."""
    top = max([point["fit"] for point in points] + [minimum or Decimal(0), Decimal(1)]) * Decimal("1.1")
    across = (WIDTH - LEFT) / max(len(points) - 1, 1)

    def x(step: int) -> float:
        return round(LEFT + step * across, 1)

    def y(value: Decimal) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - float(value / top)), 1)

    path = f"M{x(0)},{y(points[0]['fit'])}"
    for step, point in enumerate(points[1:], start=1):
        path += f"H{x(step)}V{y(point['fit'])}"
    base = HEIGHT - BOTTOM
    drops = [point for point in points if point["expires"]]
    below = next((point["day"] for point in points if minimum is not None and point["fit"] < minimum), None)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "base": base,
        "path": path,
        "area": f"{path}V{base}H{LEFT}Z",
        "minimum": minimum,
        "minimum_y": y(minimum) if minimum is not None else None,
        "top": points[0]["fit"],
        "top_y": y(points[0]["fit"]),
        "ticks": [(x(step), points[step]["day"]) for step in range(0, len(points), 30)],
        "drops": drops,
        "below": below,
        "end": points[-1]["fit"],
    }
