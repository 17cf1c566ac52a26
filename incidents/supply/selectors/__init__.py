"""Everything that is read of requests, shipments, norms and roads, always for an actor."""

from incidents.supply.selectors.naming import items_to_ask, jurisdictions_to_ask, warehouses_to_ask
from incidents.supply.selectors.norms import Wanted, expand, norms_in_force
from incidents.supply.selectors.proposing import callable_for, propose, recheck, roadblocks_in_force
from incidents.supply.selectors.requests import (
    LineState,
    incident_for_supply,
    jurisdiction_for_supply,
    lines_of,
    may,
    may_carry,
    may_decide,
    may_receive,
    of_incident,
    shipment_get,
    shipments,
    states_of,
    supply_request_get,
    supply_requests,
)

__all__ = [
    "LineState",
    "Wanted",
    "callable_for",
    "expand",
    "incident_for_supply",
    "items_to_ask",
    "jurisdiction_for_supply",
    "jurisdictions_to_ask",
    "lines_of",
    "may",
    "may_carry",
    "may_decide",
    "may_receive",
    "norms_in_force",
    "of_incident",
    "propose",
    "recheck",
    "roadblocks_in_force",
    "shipment_get",
    "shipments",
    "states_of",
    "supply_request_get",
    "supply_requests",
    "warehouses_to_ask",
]
