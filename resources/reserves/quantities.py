"""Quantities as people and programs write them: decimal(14,3) in the item's unit, refused in words when they are not."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from core.errors import UnprocessableError
from core.text import half_width

LARGEST = Decimal("99999999999.999")
STEP = Decimal("0.001")


def wrong(message: str, field: str = "quantity") -> UnprocessableError:
    """The refusal of one field."""
    return UnprocessableError(_("Some fields need correction."), errors={field: message})


def quantity_of(value: Any, item: Any, *, field: str = "quantity", zero: bool = False) -> Decimal:
    """The quantity in the item's unit; UnprocessableError when it is no number, not above 0, too fine or too large."""
    if isinstance(value, bool) or value is None or value == "":
        raise wrong(_("Fill this in."), field)
    try:
        text = half_width(value).strip() if isinstance(value, str) else str(value)
        amount = Decimal(text)
    except (InvalidOperation, ValueError) as error:
        raise wrong(_("Not a number."), field) from error
    if not amount.is_finite():
        raise wrong(_("Not a number."), field)
    if amount < 0 or (amount == 0 and not zero):
        raise wrong(_("0 or more.") if zero else _("More than 0."), field)
    if amount > LARGEST:
        raise wrong(_("At most %(most)s.") % {"most": f"{LARGEST:,}"}, field)
    if amount != amount.quantize(STEP):
        raise wrong(_("At most three decimals."), field)
    if item.unit.whole and amount != amount.to_integral_value():
        raise wrong(_("%(item)s is counted in whole %(unit)s.") % {"item": item, "unit": item.unit}, field)
    return amount.quantize(STEP)


def plain(value: Decimal | None) -> str:
    """A quantity without trailing zeros: 12, 0.5; "–" when unknown."""
    if value is None:
        return "–"
    text = f"{value:,.3f}".rstrip("0").rstrip(".")
    return text or "0"


def number(value: Decimal | None) -> int | float | None:
    """A quantity as a JSON number: whole where it is whole; decimal(14,3) survives in a double."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
