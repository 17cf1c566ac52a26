"""An allocation in words, line by line, in the reader's language: where from, how much of what, why, how long (R-C4)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.templatetags.components import local_name
from resources.reserves.quantities import plain

Names = Mapping[int, Any]


def duration(minutes: int) -> str:
    """38 min; 2 h 05 min."""
    hours, rest = divmod(int(minutes), 60)
    return _("%(n)d min") % {"n": rest} if not hours else _("%(h)d h %(m)02d min") % {"h": hours, "m": rest}


def line_words(line: Mapping[str, Any], warehouse: Any, item: Any, lot: Any, *, wanted: Any = None) -> str:
    """“from Longquan: 120 of 200, earliest expiry, 38 min”."""
    asked = _number(line.get("asked"))
    parts = [_("%(n)s of %(all)s") % {"n": _number(line["quantity"]), "all": asked}]
    if wanted is not None and item.pk != wanted.pk:
        parts.append(_("%(item)s instead of %(wanted)s") % {"item": local_name(item), "wanted": local_name(wanted)})
    if line.get("first"):
        parts.append(_("earliest expiry") if lot is not None and lot.expires_on else _("oldest batch"))
    elif lot is not None and line.get("by_hand"):
        parts.append(_("chosen by hand"))
    elif lot is not None:
        parts.append(_("next expiry"))
    if line.get("eta_s") is not None:
        parts.append(duration(round(line["eta_s"] / 60)))
    return _("from %(warehouse)s: %(parts)s") % {"warehouse": local_name(warehouse), "parts": _(", ").join(parts)}


def shortfall_words(short: Mapping[str, Any], warehouses: Names) -> str:
    """“80 short: Baisha below its floor”."""
    reasons = [reason_words(kind, warehouses.get(source), amount) for kind, source, amount in short.get("reasons", ())]
    return _("%(n)s short: %(reasons)s") % {"n": _number(short["missing"]), "reasons": _("; ").join(reasons)}


def reason_words(kind: str, warehouse: Any, amount: Any) -> str:
    """One reason why a need is not met."""
    name = local_name(warehouse) if warehouse is not None else ""
    values = {"warehouse": name, "n": _number(amount)}
    words = {
        "floor": _("%(warehouse)s would fall below its floor (%(n)s kept)"),
        "no_way": _("no road from %(warehouse)s, which has %(n)s"),
        "no_room": _("the vehicles of %(warehouse)s are full, %(n)s left behind"),
        "urgent": _("%(n)s go to more urgent needs"),
        "none": _("nothing more is available within reach"),
        "by_hand": _("left out by hand"),
    }
    return words.get(kind, words["none"]) % values


def solver_words(proposal: Mapping[str, Any]) -> str:
    """How the answer came about, honestly."""
    if proposal.get("by_hand"):
        return _("Changed by hand and checked.")
    if proposal.get("solver") == "optimal":
        return _("Proven to be the best answer.")
    if proposal.get("solver") == "feasible":
        gap = 100 * (proposal.get("gap") or 0)
        return _("At most %(gap)s %% from the best answer.") % {"gap": f"{gap:.2f}"}
    if proposal.get("why") == "away":
        return _("Nearest first: the solver is not available.")
    return _("Nearest first: the solver was not finished within its limit.")


def trouble_words(trouble: Mapping[str, Any], warehouses: Names, items: Names) -> str:
    """What is wrong with a line changed by hand."""
    values = {
        "warehouse": local_name(warehouses.get(trouble.get("warehouse") or 0)),
        "item": local_name(items.get(trouble.get("item") or 0)),
        "n": _number(trouble.get("amount")),
    }
    words = {
        "over": _("%(warehouse)s: %(n)s of %(item)s more than is available"),
        "lot_over": _("%(warehouse)s: %(n)s of %(item)s more than this batch holds"),
        "floor": _("%(warehouse)s: %(item)s falls %(n)s below its floor"),
        "no_way": _("%(warehouse)s: no road to the destination"),
        "no_room": _("%(warehouse)s: more than its vehicles carry at once"),
        "late": _("%(warehouse)s: %(item)s arrives %(n)s min late"),
        "too_much": _("%(item)s: %(n)s more than was asked for"),
        "short": _("%(item)s: %(n)s short"),
    }
    return words[trouble["kind"]] % values


def _number(value: Any) -> str:
    return plain(Decimal(str(value))) if value is not None else "–"
