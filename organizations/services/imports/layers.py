"""Reading a map file: GeoJSON or a zipped Shapefile, out of memory, in any coordinate system it declares."""

import io
import json
import zipfile
from typing import Any

import pyogrio.raw
import shapely
from django.contrib.gis.gdal import CoordTransform, GDALException, OGRGeometry, SpatialReference
from django.utils.translation import gettext as _
from shapely.geometry import shape as shape_of
from shapely.geometry.base import BaseGeometry

from core.errors import UnprocessableError

Feature = tuple[dict[str, Any], BaseGeometry | None]
UNPACKED_LIMIT = 200_000_000
FILES_LIMIT = 60
FEATURES_LIMIT = 50_000


def read_layer(content: bytes) -> list[Feature]:
    """(properties, shape in degrees) of every feature; UnprocessableError in words when the file cannot be read."""
    features = _shapefile(content) if content[:4] == b"PK\x03\x04" else _geojson(content)
    if not features:
        raise UnprocessableError(_("The file holds no features."))
    if len(features) > FEATURES_LIMIT:
        raise UnprocessableError(_("The file holds more than %(most)s features. Split it.") % {"most": FEATURES_LIMIT})
    return features


def _geojson(content: bytes) -> list[Feature]:
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnprocessableError(_("This is neither GeoJSON nor a zipped Shapefile.")) from error
    kind = document.get("type") if isinstance(document, dict) else None
    items = document.get("features") if kind == "FeatureCollection" else [document] if kind == "Feature" else None
    if not isinstance(items, list):
        raise UnprocessableError(_("The GeoJSON must be a FeatureCollection."))
    return [_geojson_feature(item) for item in items]


def _geojson_feature(item: Any) -> Feature:
    facts = item.get("properties") if isinstance(item, dict) else None
    facts = dict(facts) if isinstance(facts, dict) else {}
    try:
        return facts, shape_of(item["geometry"])
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError, shapely.errors.ShapelyError):
        return facts, None


def _shapefile(content: bytes) -> list[Feature]:
    _check_zip(content)
    failed = UnprocessableError(_("The Shapefile in the zip cannot be read. It needs .shp, .shx and .dbf."))
    tables = None
    for encoding in (None, "gb18030"):
        try:
            tables = pyogrio.raw.read(content, encoding=encoding, max_features=FEATURES_LIMIT + 1)
            break
        except UnicodeDecodeError:
            continue
        except (RuntimeError, ValueError, OSError, LookupError) as error:
            raise failed from error
    if tables is None:
        raise failed
    meta, _fids, shapes, columns = tables
    names = [str(name) for name in meta["fields"]]
    rows = zip(*columns, strict=True) if columns else ([] for _shape in shapes)
    crs = meta.get("crs")
    return [
        ({name: _plain(value) for name, value in zip(names, row, strict=True)}, _degrees(wkb, crs))
        for row, wkb in zip(rows, shapes, strict=True)
    ]


def _check_zip(content: bytes) -> None:
    """Refuse archives that unpack to more than is sane or that reach out of themselves."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise UnprocessableError(_("The zip file is damaged.")) from error
    if len(entries) > FILES_LIMIT or sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
        raise UnprocessableError(_("The zip file unpacks to more than this platform accepts."))
    if not any(entry.filename.lower().endswith(".shp") for entry in entries):
        raise UnprocessableError(_("There is no .shp file in the zip."))
    if any(".." in entry.filename or entry.filename.startswith("/") for entry in entries):
        raise UnprocessableError(_("The zip file holds addresses outside itself."))


def _degrees(wkb: bytes | None, crs: str | None) -> BaseGeometry | None:
    """The shape in degrees: projected systems (Gauss-Krüger zones) are turned, geographic ones taken as they are."""
    if wkb is None:
        return None
    system = _system(crs)
    if system is None or system.geographic:
        return shapely.from_wkb(wkb)
    try:
        geometry = OGRGeometry(memoryview(bytes(wkb)), system)
        geometry.transform(CoordTransform(system, SpatialReference(4326)))
    except GDALException:
        return None
    return shapely.from_wkb(bytes(geometry.wkb))


def _system(crs: str | None) -> SpatialReference | None:
    try:
        return SpatialReference(crs) if crs else None
    except GDALException as error:
        raise UnprocessableError(_("The coordinate system in the .prj file is not known.")) from error


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value
