"""The full report: its six groups and their fields, beyond the figures every report has; one table for form, API and screen.

Counts are whole, areas in hectares (公顷), lengths in km, losses in 10,000 yuan (万元). Empty is unknown, never 0 (R-B1).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise
COUNT, AMOUNT, TEXT = "count", "amount", "text"
MOST = Decimal(10) ** 9
LONGEST = 2000


@dataclass(frozen=True)
class Detail:
    """One field: its name on the wire, its label with the unit in brackets, and its kind."""

    name: str
    label: Words
    kind: str = COUNT
    unit: Words = ""


@dataclass(frozen=True)
class Group:
    """A task of the full report."""

    name: str
    label: Words
    fields: tuple[Detail, ...]


_PERSONS, _HOUSES, _HECTARES = pgettext_lazy("unit", "people"), _("rooms"), _("ha")
_LOSS = _("10,000 yuan")

GROUPS: tuple[Group, ...] = (
    Group("basic", _("Basic"), (Detail("cause", _("Cause and course"), TEXT), Detail("trend", _("Trend"), TEXT))),
    Group(
        "people",
        _("People"),
        (
            Detail("affected", _("Affected"), COUNT, _PERSONS),
            Detail("sheltered", _("Sheltered together"), COUNT, _PERSONS),
            Detail("sheltered_apart", _("Sheltered with others"), COUNT, _PERSONS),
            Detail("need_relief", _("Need relief for daily life"), COUNT, _PERSONS),
        ),
    ),
    Group(
        "housing",
        _("Housing"),
        (
            Detail("collapsed_households", _("Households with collapsed houses"), COUNT, _("households")),
            Detail("collapsed_rooms", _("Collapsed"), COUNT, _HOUSES),
            Detail("severely_damaged_rooms", _("Severely damaged"), COUNT, _HOUSES),
            Detail("damaged_rooms", _("Damaged"), COUNT, _HOUSES),
            Detail("housing_loss", _("Loss of housing"), AMOUNT, _LOSS),
        ),
    ),
    Group(
        "crops",
        _("Crops"),
        (
            Detail("crops_affected", _("Area affected"), AMOUNT, _HECTARES),
            Detail("crops_damaged", _("Area damaged"), AMOUNT, _HECTARES),
            Detail("crops_lost", _("Area without harvest"), AMOUNT, _HECTARES),
            Detail("livestock_dead", _("Large livestock dead"), COUNT, _("head")),
            Detail("farming_loss", _("Loss of farming"), AMOUNT, _LOSS),
        ),
    ),
    Group(
        "infrastructure",
        _("Infrastructure"),
        (
            Detail("roads_cut", _("Roads cut"), COUNT, pgettext_lazy("unit", "places")),
            Detail("roads_damaged_km", _("Roads damaged"), AMOUNT, _("km")),
            Detail("power_cut", _("Without power"), COUNT, _("households")),
            Detail("water_cut", _("Without water"), COUNT, _("households")),
            Detail("network_cut", _("Without telephone and network"), COUNT, _("villages")),
            Detail("infrastructure_loss", _("Loss of infrastructure"), AMOUNT, _LOSS),
        ),
    ),
    Group(
        "needs",
        _("Needs and measures"),
        (
            Detail("leader_on_site", _("Who leads on the spot, with phone"), TEXT),
            Detail("measures", _("Measures taken"), TEXT),
            Detail("needs", _("What is needed"), TEXT),
        ),
    ),
)
FIELDS: dict[str, Detail] = {field.name: field for group in GROUPS for field in group.fields}


def clean_details(given: Mapping[str, Any], errors: dict[str, Any]) -> dict[str, int | float | str]:
    """Known fields with a value; `errors` names each `details.<field>` that cannot be kept. Empty and null are left out."""
    result: dict[str, int | float | str] = {}
    for name, value in given.items():
        field = FIELDS.get(name)
        if field is None:
            errors[f"details.{str(name)[:40]}"] = _("This field is not known.")
        elif value is None or value == "":
            continue
        elif field.kind == TEXT:
            _keep_text(name, value, result, errors)
        else:
            _keep_number(field, value, result, errors)
    return result


def _keep_text(name: str, value: Any, result: dict[str, Any], errors: dict[str, Any]) -> None:
    if not isinstance(value, str):
        errors[f"details.{name}"] = _("This must be text.")
    elif len(value) > LONGEST:
        errors[f"details.{name}"] = _("Too long: at most %(limit)s characters.") % {"limit": LONGEST}
    elif value.strip():
        result[name] = value.strip()


def _keep_number(field: Detail, value: Any, result: dict[str, Any], errors: dict[str, Any]) -> None:
    number = None
    if isinstance(value, int | float | str | Decimal) and not isinstance(value, bool) and len(str(value)) <= 24:
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            number = None
    if number is None or not number.is_finite() or not 0 <= number <= MOST:
        errors[f"details.{field.name}"] = _("Give a number of 0 or more, or leave it unknown.")
    elif field.kind == COUNT and number != int(number):
        errors[f"details.{field.name}"] = _("It must be a whole number.")
    else:
        number = round(number, 2)
        result[field.name] = int(number) if number == int(number) else float(number)


def detail_rows(details: Mapping[str, Any]) -> list[tuple[Words, list[tuple[Detail, Any]]]]:
    """What a report holds, by group, for the screen; groups without a value are left out."""
    rows = [(group.label, [(f, details[f.name]) for f in group.fields if f.name in details]) for group in GROUPS]
    return [(label, fields) for label, fields in rows if fields]
