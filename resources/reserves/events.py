"""Kinds of event the reserves record; their data is text and numbers, so that a line reads the same in years."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from timeline.kinds import register


def _read(data: Mapping[str, Any]) -> dict[str, Any]:
    """Names in the reader's language, where both are there."""
    english = not (get_language() or "").startswith("zh")
    said = {**data, "note": data.get("note") or "–"}
    for name in ("item", "warehouse", "to", "unit"):
        other = data.get(f"{name}_en")
        if english and other:
            said[name] = other
    return said


RECEIVED = register(
    "stock.received", _("%(warehouse)s received %(quantity)s %(unit)s of %(item)s, batch %(batch)s"), _read
)
ISSUED = register(
    "stock.issued", _("%(warehouse)s issued %(quantity)s %(unit)s of %(item)s, batch %(batch)s: %(note)s"), _read
)
RESERVED = register("stock.reserved", _("%(quantity)s %(unit)s of %(item)s reserved in %(warehouse)s"), _read)
RELEASED = register("stock.released", _("%(quantity)s %(unit)s of %(item)s released in %(warehouse)s"), _read)
RETURNED = register(
    "stock.returned",
    _("%(quantity)s %(unit)s of %(item)s came back to %(warehouse)s, %(damaged)s of them damaged"),
    _read,
)
FROZEN = register("stock.frozen", _("%(quantity)s %(unit)s of %(item)s frozen in %(warehouse)s: %(note)s"), _read)
UNFROZEN = register("stock.unfrozen", _("%(quantity)s %(unit)s of %(item)s unfrozen in %(warehouse)s: %(note)s"), _read)
ROTATED = register(
    "stock.rotated", _("%(quantity)s %(unit)s of %(item)s rotated out of %(warehouse)s: %(note)s"), _read
)
RELOCATED = register(
    "stock.relocated", _("%(item)s, batch %(batch)s, in %(warehouse)s now lies at %(position)s"), _read
)
TRANSFER_SENT = register(
    "transfer.sent", _("%(warehouse)s sent to %(to)s: %(quantity)s %(unit)s of %(item)s, %(lines)s lines in all"), _read
)
TRANSFER_RECEIVED = register(
    "transfer.received", _("%(to)s received what %(warehouse)s sent: %(lines)s lines, %(differences)s with a difference"),
    _read,
)  # fmt: skip
LENT = register("loan.made", _("%(quantity)s %(unit)s of %(item)s lent by %(warehouse)s to %(note)s"), _read)
LOAN_CLOSED = register(
    "loan.returned",
    _("%(note)s gave back to %(warehouse)s %(quantity)s %(unit)s of %(item)s, %(lost)s missing"),
    _read,
)
SCRAP_PROPOSED = register(
    "scrap.proposed", _("Scrapping proposed in %(warehouse)s: %(quantity)s %(unit)s of %(item)s: %(note)s"), _read
)
SCRAP_APPROVED = register(
    "scrap.approved", _("Scrapped in %(warehouse)s: %(quantity)s %(unit)s of %(item)s: %(note)s"), _read
)
SCRAP_REFUSED = register(
    "scrap.refused", _("Scrapping refused in %(warehouse)s: %(quantity)s %(unit)s of %(item)s: %(note)s"), _read
)
COUNT_OPENED = register("count.opened", _("A count of %(warehouse)s began: %(lines)s lots"), _read)
COUNT_ENTERED = register("count.entered", _("Figures of the count of %(warehouse)s were entered: %(lines)s"), _read)
COUNT_RECOUNT = register("count.recounted", _("%(warehouse)s: %(lines)s lots are being counted again"), _read)
COUNT_CLOSED = register(
    "count.approved", _("The count of %(warehouse)s was approved: %(differences)s of %(lines)s lots differ"), _read
)
COUNT_CANCELLED = register("count.cancelled", _("The count of %(warehouse)s was cancelled: %(note)s"), _read)
LOT_RECALLED = register("lot.recalled", _("%(item)s, batch %(batch)s, was recalled: %(note)s"), _read)
LOT_CHECKED = register("lot.checked", _("%(item)s, batch %(batch)s, in %(warehouse)s was checked: %(note)s"), _read)
WAREHOUSE_CHANGED = register("warehouse.changed", _("Warehouse %(warehouse)s was changed: %(fields)s"), _read)
ITEM_CHANGED = register("item.changed", _("Item %(item)s was changed: %(fields)s"), _read)
AGREEMENT_CHANGED = register("agreement.changed", _("The agreement with %(supplier)s on %(item)s was changed"), _read)
LIMIT_CHANGED = register(
    "stock.limited", _("%(item)s in %(warehouse)s: at least %(minimum)s, at most %(maximum)s"), _read
)
PROOF_FAILED = register("proof.failed", _("The ledger does not add up: %(count)s differences"), _read)
