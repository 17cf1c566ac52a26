"""How large the letters of a wall must be, and when its layout must become sparse (ux 1.3)."""

import math
from dataclasses import dataclass

# Arc minutes at the farthest reader: labels, list text, key figures. Chinese glyphs fill about 0.92 em.
ARC_MINUTES = {"t3": 20.0, "t2": 25.0, "t1": 60.0}
GLYPH_EM = 0.92
CANVAS_PX = 1920
SPARSE_FROM_PX = 34.0
SMALLEST_PX = 15.0


@dataclass(frozen=True)
class TypeSizes:
    """Font sizes as a share of the wall's width, in vw; `sparse` when labels would crowd the full layout."""

    t1: float
    t2: float
    t3: float
    sparse: bool

    def css(self) -> str:
        """The style sheet that gives the tiers to the page."""
        return f":root{{--wall-t1:{self.t1:.3f}vw;--wall-t2:{self.t2:.3f}vw;--wall-t3:{self.t3:.3f}vw}}"


def glyph_mm(distance_m: float, arc_minutes: float) -> float:
    """Height in mm that a glyph needs to fill an angle at a distance: h = 2·d·tan(θ/2)."""
    return 2 * distance_m * 1000 * math.tan(math.radians(arc_minutes / 60) / 2)


def font_px(width_m: float, distance_m: float, arc_minutes: float) -> float:
    """Font size in px on a canvas 1920 px wide."""
    return glyph_mm(distance_m, arc_minutes) / GLYPH_EM / (width_m * 1000) * CANVAS_PX


def type_sizes(width_m: float, farthest_m: float) -> TypeSizes:
    """Sizes of the three tiers; never below what a desk screen needs, and bounded so that a layout remains possible."""
    wanted = {tier: font_px(width_m, farthest_m, arc) for tier, arc in ARC_MINUTES.items()}
    sparse = wanted["t3"] > SPARSE_FROM_PX
    t3 = min(max(wanted["t3"], SMALLEST_PX), 60.0)
    t2 = min(max(wanted["t2"], SMALLEST_PX * 1.15), 72.0)
    t1 = min(max(wanted["t1"], SMALLEST_PX * 2), 110.0)
    share = 100 / CANVAS_PX
    return TypeSizes(t1 * share, t2 * share, t3 * share, sparse)
