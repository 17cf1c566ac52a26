"""What every dispatch service needs: locks in one order, field times that can have been, the event.

Locks are taken in the order incident, team (by ascending id), assignment, so that no two services wait for each other.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import NotFoundError, UnprocessableError
from incidents.dispatch.features import dispatch_data
from incidents.dispatch.models import Dispatch, DispatchStep
from incidents.response.models import Incident
from organizations import ownership
from organizations.access import Actor
from organizations.roles import Permission
from timeline.kinds import Kind
from timeline.services import record

# Clocks of phones and vehicles differ from the server's by this much without anybody noticing.
SKEW = timedelta(seconds=60)
EARLIEST_YEAR = 1900
TEXT_LIMITS = {"task": 500, "reason": 300}

_PLACES = ("jurisdiction", "owner_unit__jurisdiction", "handover_to__jurisdiction")


def incident_for_order(incident: Incident) -> Incident:
    """The incident as it is now, locked against closing; boundaries are left in the database."""
    rows = Incident.objects.select_for_update(of=("self",), no_key=True).select_related(*_PLACES)
    found = rows.defer(*(f"{place}__boundary" for place in _PLACES)).filter(pk=incident.pk).first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found


def dispatch_lock(dispatch_id: int, *, nowait: bool = False) -> Dispatch:
    """The assignment as it is now, locked; with everything its event needs."""
    rows = Dispatch.objects.select_for_update(of=("self",), no_key=True, nowait=nowait)
    rows = rows.select_related(*(f"incident__{place}" for place in _PLACES), "team__jurisdiction", "jurisdiction")
    heavy = ("team__jurisdiction__boundary", "jurisdiction__boundary")
    rows = rows.defer(*(f"incident__{place}__boundary" for place in _PLACES), *heavy)
    found = rows.filter(pk=dispatch_id).first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found


def clean_text(value: str, field: str, *, needed: bool = False) -> str:
    """Text within its limit; UnprocessableError names the field."""
    text = value.strip()
    if needed and not text:
        raise UnprocessableError(_("Say why."), errors={field: _("This cannot be empty.")})
    if len(text) > TEXT_LIMITS[field]:
        message = _("At most %(n)s characters.") % {"n": TEXT_LIMITS[field]}
        raise UnprocessableError(_("Some fields need correction."), errors={field: message})
    return text


def clean_at(at: datetime | None, *, now: datetime, earliest: datetime | None = None, since: str = "") -> datetime:
    """The field time: given or now; never in the future or before `earliest`, give or take the skew of clocks."""
    if at is None:
        return now
    moment = timezone.make_aware(at) if timezone.is_naive(at) else at
    if moment > now + SKEW:
        raise UnprocessableError(_("This time lies in the future."), errors={"at": _("This time lies in the future.")})
    if moment.year < EARLIEST_YEAR:
        message = _("This time lies before the year %(year)s.") % {"year": EARLIEST_YEAR}
        raise UnprocessableError(message, errors={"at": message})
    if earliest is not None and moment < earliest - SKEW:
        local = timezone.localtime(earliest)
        message = _("Earlier than “%(status)s” at %(time)s.") % {"status": since, "time": f"{local:%Y-%m-%d %H:%M:%S}"}
        raise UnprocessableError(message, errors={"at": message})
    return moment


def step_add(dispatch: Dispatch, *, at: datetime, now: datetime, reason: str, actor: Actor | None) -> None:
    """One line of the assignment's history: field time, server time, who said so."""
    DispatchStep.objects.create(
        dispatch=dispatch,
        status=dispatch.status,
        field_at=at,
        server_at=now,
        actor=actor if actor is not None and actor.is_authenticated else None,
        reason=reason,
    )


def tell(kind: Kind, dispatch: Dispatch, *, at: datetime, actor: Actor | None) -> None:
    """Record the event for all who see the incident, all who see incidents where the team is from, and its leader."""
    people: Iterable[int] = [dispatch.team.leader_id] if dispatch.team.leader_id else []
    record(
        kind,
        dispatch,
        jurisdiction=dispatch.jurisdiction,
        permission=Permission.INCIDENT_VIEW,
        actor=actor,
        data=dispatch_data(dispatch, at=at),
        related=[dispatch.incident, dispatch.team],
        people=people,
        also=[*ownership.seeing_places(dispatch.incident), dispatch.team.jurisdiction],
        occurred_at=at,
    )
