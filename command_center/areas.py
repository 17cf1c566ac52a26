"""An area somebody asks about: a circle, a polygon, or what lies along a line; read from a query string or GeoJSON.

Degrees WGS 84, metres. The same parameters serve the API, the export and the printable sheet, so each can be shared.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.gis.geos import GEOSException, GEOSGeometry, LineString, Point, Polygon
from django.utils.translation import gettext as _

from core.errors import UnprocessableError

RADII_M = (1_000, 3_000, 5_000, 10_000, 20_000)
MAX_RADIUS_M = 50_000
MAX_CORNERS = 500
ALONG_M = 500
METRES_PER_DEGREE = 111_000


@dataclass(frozen=True)
class Area:
    """A shape and how far around it; `kind` is circle, polygon or line, `title` says around what, "" for a bare point."""

    kind: str
    shape: GEOSGeometry
    radius_m: float
    title: str = ""

    @property
    def centre(self) -> Point:
        """The point distances are told from, where the shape is a polygon; WGS 84."""
        return self.shape.centroid

    @property
    def box(self) -> Polygon:
        """A rectangle in degrees that surely holds the area: the spatial index is asked for this first."""
        west, south, east, north = self.shape.extent
        dy = self.radius_m / METRES_PER_DEGREE * 1.02
        widest = math.cos(math.radians(min(85.0, max(abs(south - dy), abs(north + dy)))))
        dx = dy / widest
        box = Polygon.from_bbox((west - dx, south - dy, east + dx, north + dy))
        box.srid = 4326
        return box

    def query(self) -> dict[str, str]:
        """The parameters that ask for this area again."""
        names = {"circle": "at", "polygon": "polygon", "line": "line"}
        coords: Any = cast(Any, self.shape).coords
        flat = coords[0] if self.kind == "polygon" else coords
        corners = [flat] if self.kind == "circle" else flat
        if self.shape.geom_type == "MultiLineString":
            corners = [corner for part in coords for corner in part]
        text = ";".join(f"{corner[0]:.6f},{corner[1]:.6f}" for corner in corners)
        return {names[self.kind]: text, "radius_m": f"{self.radius_m:g}"}


def circle(lon: float, lat: float, radius_m: float, title: str = "") -> Area:
    """Everything within metres of a point."""
    return Area("circle", Point(lon, lat, srid=4326), radius_m, title)


def radius_of(value: Any, default: float, *, least: float = 1) -> float:
    """Metres, up to 50 km; UnprocessableError in words."""
    if value in (None, ""):
        return default
    try:
        radius = float(value)
    except (TypeError, ValueError):
        radius = math.nan
    if not least <= radius <= MAX_RADIUS_M:
        raise _wrong("radius_m", _("The radius is a number of metres, up to %(most)d.") % {"most": MAX_RADIUS_M})
    return radius


def area_from_query(params: Mapping[str, str]) -> Area | None:
    """`at=lon,lat`, `polygon=lon,lat;…` or `line=lon,lat;…`, with `radius_m`; None when none of them is given."""
    if params.get("at"):
        corners = _pairs(params["at"], "at", least=1, most=1)
        return circle(*corners[0], radius_of(params.get("radius_m"), RADII_M[2]))
    if params.get("polygon"):
        corners = _pairs(params["polygon"], "polygon", least=3, most=MAX_CORNERS)
        return _polygon(corners, params.get("radius_m"))
    if params.get("line"):
        corners = _pairs(params["line"], "line", least=2, most=MAX_CORNERS)
        return Area("line", LineString(corners, srid=4326), radius_of(params.get("radius_m"), ALONG_M))
    return None


def area_from_geometry(value: Any, radius_m: Any) -> Area:
    """A GeoJSON Point, LineString or Polygon with metres around it; UnprocessableError in words."""
    kinds = {"Point": "at", "LineString": "line", "Polygon": "polygon"}
    if not isinstance(value, Mapping) or not isinstance(value.get("type"), str) or value["type"] not in kinds:
        raise _wrong("geometry", _("Send a GeoJSON Point, LineString or Polygon."))
    name = kinds[value["type"]]
    corners = value.get("coordinates")
    rings = corners if name == "polygon" and isinstance(corners, list) else [corners]
    flat = [corners] if name == "at" else rings[0] if rings else None
    if not isinstance(flat, list) or not all(isinstance(one, list | tuple) and len(one) >= 2 for one in flat):
        raise _wrong("geometry", _("The coordinates cannot be read."))
    text = ";".join(f"{one[0]},{one[1]}" for one in flat)
    found = area_from_query({name: text, "radius_m": "" if radius_m is None else str(radius_m)})
    if found is None:
        raise _wrong("geometry", _("The coordinates cannot be read."))
    return found


def _polygon(corners: list[tuple[float, float]], radius_m: Any) -> Area:
    ring = corners if corners[0] == corners[-1] else [*corners, corners[0]]
    try:
        shape = Polygon(ring, srid=4326) if len(ring) >= 4 else None
    except GEOSException:
        shape = None
    if shape is None or not shape.valid:
        raise _wrong("polygon", _("The lines of the area cross, or it has fewer than three corners."))
    return Area("polygon", shape, radius_of(radius_m, 0, least=0))


def _pairs(text: str, name: str, *, least: int, most: int) -> list[tuple[float, float]]:
    parts = [part for part in text.split(";") if part.strip()]
    pairs: list[tuple[float, float]] = []
    for part in parts[: most + 1]:
        try:
            lon, lat = (float(number) for number in part.split(","))
        except ValueError:
            lon = lat = math.nan
        if not (-180 <= lon <= 180 and -85 <= lat <= 85):
            raise _wrong(name, _("Each point is longitude,latitude in degrees, e.g. 103.61,30.92."))
        pairs.append((lon, lat))
    if not least <= len(pairs) <= most:
        raise _wrong(name, _("Between %(least)d and %(most)d points.") % {"least": least, "most": most})
    return pairs


def _wrong(field: str, message: str) -> UnprocessableError:
    return UnprocessableError(message, errors={field: message})
