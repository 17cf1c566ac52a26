"""Quantities and places as the pages of reserves write them."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from core.templatetags.components import local_name
from resources.reserves.quantities import plain

register = template.Library()


@register.filter
def qty(value: Decimal | None) -> str:
    """A quantity without trailing zeros, thousands apart; unknown is a dash."""
    return plain(value)


@register.filter
def place_of(account: Any) -> str:
    """An account in words: what it is, and in which warehouse."""
    kind = account.get_kind_display()
    return f"{local_name(account.warehouse)} · {kind}" if account.warehouse else str(kind)


@register.inclusion_tag("reserves/_figures.html")
def figures(stock: Any, unit: Any, size: str = "") -> dict[str, Any]:
    """On hand · reserved · available · callable, side by side and never added; `size`: "" or "large"."""
    parts = [
        ("on-hand", _("On hand"), stock.on_hand),
        ("reserved", _("Reserved"), stock.reserved),
        ("available", _("Available"), stock.available),
        ("callable", _("Callable"), stock.callable),
    ]
    return {"parts": parts, "unit": unit, "size": size}
