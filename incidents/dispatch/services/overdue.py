"""An order nobody acknowledged within its limit becomes visible and loud (R-C3, R-B2)."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clocks.kinds import ClockKind
from clocks.models import Deadline
from incidents.dispatch.events import DISPATCH_OVERDUE
from incidents.dispatch.models import DispatchStatus
from incidents.dispatch.services.common import dispatch_lock, tell


def dispatch_mark_overdue(deadline: Deadline) -> None:
    """Reaction of the sweeper, in its transaction. Does not wait for a team answering this very moment: tried again."""
    dispatch = dispatch_lock(int(deadline.subject.partition(":")[2]), nowait=True)
    if dispatch.status != DispatchStatus.ORDERED:
        return
    dispatch.overdue = True
    dispatch.version += 1
    dispatch.save(update_fields=["overdue", "version"])
    tell(DISPATCH_OVERDUE, dispatch, at=timezone.now(), actor=None)


ACKNOWLEDGE = ClockKind(
    "dispatch.acknowledge", _("Acknowledge an order"), seconds=180, warn_seconds=120, on_breach=dispatch_mark_overdue
)
