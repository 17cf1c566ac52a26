"""How late something is."""

from datetime import datetime

from django.utils import timezone

from clocks.models import Deadline


def late_by_s(deadline: Deadline, now: datetime | None = None) -> int:
    """Seconds past due: at the moment it was met, or until now; 0 while in time or cancelled."""
    if deadline.cancelled_at and not deadline.met_at:
        return 0
    end = deadline.met_at or now or timezone.now()
    return max(0, int((end - deadline.due_at).total_seconds()))
