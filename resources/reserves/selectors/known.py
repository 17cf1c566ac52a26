"""Whether something another room keeps is known to the actor, asked of the record (R-D3)."""

from organizations import access
from timeline.selectors import events_of


def incident_known(subject: str, *, actor: access.Actor) -> bool:
    """Whether the actor has ever heard of this incident (`incident:12`): only then goods may be booked on it."""
    return not subject or events_of(subject, actor).exists()
