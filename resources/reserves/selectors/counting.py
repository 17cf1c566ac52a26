"""A count as its counters and its approver may see it: booked figures only when counting is over (R-D3)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.errors import NotFoundError
from organizations import access
from resources.reserves.models import Count, CountLine, CountState
from resources.reserves.selectors.work import counts_of

OPEN = (CountState.COUNTING, CountState.RECOUNTING)


@dataclass(frozen=True)
class Sheet:
    """The lines of a count. `blind`: no booked figure may be shown; `lines`: those to be counted now come first."""

    count: Count
    lines: list[CountLine]
    blind: bool

    @property
    def todo(self) -> list[CountLine]:
        """Lines that take a figure now."""
        return [line for line in self.lines if to_count(self.count, line)]

    @property
    def done(self) -> int:
        """How many of those have one."""
        return sum(1 for line in self.todo if figure_now(self.count, line) is not None)

    @property
    def different(self) -> list[CountLine]:
        """Lines whose first figure is not the booked one."""
        return [line for line in self.lines if line.counted is not None and line.counted != line.booked]


def to_count(count: Count, line: CountLine) -> bool:
    """Whether a figure may be entered for this line now."""
    if count.state == CountState.RECOUNTING:
        return line.counted != line.booked
    return count.state == CountState.COUNTING


def figure_now(count: Count, line: CountLine) -> Decimal | None:
    """The figure of the round that runs."""
    return line.recounted if count.state == CountState.RECOUNTING else line.counted


def count_get(actor: access.Actor, key: Any) -> Count:
    """A count within reach by id; NotFoundError otherwise."""
    found = counts_of(actor).filter(pk=key).first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found


def sheet(actor: access.Actor, count: Count) -> Sheet:
    """The count's sheet, in the order in which one walks through the store."""
    seen = counts_of(actor).filter(pk=count.pk)
    rows = CountLine.objects.filter(count__in=seen).select_related(
        "account__item__unit", "account__lot__item", "counted_by", "recounted_by"
    )
    lines = list(rows.order_by("account__position", "account__item__code", "pk"))
    return Sheet(count, lines, blind=count.blind and count.state in OPEN)
