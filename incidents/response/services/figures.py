"""The ledger of figures (R-B4): every statement with value, source, time and who entered it; none is ever changed."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import UnprocessableError
from incidents.response.events import INCIDENT_FIGURES_STATED
from incidents.response.models import FIGURES, Figure, FigureName, Incident
from incidents.response.services.common import clean_moment, clean_text, incident_lock, refuse, tell
from organizations import ownership
from organizations.models import User
from organizations.roles import Permission

Values = Mapping[str, Decimal | int | None]

# These only ever add up in the course of an event; a smaller one needs a written explanation.
CUMULATIVE = frozenset(FIGURES) - {FigureName.MISSING, FigureName.TRAPPED}
MOST = Decimal(10) ** 12


def clean_figures(values: Values) -> dict[str, Decimal | None]:
    """Known names, whole persons, not negative, yuan to the fen; None is a figure said to be unknown."""
    clean: dict[str, Decimal | None] = {}
    errors: dict[str, str] = {}
    for name, value in values.items():
        if name not in FIGURES:
            errors[name] = _("There is no such figure.")
            continue
        try:
            clean[name] = None if value is None else _number(name, value)
        except (ValueError, InvalidOperation) as error:
            errors[name] = str(error) if isinstance(error, ValueError) else _("This is not a number.")
    if errors:
        raise UnprocessableError(_("Some fields need correction."), errors=errors)
    return clean


def _number(name: str, value: Decimal | int | str) -> Decimal:
    number = Decimal(str(value))
    if not number.is_finite() or number < 0:
        raise ValueError(_("It must be 0 or more."))
    if number > MOST:
        raise ValueError(_("This number is too large."))
    places = 2 if name == FigureName.LOSS_CNY else 0
    if number != round(number, places):
        raise ValueError(_("At most two decimals.") if places else _("It must be a whole number."))
    return number


@transaction.atomic
def figure_state(
    *,
    incident: Incident,
    values: Values,
    source: str,
    as_of: datetime | None = None,
    note: str = "",
    report_id: int | None = None,
    actor: User,
) -> list[Figure]:
    """State figures of an incident, as of a time; a falling cumulative one needs a note saying why."""
    incident = incident_lock(incident)
    clean = clean_figures(values)
    if not clean:
        refuse("values", _("State at least one figure."))
    ownership.require(actor, Permission.INCIDENT_CHANGE, incident)
    moment = clean_moment(as_of or timezone.now(), "as_of")
    words = clean_text(note, "note", 300)
    if not words:
        _require_rising(incident, clean, moment)
    source = clean_text(source, "source", 200, needed=True)
    return figures_write(incident, clean, source=source, as_of=moment, note=words, report_id=report_id, actor=actor)


def _require_rising(incident: Incident, values: Mapping[str, Decimal | None], moment: datetime) -> None:
    falling: dict[str, str] = {}
    for name, value in values.items():
        if value is None or name not in CUMULATIVE:
            continue
        stated = Figure.objects.filter(incident=incident, name=name, value__isnull=False)
        before = stated.filter(as_of__lte=moment).order_by("-as_of", "-pk").values_list("value", flat=True).first()
        after = stated.filter(as_of__gt=moment).order_by("as_of", "pk").values_list("value", flat=True).first()
        if before is not None and value < before:
            falling[name] = _("It was %(was)s. Say in the note why it is smaller now.") % {"was": plain_number(before)}
        elif after is not None and value > after:
            falling[name] = _("Later it was only %(was)s. Say in the note why.") % {"was": plain_number(after)}
    if falling:
        raise UnprocessableError(_("A figure that adds up has become smaller."), errors=falling)


def figures_write(
    incident: Incident,
    values: Mapping[str, Decimal | int | None],
    *,
    source: str,
    as_of: datetime,
    note: str = "",
    report_id: int | None = None,
    actor: User,
) -> list[Figure]:
    """Append rows and tell; for services that hold the lock and have asked for permission."""
    clean = clean_figures(values)
    entered = timezone.now()
    rows = Figure.objects.bulk_create(
        Figure(
            incident=incident,
            name=name,
            value=value,
            source=source[:200],
            as_of=as_of,
            entered_at=entered,
            author=actor,
            report_id=report_id,
            note=note,
        )
        for name, value in clean.items()
    )
    words = {name: "?" if value is None else plain_number(value) for name, value in clean.items()}
    numbers = {name: None if value is None else float(value) for name, value in clean.items()}
    data = {**words, "figures": numbers, "source": source[:200], "note": note, "as_of": as_of.isoformat()}
    tell(INCIDENT_FIGURES_STATED, incident, actor=actor, data=data, occurred_at=as_of, drawn=False)
    return rows


def plain_number(value: Decimal | int) -> str:
    """Digits without an empty fraction or an exponent."""
    number = Decimal(value)
    return f"{number:f}" if number != number.to_integral_value() else f"{number.quantize(Decimal(1)):f}"
