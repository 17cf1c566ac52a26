"""What is owed on the way of supplies, by whom, within which limit; limits are data (clocks.Limit), these are the defaults."""

from django.utils.translation import gettext_lazy as _

from clocks.kinds import ClockKind, register
from clocks.models import Deadline
from incidents.supply.events import LATE
from organizations.models import Jurisdiction
from timeline.services import record

HOUR = 3600


def _tell_late(deadline: Deadline) -> None:
    """Everybody who sees the request hears that a stage is late, and of which."""
    place = Jurisdiction.objects.get(pk=deadline.jurisdiction_id)
    record(
        LATE,
        deadline.subject,
        jurisdiction=place,
        permission=deadline.permission,
        actor=None,
        related=deadline.subjects,
        data={"number": deadline.data.get("number", ""), "what": str(LABELS.get(deadline.kind, deadline.kind))},
    )


def _kind(name: str, label: object, seconds: int, warn: int) -> ClockKind:
    return register(ClockKind(name, label, seconds=seconds, warn_seconds=warn, on_breach=_tell_late))  # type: ignore[arg-type]


APPROVE = _kind("supply.approve", _("Decide on a supply request"), HOUR // 2, HOUR // 4)
ALLOCATE = _kind("supply.allocate", _("Allocate supplies"), HOUR // 2, HOUR // 4)
PAPER = _kind("supply.paper", _("Paper of an oral order"), 48 * HOUR, 24 * HOUR)
SETTLE = _kind("supply.settle", _("Settle what became of the goods"), 7 * 24 * HOUR, 5 * 24 * HOUR)
PICK = _kind("shipment.pick", _("Begin to pick"), HOUR // 2, HOUR // 3)
LOAD = _kind("shipment.load", _("Load and hand over"), HOUR, HOUR * 2 // 3)
# Counted from the expected arrival.
ARRIVE = _kind("shipment.arrive", _("Arrive and be received"), HOUR // 2, 0)
RECOVER = _kind("shipment.recover", _("Get a stopped or recalled shipment moving or home"), 2 * HOUR, HOUR)
SWITCH = _kind("second_role.switch", _("Be ready for emergency use"), HOUR, HOUR * 2 // 3)
LABELS = {kind.name: kind.label for kind in (APPROVE, ALLOCATE, PAPER, SETTLE, PICK, LOAD, ARRIVE, RECOVER, SWITCH)}
