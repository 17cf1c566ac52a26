"""Kinds of event this app records: requests, shipments, roads and second roles."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from timeline.kinds import register


def _read(data: Mapping[str, Any]) -> dict[str, Any]:
    """Names in the reader's language, and a dash for a reason nobody gave."""
    english = (get_language() or "").startswith("en")
    named = {**data, "reason": data.get("reason") or "–"}
    for name in ("warehouse", "name"):
        if english and data.get(f"{name}_en"):
            named[name] = data[f"{name}_en"]
    return named


SUBMITTED = register("supply.submitted", _("Supplies asked for: %(number)s to %(place)s, %(lines)s lines"), _read)
RETURNED = register("supply.returned", _("%(number)s returned: %(reason)s"), _read)
REFUSED = register("supply.refused", _("%(number)s refused: %(reason)s"), _read)
CANCELLED = register("supply.cancelled", _("%(number)s cancelled: %(reason)s"), _read)
SIGNED = register("supply.signed", _("%(number)s: one of two approvals given"), _read)
APPROVED = register("supply.approved", _("%(number)s approved"), _read)
ORDERED = register("supply.ordered", _("%(number)s ordered orally by %(by)s; the paper follows within 48 hours"), _read)
PAPERED = register("supply.papered", _("%(number)s: the paper of the oral order is there"), _read)
ALLOCATED = register("supply.allocated", _("%(number)s allocated: %(lines)s lines from %(sources)s warehouses"), _read)
CLOSED = register("supply.closed", _("%(number)s closed: %(reason)s"), _read)
LATE = register("supply.delayed", _("%(number)s: not done in time: %(what)s"), _read)

SHIPMENT = {
    "allocated": register("shipment.ordered", _("%(number)s: to be picked in %(warehouse)s"), _read),
    "picking": register("shipment.picked", _("%(number)s is being picked in %(warehouse)s"), _read),
    "loading": register("shipment.loading", _("%(number)s is being loaded in %(warehouse)s"), _read),
    "on_way": register("shipment.departed", _("%(number)s left %(warehouse)s: %(vehicle)s"), _read),
    "received": register(
        "shipment.received", _("%(number)s from %(warehouse)s received, %(differences)s lines with a difference"), _read
    ),
    "failed": register("shipment.stopped", _("%(number)s from %(warehouse)s stopped on the way: %(reason)s"), _read),
    "recalled": register("shipment.recalled", _("%(number)s from %(warehouse)s recalled: %(reason)s"), _read),
    "back": register("shipment.returned", _("%(number)s is back in %(warehouse)s"), _read),
}
POSITIONED = register("shipment.positioned", _("%(number)s from %(warehouse)s: new position"), _read)

ROAD_BLOCKED = register("road.blocked", _("Road blocked: %(name)s, %(reason)s (%(source)s)"), _read)
ROAD_OPENED = register("road.opened", _("Road open again: %(name)s"), _read)
NORM_SET = register("norm.set", _("Norm of %(name)s: %(quantity)s"), _read)

SECOND = {
    "ordered": register("second_role.ordered", _("%(name)s ordered to switch to emergency use: %(reason)s"), _read),
    "switching": register("second_role.begun", _("%(name)s is switching to emergency use"), _read),
    "emergency": register("second_role.ready", _("%(name)s is ready for emergency use"), _read),
    "restoring": register("second_role.restoring", _("%(name)s is being restored to everyday use"), _read),
    "peace": register("second_role.restored", _("%(name)s is back in everyday use"), _read),
}
