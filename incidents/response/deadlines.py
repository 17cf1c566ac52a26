"""What is owed in an incident's life, and what happens when it passes."""

from django.utils.translation import gettext_lazy as _

from clocks.kinds import ClockKind, register
from clocks.models import Deadline
from incidents.response.events import HANDOVER_OVERDUE
from organizations.models import Jurisdiction
from timeline.services import record


def _handover_overdue(deadline: Deadline) -> None:
    """Both sides hear that an offer was not answered; the item stays with its owner."""
    sides = {deadline.data.get("jurisdiction"), deadline.data.get("from_jurisdiction")} - {None}
    places = list(Jurisdiction.objects.filter(pk__in=sides))
    if not places:
        return
    record(
        HANDOVER_OVERDUE[deadline.subject.partition(":")[0]],
        deadline.subject,
        jurisdiction=places[0],
        also=[*places, deadline.jurisdiction],
        permission=deadline.permission,
        actor=None,
        data={key: deadline.data.get(key, "") for key in ("number", "from", "from_en", "to", "to_en")},
    )


HANDOVER_ACCEPT = register(
    ClockKind(
        "handover.accept", _("Answer a handover"), seconds=15 * 60, warn_seconds=10 * 60, on_breach=_handover_overdue
    )
)
