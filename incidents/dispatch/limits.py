"""How long an assignment may stay in a status before its timer turns amber, then red with the overrun (seconds)."""

from incidents.dispatch.models import Dispatch, DispatchStatus
from incidents.dispatch.services.overdue import ACKNOWLEDGE

# An acknowledged team that has not left.
LEAVE_S = 600
# A journey may take this much longer than was reckoned.
SLACK = 1.25


def limits_of(order: Dispatch) -> tuple[int, int]:
    """(amber after, red after) seconds in the present status; (0, 0) where nothing is owed."""
    if order.status == DispatchStatus.ORDERED:
        return ACKNOWLEDGE.warn_seconds or ACKNOWLEDGE.seconds, ACKNOWLEDGE.seconds
    if order.status == DispatchStatus.ACKNOWLEDGED:
        return LEAVE_S // 2, LEAVE_S
    if order.status == DispatchStatus.EN_ROUTE and order.eta_s:
        return order.eta_s, round(order.eta_s * SLACK)
    return 0, 0
