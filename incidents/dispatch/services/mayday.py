"""A team in the field calls for help (求援): loud, on every screen that shows it, until somebody takes note (R-C3)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError
from incidents.dispatch.events import DISPATCH_MAYDAY, DISPATCH_MAYDAY_SEEN
from incidents.dispatch.models import Dispatch
from incidents.dispatch.selectors import may_respond
from incidents.dispatch.services.common import clean_text, dispatch_lock, tell
from organizations import ownership
from organizations.models import User
from organizations.roles import Permission


def _require(actor: User, dispatch: Dispatch) -> None:
    """Whoever reports the team's status, or orders teams to this incident: the call may come by radio."""
    if may_respond(actor, dispatch) or ownership.may(actor, Permission.DISPATCH_ORDER, dispatch.incident):
        return
    raise PermissionDenied(_("Only the team, or whoever orders teams here, may do this."))


@transaction.atomic
def dispatch_mayday(*, dispatch: Dispatch, note: str = "", actor: User) -> Dispatch:
    """The team calls for help; a second call before the first was taken note of is a ConflictError."""
    dispatch = dispatch_lock(dispatch.pk)
    if dispatch.is_over:
        raise ConflictError(_("This assignment is over."), extra={"status": str(dispatch.status)})
    if dispatch.mayday_open:
        raise ConflictError(_("It has called for help already; nobody has taken note yet."))
    _require(actor, dispatch)
    now = timezone.now()
    dispatch.mayday_at, dispatch.mayday_note = now, clean_text(note, "reason")
    dispatch.mayday_seen_at = dispatch.mayday_seen_by = None
    _save(dispatch)
    tell(DISPATCH_MAYDAY, dispatch, at=now, actor=actor)
    return dispatch


@transaction.atomic
def dispatch_mayday_seen(*, dispatch: Dispatch, actor: User) -> Dispatch:
    """Somebody takes note of the call: the alarm ends on every screen, the call stays in the record."""
    dispatch = dispatch_lock(dispatch.pk)
    if not dispatch.mayday_open:
        raise ConflictError(_("Nobody is calling for help here, or it was taken note of already."))
    ownership.require(actor, Permission.DISPATCH_ORDER, dispatch.incident)
    dispatch.mayday_seen_at, dispatch.mayday_seen_by = timezone.now(), actor
    _save(dispatch)
    tell(DISPATCH_MAYDAY_SEEN, dispatch, at=dispatch.mayday_seen_at, actor=actor)
    return dispatch


def _save(dispatch: Dispatch) -> None:
    dispatch.version += 1
    dispatch.save(update_fields=["mayday_at", "mayday_note", "mayday_seen_at", "mayday_seen_by", "version"])
