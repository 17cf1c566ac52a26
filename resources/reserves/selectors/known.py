"""Whether something another room keeps is known to the actor, asked of the record (R-D3)."""

from django.utils.translation import gettext as _

from core.errors import UnprocessableError
from core.text import half_width
from organizations import access
from timeline.selectors import events, events_of


def incident_known(subject: str, *, actor: access.Actor) -> bool:
    """Whether the actor has ever heard of this incident (`incident:12`): only then goods may be booked on it."""
    return not subject or events_of(subject, actor).exists()


def incident_named(words: str, *, actor: access.Actor) -> str:
    """The subject string of an incident the actor knows, by its number, id or subject; "" for none. Else 422 in words."""
    said = half_width(words or "").strip()
    if not said:
        return ""
    bare = said.removeprefix("incident:")
    if bare.isascii() and bare.isdigit() and len(bare) < 12:
        subject = f"incident:{int(bare)}"
        if incident_known(subject, actor=actor):
            return subject
    else:
        opened = events(actor).filter(kind="incident.opened", data__number=said.upper())
        found = opened.values_list("subject", flat=True).first()
        if found:
            return found
    message = _("No such incident.")
    raise UnprocessableError(message, errors={"incident": message})
