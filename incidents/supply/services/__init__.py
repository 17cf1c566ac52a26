"""The only place where requests, shipments, roads and second roles change."""

from incidents.supply.services.allocating import request_confirm, request_edit_proposal, request_propose
from incidents.supply.services.approving import (
    request_approve,
    request_order_orally,
    request_refuse,
    request_return,
)
from incidents.supply.services.norms import norm_set
from incidents.supply.services.receiving import shipment_bring_home, shipment_receive
from incidents.supply.services.requests import (
    Ask,
    request_cancel,
    request_change,
    request_close,
    request_create,
    request_pass_on,
    request_submit,
)
from incidents.supply.services.roads import roadblock_lift, roadblock_report
from incidents.supply.services.second import second_role_add, second_role_step
from incidents.supply.services.shipping import (
    shipment_depart,
    shipment_load,
    shipment_pick,
    shipment_position,
    shipment_recall,
    shipment_resume,
    shipment_stop,
)

__all__ = [
    "Ask",
    "norm_set",
    "request_approve",
    "request_cancel",
    "request_change",
    "request_close",
    "request_confirm",
    "request_create",
    "request_edit_proposal",
    "request_order_orally",
    "request_pass_on",
    "request_propose",
    "request_refuse",
    "request_return",
    "request_submit",
    "roadblock_lift",
    "roadblock_report",
    "second_role_add",
    "second_role_step",
    "shipment_bring_home",
    "shipment_depart",
    "shipment_load",
    "shipment_pick",
    "shipment_position",
    "shipment_recall",
    "shipment_receive",
    "shipment_resume",
    "shipment_stop",
]
