"""Shipments and blocked roads as the map draws them, and requests in the data of their events."""

from typing import Any

from incidents.supply.models import LogisticsSite, Roadblock, Shipment, SupplyRequest


def _feature(key: str, geometry: Any, **properties: Any) -> dict[str, Any]:
    shape = None
    if geometry is not None:
        shape = {"type": geometry.geom_type, "coordinates": _rounded(geometry.coords)}
    return {"type": "Feature", "id": key, "geometry": shape, "properties": properties}


def _rounded(value: Any) -> Any:
    return round(value, 6) if isinstance(value, float) else [_rounded(part) for part in value]


def roadblock_feature(block: Roadblock, *, removed: bool = False) -> dict[str, Any]:
    """Feature "roadblock:<pk>" of the layer `roadblocks`."""
    return _feature(
        f"roadblock:{block.pk}",
        block.geometry.point_on_surface,
        layer="roadblocks",
        title=block.name,
        state="detour" if block.detour_min is not None else "closed",
        grade=None,
        url="/supply/roads/",
        **({"removed": True} if removed else {}),
    )


def site_feature(site: LogisticsSite) -> dict[str, Any]:
    """Feature "logisticssite:<pk>" of the layer `logistics`."""
    return _feature(
        f"logisticssite:{site.pk}",
        site.geometry.point_on_surface,
        layer="logistics",
        name=site.name,
        name_en=site.name_en,
        state=site.kind,
        grade=None,
        url="/supply/roads/",
    )


def shipment_feature(shipment: Shipment) -> dict[str, Any]:
    """Feature "shipment:<pk>" of the layer `shipments`: where it was last, or its warehouse; removed when it is not out."""
    point = shipment.position or shipment.warehouse.location
    out = shipment.status in ("on_way", "failed")
    return _feature(
        f"shipment:{shipment.pk}",
        point,
        layer="shipments",
        title=shipment.number,
        number=shipment.number,
        state=shipment.status,
        grade=None,
        at=(shipment.position_at or shipment.status_at).isoformat(),
        url=f"/supply/shipments/{shipment.pk}/",
        **({} if out else {"removed": True}),
    )


def request_data(request: SupplyRequest, **more: Any) -> dict[str, Any]:
    """Values of the words and the few fields a list needs."""
    return {
        "id": request.pk,
        "number": request.number,
        "status": request.status,
        "place": request.place or str(request.jurisdiction),
        "incident": request.incident.number if request.incident else "",
        **more,
    }


def shipment_data(shipment: Shipment, **more: Any) -> dict[str, Any]:
    """Values of the words, ids, and the feature of the map."""
    return {
        "id": shipment.pk,
        "request": shipment.request_id,
        "number": shipment.number,
        "status": shipment.status,
        "warehouse": shipment.warehouse.name,
        "warehouse_en": shipment.warehouse.name_en,
        "vehicle": shipment.vehicle or "–",
        "reason": shipment.reason,
        "feature": shipment_feature(shipment),
        **more,
    }
