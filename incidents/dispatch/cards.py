"""An assignment as a card on screen: what it says and the buttons the reader may press, from the table in workflow.py."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from incidents.dispatch.limits import limits_of
from incidents.dispatch.models import Dispatch, DispatchStatus
from incidents.dispatch.selectors import may_order, may_respond, steps_open_to
from incidents.dispatch.workflow import REASON_NEEDED, UNDO_S
from organizations.access import Actor

# status → (words on the button, key while the card has the focus)
STEPS: dict[str, tuple[str | Promise, str]] = {
    DispatchStatus.ACKNOWLEDGED: (pgettext_lazy("step", "Acknowledge"), "2"),
    DispatchStatus.EN_ROUTE: (pgettext_lazy("step", "Set out"), "3"),
    DispatchStatus.ON_SCENE: (pgettext_lazy("step", "On scene"), "4"),
    DispatchStatus.RETURNING: (pgettext_lazy("step", "Return"), "5"),
    DispatchStatus.ENDED: (pgettext_lazy("step", "End"), "1"),
    DispatchStatus.RECALLED: (pgettext_lazy("step", "Recall"), "6"),
    DispatchStatus.DECLINED: (pgettext_lazy("step", "Decline"), "7"),
}


@dataclass(frozen=True)
class Step:
    """One button."""

    to: str
    label: str | Promise
    key: str
    asks: bool
    main: bool


@dataclass(frozen=True)
class Card:
    """One assignment with its buttons and the seconds left to undo it."""

    order: Dispatch
    steps: list[Step]
    undo_s: int
    warn_s: int = 0
    limit_s: int = 0
    phone: str = ""
    may_help: bool = False
    may_note: bool = False


def card(actor: Actor, order: Dispatch) -> Card:
    """The card of one assignment for one reader."""
    open_steps = steps_open_to(actor, order)
    steps = [
        Step(to, *STEPS[to], asks=to in REASON_NEEDED or to == DispatchStatus.RECALLED, main=index == 0)
        for index, to in enumerate(open_steps)
    ]
    left, orders = 0, may_order(actor, order.incident)
    if order.status == DispatchStatus.ORDERED and orders:
        left = max(0, UNDO_S - int((timezone.now() - order.entered_at).total_seconds()))
    warn_s, limit_s = limits_of(order)
    helps = not order.is_over and (orders or may_respond(actor, order))
    phone = order.team.leader_phone if orders else ""
    return Card(order, steps, left, warn_s, limit_s, phone, helps, orders and order.mayday_open)


def cards(actor: Actor, orders: Iterable[Dispatch]) -> list[Card]:
    """Cards in the order given."""
    return [card(actor, order) for order in orders]
