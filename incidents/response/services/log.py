"""The incident's log: append-only; a correction strikes an earlier line and leaves it readable (R-C6)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import ConflictError, NotFoundError
from incidents.response.events import (
    INCIDENT_CORRECTED,
    INCIDENT_DECIDED,
    INCIDENT_NOTED,
    INCIDENT_PINNED,
    INCIDENT_UNPINNED,
)
from incidents.response.models import Incident, LogEntry, LogKind
from incidents.response.services.common import clean_moment, clean_text, incident_lock, refuse, tell
from organizations import ownership
from organizations.models import User
from organizations.roles import Permission

TEXT_LIMIT = 10_000
MAX_PINNED = 10
SHOWN = 300  # characters of a line that travel in its event


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


@transaction.atomic
def incident_note(
    *, incident: Incident, text: str, kind: str = LogKind.NOTE, occurred_at: datetime | None = None, actor: User
) -> LogEntry:
    """Write a note or a decision into the log, also of a closed incident."""
    incident = incident_lock(incident)
    if kind not in (LogKind.NOTE, LogKind.DECISION):
        refuse("kind", _("A log entry is a note or a decision."))
    ownership.require(actor, Permission.INCIDENT_CHANGE, incident)
    words = clean_text(text, "text", TEXT_LIMIT, needed=True)
    moment = clean_moment(occurred_at, "occurred_at") if occurred_at else None
    entry = LogEntry.objects.create(incident=incident, kind=kind, text=words, author=actor, occurred_at=moment)
    told = INCIDENT_DECIDED if kind == LogKind.DECISION else INCIDENT_NOTED
    data = {"entry": entry.pk, "text": _short(words)}
    tell(told, incident, actor=actor, data=data, occurred_at=moment, drawn=False)
    return entry


@transaction.atomic
def incident_decision(*, incident: Incident, text: str, occurred_at: datetime | None = None, actor: User) -> LogEntry:
    """Write a decision into the log."""
    return incident_note(incident=incident, text=text, kind=LogKind.DECISION, occurred_at=occurred_at, actor=actor)


@transaction.atomic
def incident_correct(*, incident: Incident, entry: int, text: str, actor: User) -> LogEntry:
    """Strike an entry (its id) and say what is right instead; the struck line stays in the log for ever."""
    incident = incident_lock(incident)
    struck = LogEntry.objects.select_for_update().filter(pk=entry, incident=incident).first()
    if struck is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    if LogEntry.objects.filter(strikes=struck).exists():
        raise ConflictError(_("This line has been corrected already."))
    ownership.require(actor, Permission.INCIDENT_CHANGE, incident)
    words = clean_text(text, "text", TEXT_LIMIT, needed=True)
    correction = LogEntry.objects.create(
        incident=incident, kind=LogKind.CORRECTION, text=words, strikes=struck, author=actor
    )
    data = {"entry": correction.pk, "strikes": struck.pk, "struck": _short(struck.text), "text": _short(words)}
    tell(INCIDENT_CORRECTED, incident, actor=actor, data=data, drawn=False)
    return correction


@transaction.atomic
def incident_pin(*, incident: Incident, entry: int, pinned: bool, actor: User) -> Incident:
    """Keep a line (its id) at the top of the log, at most MAX_PINNED of them, or let it go; the line is not changed."""
    incident = incident_lock(incident)
    line = LogEntry.objects.filter(pk=entry, incident=incident).first()
    if line is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    if (line.pk in incident.pinned) == pinned:
        raise ConflictError(_("It is so already."))
    if pinned and len(incident.pinned) >= MAX_PINNED:
        raise ConflictError(_("At most %(n)s lines are pinned. Let one go first.") % {"n": MAX_PINNED})
    ownership.require(actor, Permission.INCIDENT_CHANGE, incident)
    incident.pinned = [*incident.pinned, line.pk] if pinned else [pk for pk in incident.pinned if pk != line.pk]
    incident.save(update_fields=["pinned", "updated_at"])
    data = {"entry": line.pk, "text": _short(line.text)}
    tell(INCIDENT_PINNED if pinned else INCIDENT_UNPINNED, incident, actor=actor, data=data, drawn=False)
    return incident
