"""What a report arrives as, from any door, and what is wrong with it in words (no database here)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.text import clean_name
from incidents.reports.details import clean_details
from incidents.response.labels import MAX_NAME, MAX_NAMES, split_names, split_tags, too_many
from incidents.response.models import FIGURES, Grade, Source

MAX_NARRATIVE = 20_000
MAX_PERSONS = 2_000_000_000
MAX_LOSS = Decimal("9999999999999")
CLOCK_SKEW = timedelta(minutes=5)
EARLIEST_YEAR = 2000

Errors = dict[str, str | Promise]


@dataclass(frozen=True, slots=True)
class ReportData:
    """One report as told. Times are aware; `location` is (lon, lat) WGS 84 or a Point; codes are looked up later.

    A figure that is absent or None is unknown, never 0. `client_key` makes a form sent twice one report.
    """

    source: str = Source.COUNTY_STAFF
    description: str = ""
    title: str = ""
    event_type: str | None = None
    jurisdiction: str | None = None
    location: tuple[float, float] | Point | None = None
    coordinate_source: str = ""
    place: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)
    occurred_at: datetime | None = None
    received_at: datetime | None = None
    reporter_name: str = ""
    reporter_phone: str = ""
    client_key: UUID | None = None
    chosen_grade: int | None = None
    tags: tuple[str, ...] = ()
    involved: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    channel: str = ""


@dataclass(slots=True)
class Clean:
    """The same, checked: ready to be stored once type and place are resolved."""

    title: str
    description: str
    place: str
    point: tuple[float, float] | None
    swapped: bool
    figures: dict[str, int | float | None]
    details: dict[str, int | float | str]
    occurred_at: datetime
    received_at: datetime
    errors: Errors
    tags: list[str]
    involved: list[str]


def clean(data: ReportData) -> Clean:
    """Normalise and check everything that needs no database; `errors` maps a field to its message."""
    errors: Errors = {}
    received = data.received_at or timezone.now()
    occurred = data.occurred_at or received
    _check_times(occurred, received, errors)
    description, title, place = data.description.strip(), clean_name(data.title), clean_name(data.place)
    if not description and not title:
        errors["description"] = _("Say what happened: a title or a description.")
    _check_lengths(
        errors,
        description=(description, MAX_NARRATIVE),
        title=(title, 200),
        place=(place, 300),
        reporter_name=(data.reporter_name, 60),
        reporter_phone=(data.reporter_phone, 40),
    )
    tags, involved = split_tags(" ".join(data.tags)), split_names("、".join(data.involved))
    _check_labels(data.chosen_grade, tags, involved, errors)
    if data.source not in Source.values:
        errors["source"] = _("This source is not known.")
    point, swapped = clean_point(data.location, errors)
    figures = clean_figures(data.figures, errors)
    details = clean_details(data.details, errors)
    title = title or _short(description)
    return Clean(
        title, description, place, point, swapped, figures, details, occurred, received, errors, tags, involved
    )


def _check_labels(grade: int | None, tags: list[str], involved: list[str], errors: Errors) -> None:
    if grade is not None and grade not in Grade.values:
        errors["chosen_grade"] = _("The grade is 1, 2, 3 or 4.")
    if too_many(tags):
        errors["tags"] = _("At most 10 tags of at most 20 characters each.")
    if len(involved) > MAX_NAMES or any(len(name) > MAX_NAME for name in involved):
        errors["involved"] = _("At most 20 units of at most 100 characters each.")


def _short(text: str) -> str:
    first = text.split("\n", 1)[0].strip()
    return first if len(first) <= 40 else first[:39] + "…"


def _check_lengths(errors: Errors, **texts: tuple[str, int]) -> None:
    for name, (text, limit) in texts.items():
        if len(text) > limit:
            errors[name] = _("Too long: at most %(limit)s characters.") % {"limit": limit}


def _check_times(occurred: datetime, received: datetime, errors: Errors) -> None:
    if timezone.is_naive(occurred) or timezone.is_naive(received):
        errors["occurred_at"] = _("Give the time with its offset.")
        return
    latest = timezone.now() + CLOCK_SKEW
    if received > latest:
        errors["received_at"] = _("This time lies in the future.")
    if occurred > latest or occurred > received + CLOCK_SKEW:
        errors["occurred_at"] = _("This time lies in the future.")
    elif occurred.year < EARLIEST_YEAR:
        errors["occurred_at"] = _("This time lies too far in the past.")


def clean_point(location: Any, errors: Errors) -> tuple[tuple[float, float] | None, bool]:
    """((lon, lat), turned round?) of a pair; a latitude beyond 90 with a possible longitude is a swapped pair."""
    if location is None:
        return None, False
    lon, lat = (location.x, location.y) if isinstance(location, Point) else location
    if abs(lon) <= 180 and abs(lat) <= 90:
        return (lon, lat), False
    if abs(lat) <= 180 and abs(lon) <= 90:
        return (lat, lon), True
    errors["location"] = _("These coordinates are not on the earth: longitude −180…180, latitude −90…90.")
    return None, False


def clean_figures(figures: Mapping[str, Any], errors: Errors) -> dict[str, int | float | None]:
    """Known figures as numbers; unknown stays None. Persons are whole, the loss has two decimals."""
    result: dict[str, int | float | None] = {}
    for name, value in figures.items():
        if name not in FIGURES:
            errors[f"figures.{name}"] = _("This figure is not known.")
            continue
        if value is None or value == "":
            result[name] = None
            continue
        number = _number(value)
        if number is None or number < 0 or number > (MAX_LOSS if name == "loss_cny" else MAX_PERSONS):
            errors[f"figures.{name}"] = _("Give a number of 0 or more, or leave it unknown.")
        elif name == "loss_cny":
            amount = round(number, 2)
            result[name] = int(amount) if amount == int(amount) else float(amount)
        elif number != int(number):
            errors[f"figures.{name}"] = _("People are counted in whole numbers.")
        else:
            result[name] = int(number)
    return result


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value)) if len(str(value)) <= 24 else None
    except (InvalidOperation, ValueError):
        return None
    return number if number is not None and number.is_finite() else None
