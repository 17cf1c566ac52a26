"""The lie of the land: high in the north-west, low in the south-east, with a valley for the main river. Height in metres."""

import itertools
import math
import random

from command_center.demo.mesh import Km

# The valley the main river is drawn to, from the mountains past the county seat to the plain.
VALLEY: tuple[Km, ...] = (
    (-34.0, 25.0),
    (-20.0, 13.0),
    (-8.0, 8.0),
    (3.0, -1.0),
    (14.0, -6.0),
    (27.0, -9.0),
    (46.0, -17.0),
    (74.0, -24.0),
)


class Terrain:
    """Height anywhere, from a slope, a valley and waves in several directions."""

    def __init__(self, seed: int) -> None:
        dice = random.Random(f"{seed}/terrain")
        self._waves = [
            (dice.uniform(0, 2 * math.pi), dice.uniform(0, 2 * math.pi), length, height)
            for length, height in ((26, 190), (19, 170), (13, 120), (9, 90), (6, 60), (4.3, 36))
            for _twice in range(2)
        ]

    def height(self, point: Km) -> float:
        """Metres above the plain's lowest point."""
        x, y = point
        upland = 1 / (1 + math.exp((x * 0.62 - y * 0.78 + 2) / 11))
        ridge = sum(
            height * math.sin((x * math.cos(angle) + y * math.sin(angle)) * 2 * math.pi / length + phase)
            for angle, phase, length, height in self._waves
        )
        return 420 - 3.2 * x + 2.2 * y + 1500 * upland + ridge * (0.25 + 1.5 * upland) + 34 * min(valley_km(point), 16)


def valley_km(point: Km) -> float:
    """Kilometres to the main valley."""
    return min(_to_segment(point, a, b) for a, b in itertools.pairwise(VALLEY))


def _to_segment(point: Km, a: Km, b: Km) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    along = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / (dx * dx + dy * dy)
    along = max(0.0, min(1.0, along))
    return math.dist(point, (a[0] + along * dx, a[1] + along * dy))
