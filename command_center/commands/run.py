"""Doing what a line says, and taking it back within seconds: through the same services as the buttons (R-C3, R-C7)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from command_center.commands.reading import READY, Done, Picks, Reading
from command_center.commands.resolve import read
from core.errors import ConflictError, UnprocessableError
from incidents.dispatch.selectors import dispatch_get
from incidents.dispatch.services import dispatch_undo
from incidents.response.models import Status
from incidents.response.selectors import incident_get
from incidents.response.services import incident_change_status, incident_correct, incident_grade
from organizations.models import User
from resources.teams.selectors import team_get
from resources.teams.services import team_set_readiness

UNDO_S = 10
_SALT = "command.undo"


def run(line: str, picks: Picks, *, shown: str, actor: User) -> tuple[Reading, Done]:
    """Do what the echo said: ConflictError when the line reads differently by now, UnprocessableError when it is not whole."""
    reading = read(line, picks, actor=actor)
    if reading.state != READY or reading.act is None:
        raise UnprocessableError(reading.text, extra={"reading": reading.shown()})
    if shown and shown != reading.text:
        words = _("It reads differently by now: %(text)s. Nothing was done; look again.") % {"text": reading.text}
        raise ConflictError(words, extra={"reading": reading.shown()})
    return reading, reading.act()


def seal(undo: Mapping[str, Any] | None, *, actor: User) -> str:
    """What would take an act back, sealed for its author; "" when nothing can."""
    return signing.dumps({**undo, "by": actor.pk}, salt=_SALT) if undo else ""


def take_back(sealed: str, *, actor: User) -> str:
    """Undo what a seal names, within ten seconds and as if by hand: in words. ConflictError when it is too late."""
    try:
        undo = signing.loads(sealed, salt=_SALT, max_age=UNDO_S + 1)
    except signing.BadSignature:
        raise ConflictError(_("It is too late to undo this here.")) from None
    if undo.get("by") != actor.pk:
        raise ConflictError(_("Only who did it can undo it here."))
    with transaction.atomic():
        return _BACK[undo["what"]](undo, actor)


def _orders(undo: Mapping[str, Any], actor: User) -> str:
    done, refused = [], ""
    for pk in undo["ids"]:
        try:
            done.append(dispatch_undo(dispatch=dispatch_get(actor, pk), actor=actor))
        except ConflictError as error:
            refused = refused or str(error.message)
    if not done:
        raise ConflictError(refused or _("There is nothing to undo."))
    names = _(", ").join(str(order.team) for order in done)
    return f"{_('Orders undone: %(teams)s.') % {'teams': names}} {refused}".strip()


def _note(undo: Mapping[str, Any], actor: User) -> str:
    incident = incident_get(pk=undo["id"], actor=actor)
    incident_correct(incident=incident, entry=undo["entry"], text=_("Withdrawn at once by its author."), actor=actor)
    return _("The note is struck; the line stays readable in the log.")


def _grade(undo: Mapping[str, Any], actor: User) -> str:
    incident = incident_get(pk=undo["id"], actor=actor)
    if incident.grade != undo["is"] or incident.version != undo["version"]:
        raise ConflictError(_("Somebody has changed it since; nothing was undone."))
    incident_grade(incident=incident, grade=undo["to"], reason=_("Undone at once by its author."), actor=actor)
    return _("The former grade holds again.")


def _readiness(undo: Mapping[str, Any], actor: User) -> str:
    team = team_get(actor, undo["id"])
    if team.readiness != undo["is"]:
        raise ConflictError(_("Somebody has changed it since; nothing was undone."))
    team = team_set_readiness(team=team, to=undo["to"], actor=actor)
    return _("%(team)s: %(status)s") % {"team": team, "status": team.get_readiness_display()}


def _close(undo: Mapping[str, Any], actor: User) -> str:
    incident = incident_get(pk=undo["id"], actor=actor)
    if incident.version != undo["version"]:
        raise ConflictError(_("Somebody has changed it since; nothing was undone."))
    reason = _("Undone at once by its author.")
    incident_change_status(incident=incident, to=Status.HANDLING, reason=reason, actor=actor)
    return _("The incident is open again.")


_BACK: dict[str, Callable[[Mapping[str, Any], User], str]] = {
    "orders": _orders,
    "note": _note,
    "grade": _grade,
    "readiness": _readiness,
    "close": _close,
}
