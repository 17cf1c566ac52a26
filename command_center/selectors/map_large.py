"""Layers too large to be sent whole: for a viewport, as points, or as cells with a count where even those are too many.

Cells are squares of about 88 pixels of the zoom level; each stands at the middle of what lies in it. Places only:
incidents, reports and teams are never aggregated here, so no grave incident can hide in a number.
"""
# ruff: noqa: S608

from collections.abc import Sequence
from typing import Any

from django.db import connection

from command_center.selectors.map import Bbox, Layer, layer_for, map_document, reach_sql
from organizations import access
from resources.places.models import PlaceKind

WHOLE = 5_000
CELL_PX = 88
COUNTED = frozenset(PlaceKind.values)


def map_in_view(names: Sequence[str], bbox: Bbox, zoom: int, *, actor: access.Actor) -> str:
    """The map's document; `large` names the layers answered for the bbox only. Other layers come whole."""
    large = [name for name in names if name in COUNTED and _more_than(name, None, actor)]
    if not large:
        return map_document(names, None, actor=actor)
    cells = [name for name in large if _more_than(name, bbox, actor)]
    points = [name for name in large if name not in cells]
    whole = map_document([name for name in names if name not in large], None, actor=actor)
    features = [
        part for part in (_inner(whole), _points(points, bbox, actor), _cells(cells, bbox, zoom, actor)) if part
    ]
    named = ",".join(f'"{name}"' for name in large)
    head = whole[: whole.index('"features":[')]
    return f'{head}"large":[{named}],"features":[{",".join(features)}]}}'


def _inner(document: str) -> str:
    """The features of a document as text."""
    start = document.index('"features":[') + len('"features":[')
    return document[start:-2]


def _points(names: Sequence[str], bbox: Bbox, actor: access.Actor) -> str:
    return _inner(map_document(names, bbox, actor=actor)) if names else ""


def _more_than(name: str, bbox: Bbox | None, actor: access.Actor) -> bool:
    """Whether a layer holds more than is sent whole; counting stops there."""
    layer = layer_for(name, actor)
    reach = reach_sql(layer, name, actor)
    if reach is None:
        return False
    inside, values = _inside(layer, bbox)
    sql = (
        f"SELECT count(*) FROM (SELECT 1 FROM {layer.source} WHERE {layer.where} AND {reach[0]}{inside} LIMIT %s) found"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*reach[1], *values, WHOLE + 1])
        return bool(cursor.fetchone()[0] > WHOLE)


def _inside(layer: Layer, bbox: Bbox | None) -> tuple[str, list[Any]]:
    if bbox is None:
        return "", []
    return f" AND {layer.geometry} && ST_MakeEnvelope(%s,%s,%s,%s,4326)", list(bbox)


def _cells(names: Sequence[str], bbox: Bbox, zoom: int, actor: access.Actor) -> str:
    """Features with `cell`: how many lie in it."""
    side = 360 / 2**zoom / 256 * CELL_PX
    parts = []
    for name in names:
        layer = layer_for(name, actor)
        reach = reach_sql(layer, name, actor)
        if reach is None:
            continue
        inside, values = _inside(layer, bbox)
        x, y = f"floor(ST_X({layer.geometry})/%s)", f"floor(ST_Y({layer.geometry})/%s)"
        sql = (
            "SELECT string_agg(json_build_object('type','Feature','id','cell:'||%s||':'||x||':'||y,'geometry',"
            "ST_AsGeoJSON(middle,5)::json,'properties',json_build_object('layer',%s,'cell',number))::text, ',') FROM ("
            f"SELECT {x} AS x, {y} AS y, count(*) AS number, ST_Centroid(ST_Collect({layer.geometry})) AS middle "
            f"FROM {layer.source} WHERE {layer.where} AND {reach[0]}{inside} GROUP BY 1, 2) cells"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [name, name, side, side, *reach[1], *values])
            parts.append(cursor.fetchone()[0] or "")
    return ",".join(part for part in parts if part)
