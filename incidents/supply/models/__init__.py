"""Requests, shipments, roads, and what has a second role."""

from incidents.supply.models.requests import (
    Basis,
    Norm,
    Priority,
    RequestKind,
    RequestLine,
    RequestStatus,
    SupplyRequest,
)
from incidents.supply.models.roads import (
    LogisticsSite,
    Roadblock,
    SecondKind,
    SecondRole,
    SecondState,
    SiteKind,
)
from incidents.supply.models.shipments import Shipment, ShipmentLine, ShipmentStatus, ShipmentStep, SupplyVehicle

__all__ = [
    "Basis",
    "LogisticsSite",
    "Norm",
    "Priority",
    "RequestKind",
    "RequestLine",
    "RequestStatus",
    "Roadblock",
    "SecondKind",
    "SecondRole",
    "SecondState",
    "Shipment",
    "ShipmentLine",
    "ShipmentStatus",
    "ShipmentStep",
    "SiteKind",
    "SupplyRequest",
    "SupplyVehicle",
]
