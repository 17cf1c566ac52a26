"""A warehouse as the map draws it, with a headline of what is in it; the map's own SQL says the same (a test compares)."""

from typing import Any

from django.db import connection

from resources.reserves.models import Warehouse


def warehouse_feature(warehouse: Warehouse) -> dict[str, Any]:
    """GeoJSON Feature "warehouse:<pk>" of the layer `warehouse`; removed when it is out of use."""
    point = warehouse.location
    return {
        "type": "Feature",
        "id": f"warehouse:{warehouse.pk}",
        "geometry": {"type": "Point", "coordinates": [round(point.x, 6), round(point.y, 6)]},
        "properties": {
            "layer": "warehouse",
            "name": warehouse.name,
            "name_en": warehouse.name_en,
            "number": warehouse.code,
            "state": warehouse.state,
            "grade": None,
            "stock": headline(warehouse),
            "url": f"/reserves/warehouses/{warehouse.pk}/",
            **({} if warehouse.is_active else {"removed": True}),
        },
    }


def headline(warehouse: Warehouse) -> list[dict[str, Any]]:
    """Tents, bedding, water and food: of each the item there is most of, with names, figure and unit in both languages."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reserves_headline(%s)", [warehouse.pk])
        found: list[dict[str, Any]] = cursor.fetchone()[0]
    return found
