"""Boundaries of jurisdictions from GeoJSON or a zipped Shapefile, in WGS 84, CGCS2000 or GCJ-02 (R-A1, R-H1)."""

from collections.abc import Mapping
from typing import Any, cast

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from core.errors import UnprocessableError
from core.geo import gcj02_to_wgs84
from organizations import access, events
from organizations.access import Actor
from organizations.models import Jurisdiction
from organizations.roles import Permission
from organizations.services.imports.divisions import short_code
from organizations.services.imports.layers import read_layer
from organizations.services.imports.report import ImportReport, run
from organizations.telling import tell

CODE_NAMES = ("code", "adcode", "xzqdm", "gb", "pac", "dm", "id")
NAME_NAMES = ("name", "xzqmc", "mc", "fullname")
VERTEX_LIMIT = 500_000
FRAMES = ("wgs84", "cgcs2000", "gcj02")


def boundaries_import(
    *, content: bytes, frame: str = "wgs84", dry_run: bool = True, skip_bad: bool = False, actor: Actor | None
) -> ImportReport:
    """Give known jurisdictions their boundary and centre, matched by code, else by a name only one of them has.

    `frame` is what the numbers mean when the file does not say more: wgs84, cgcs2000 (treated as equal) or gcj02.
    UnprocessableError when the file as a whole cannot be read; wrong features are in the report by number.
    """
    if frame not in FRAMES:
        raise UnprocessableError(_("Choose WGS 84, CGCS2000 or GCJ-02."))
    features = read_layer(content)
    if sum(shapely.get_num_coordinates(shape) for _facts, shape in features if shape is not None) > VERTEX_LIMIT:
        raise UnprocessableError(
            _("The boundaries have more than %(most)s points. Simplify them.") % {"most": VERTEX_LIMIT}
        )

    def work(report: ImportReport) -> None:
        importer = _Boundaries(report, frame, actor)
        for number, (facts, shape) in enumerate(features, start=1):
            importer.take(number, facts, shape)
        importer.store()

    return run(work, dry_run=dry_run, skip_bad=skip_bad)


class _Boundaries:
    """Features against the jurisdictions within reach."""

    def __init__(self, report: ImportReport, frame: str, actor: Actor | None) -> None:
        self.report = report
        self.frame = frame
        self.actor = actor
        rows = Jurisdiction.objects.filter(is_active=True)
        reached = rows if actor is None else access.scope(rows, actor, Permission.PEOPLE_CHANGE, field="")
        places = list(reached.defer("boundary"))
        self.by_code = {short_code(place.code): place for place in places}
        self.by_name: dict[str, list[Jurisdiction]] = {}
        for place in places:
            self.by_name.setdefault(place.name, []).append(place)
        self.taken: dict[int, int] = {}
        self.changed: list[Jurisdiction] = []

    def take(self, number: int, facts: Mapping[str, Any], shape: BaseGeometry | None) -> None:
        """One feature: who it is, and whether its shape is a boundary."""
        place = self._place(facts)
        if place is None:
            told = _first(facts, CODE_NAMES) or _first(facts, NAME_NAMES) or "–"
            self.report.wrong(number, _("“%(what)s” is no jurisdiction within your reach.") % {"what": told})
            return
        if place.pk in self.taken:
            words = {"place": place, "number": self.taken[place.pk]}
            self.report.wrong(number, _("%(place)s was already given by feature %(number)s.") % words)
            return
        boundary, problem = self._boundary(number, shape)
        if boundary is None:
            self.report.wrong(number, problem)
            return
        self.taken[place.pk] = number
        place.boundary = cast(Any, GEOSGeometry(memoryview(boundary.wkb), srid=4326))
        place.centre = cast(Any, GEOSGeometry(memoryview(boundary.representative_point().wkb), srid=4326))
        place.version += 1
        self.changed.append(place)
        self.report.changed += 1

    def _place(self, facts: Mapping[str, Any]) -> Jurisdiction | None:
        code = _first(facts, CODE_NAMES)
        if code and short_code(code) in self.by_code:
            return self.by_code[short_code(code)]
        named = self.by_name.get(_first(facts, NAME_NAMES), [])
        return named[0] if len(named) == 1 else None

    def _boundary(self, number: int, shape: BaseGeometry | None) -> tuple[MultiPolygon | None, str]:
        if shape is None or shape.is_empty:
            return None, _("The feature has no shape.")
        if not isinstance(shape, Polygon | MultiPolygon):
            return None, _("The shape is a %(kind)s; a boundary must be a polygon.") % {"kind": shape.geom_type}
        shape = shapely.force_2d(shape)
        west, south, east, north = shape.bounds
        if not all(abs(value) < 1e9 for value in (west, south, east, north)):
            return None, _("A coordinate is not a number.")
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            swapped = -90 <= west <= east <= 90 and -180 <= south <= north <= 180
            return None, (
                _("Longitude and latitude are swapped.")
                if swapped
                else _("The coordinates are not degrees of longitude and latitude.")
            )
        if not shape.is_valid:
            shape = _polygons_of(shapely.make_valid(shape))
            self.report.note(number, _("The outline crosses itself and was repaired."))
        if shape.is_empty or shape.area == 0:
            return None, _("The shape encloses nothing.")
        if self.frame == "gcj02":
            shape = shapely.transform(shape, lambda points: [gcj02_to_wgs84(lon, lat) for lon, lat in points])
        return (shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])), ""

    def store(self) -> None:
        """Write the boundaries and put the import on record."""
        Jurisdiction.objects.bulk_update(self.changed, ["boundary", "centre", "version"], batch_size=200)
        if self.changed:
            top = min(self.changed, key=lambda place: len(place.path))
            data = {"what": _("Boundaries"), "created": 0, "changed": len(self.changed)}
            tell(events.IMPORT_DONE, top, jurisdiction=top, actor=self.actor, data=data)


def _polygons_of(shape: BaseGeometry) -> BaseGeometry:
    """Only the areas of a repaired shape; leftover lines and points are dropped."""
    parts = [part for part in getattr(shape, "geoms", [shape]) if isinstance(part, Polygon | MultiPolygon)]
    return shapely.union_all(parts) if parts else Polygon()


def _first(facts: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first of these properties that holds something, whatever its case."""
    lower = {str(key).lower(): value for key, value in facts.items()}
    for name in names:
        value = lower.get(name)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if value not in (None, "") and isinstance(value, str | int):
            return str(value).strip()
    return ""
