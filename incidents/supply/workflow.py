"""Which stage of a request, of a shipment and of a switch may follow which, and the permission each step needs (R-C4, R-D11)."""

from typing import Final

from core.workflow import Transitions
from organizations.roles import Permission

DRAFT, SUBMITTED, RETURNED, REFUSED, CANCELLED = "draft", "submitted", "returned", "refused", "cancelled"
APPROVED, ALLOCATED, PICKING, LOADING, ON_WAY = "approved", "allocated", "picking", "loading", "on_way"
RECEIVED, CLOSED = "received", "closed"

_ASK, _APPROVE, _MOVE = Permission.SUPPLY_REQUEST, Permission.SUPPLY_APPROVE, Permission.STOCK_MOVE

# The stages from picking to received follow the shipments: the slowest one under way says where the request stands.
REQUEST_STEPS: Final[Transitions] = {
    (DRAFT, SUBMITTED): _ASK,
    (DRAFT, CANCELLED): _ASK,
    (SUBMITTED, APPROVED): _APPROVE,
    (SUBMITTED, RETURNED): _APPROVE,
    (SUBMITTED, REFUSED): _APPROVE,
    (SUBMITTED, CANCELLED): _ASK,
    (RETURNED, SUBMITTED): _ASK,
    (RETURNED, CANCELLED): _ASK,
    (APPROVED, ALLOCATED): _ASK,
    (APPROVED, RETURNED): _APPROVE,
    (APPROVED, CANCELLED): _ASK,
    (ALLOCATED, PICKING): _MOVE,
    (ALLOCATED, APPROVED): _ASK,
    (PICKING, LOADING): _MOVE,
    (LOADING, ON_WAY): _MOVE,
    (ON_WAY, RECEIVED): _ASK,
    (PICKING, ALLOCATED): _ASK,
    (LOADING, ALLOCATED): _ASK,
    (ON_WAY, ALLOCATED): _ASK,
    (RECEIVED, ALLOCATED): _ASK,
    (RECEIVED, CLOSED): _ASK,
}
OVER: Final = (CLOSED, REFUSED, CANCELLED)
# What these say must be explained.
REASON_NEEDED: Final = frozenset({RETURNED, REFUSED, CANCELLED})
# While one of these, what is still missing may be allocated.
ALLOCATABLE: Final = (APPROVED, ALLOCATED, PICKING, LOADING, ON_WAY, RECEIVED)
# In the order of the road, for the slowest shipment.
ROAD: Final = (ALLOCATED, PICKING, LOADING, ON_WAY, RECEIVED)

RECALLED, FAILED, RETURNED_TO_STORE = "recalled", "failed", "back"
SHIPMENT_STEPS: Final[Transitions] = {
    (ALLOCATED, PICKING): _MOVE,
    (ALLOCATED, RECALLED): _ASK,
    (PICKING, LOADING): _MOVE,
    (PICKING, RECALLED): _ASK,
    (LOADING, ON_WAY): _MOVE,
    (LOADING, RECALLED): _ASK,
    (ON_WAY, RECEIVED): _ASK,
    (ON_WAY, RECALLED): _ASK,
    (ON_WAY, FAILED): _ASK,
    (FAILED, ON_WAY): _ASK,
    (FAILED, RECALLED): _ASK,
    (RECALLED, RETURNED_TO_STORE): _MOVE,
}
SHIPMENT_OVER: Final = (RECEIVED, RECALLED, RETURNED_TO_STORE)

PEACE, ORDERED, SWITCHING, EMERGENCY, RESTORING = "peace", "ordered", "switching", "emergency", "restoring"
SWITCH_STEPS: Final[Transitions] = {
    (PEACE, ORDERED): Permission.DISPATCH_ORDER,
    (ORDERED, SWITCHING): Permission.SUPPLY_REQUEST,
    (ORDERED, PEACE): Permission.DISPATCH_ORDER,
    (SWITCHING, EMERGENCY): Permission.SUPPLY_REQUEST,
    (SWITCHING, RESTORING): Permission.DISPATCH_ORDER,
    (EMERGENCY, RESTORING): Permission.DISPATCH_ORDER,
    (RESTORING, PEACE): Permission.SUPPLY_REQUEST,
}
