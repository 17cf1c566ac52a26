"""The only place where assignments change."""

from incidents.dispatch.services.mayday import dispatch_mayday, dispatch_mayday_seen
from incidents.dispatch.services.ordering import (
    OrderResult,
    Refusal,
    dispatch_order,
    dispatch_order_many,
    dispatch_undo,
)
from incidents.dispatch.services.overdue import ACKNOWLEDGE
from incidents.dispatch.services.statuses import dispatch_recall, dispatch_recall_all, dispatch_set_status

__all__ = [
    "ACKNOWLEDGE",
    "OrderResult",
    "Refusal",
    "dispatch_mayday",
    "dispatch_mayday_seen",
    "dispatch_order",
    "dispatch_order_many",
    "dispatch_recall",
    "dispatch_recall_all",
    "dispatch_set_status",
    "dispatch_undo",
]
