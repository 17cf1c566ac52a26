"""Template tags of the supply screens."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template

from resources.reserves.quantities import plain

register = template.Library()


@register.simple_tag
def typed_or(typed: Mapping[str, str] | str | None, prefix: str, key: int, otherwise: Any) -> str:
    """What was typed into `<prefix>_<key>` before a refusal, else the value offered."""
    if isinstance(typed, Mapping) and f"{prefix}_{key}" in typed:
        return str(typed[f"{prefix}_{key}"])
    return plain(otherwise).replace(",", "") if isinstance(otherwise, Decimal) else str(otherwise)
