"""Members and vehicles of a team (R-D7). Personal data: never part of an event's data."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import NotFoundError, UnprocessableError
from core.text import clean_name
from organizations.access import Actor
from organizations.roles import Permission
from resources.teams.events import TEAM_MEMBER_CHANGED, TEAM_VEHICLE_CHANGED
from resources.teams.models import Team, TeamMember, Vehicle
from resources.teams.services.readiness import require_team_change, team_lock
from timeline.kinds import Kind
from timeline.services import record


@transaction.atomic
def member_save(*, team: Team, values: Mapping[str, Any], member_id: int | None = None, actor: Actor) -> TeamMember:
    """Add a member, or change one of this team's."""
    team = _open(team, actor)
    member = _row(TeamMember, team, member_id)
    for name in ("name", "phone", "post", "skills", "insured_until"):
        if name in values:
            setattr(member, name, clean_name(values[name]) if isinstance(values[name], str) else values[name])
    _store(member, TEAM_MEMBER_CHANGED, team, actor)
    return member


@transaction.atomic
def vehicle_save(*, team: Team, values: Mapping[str, Any], vehicle_id: int | None = None, actor: Actor) -> Vehicle:
    """Add a vehicle, or change one of this team's."""
    team = _open(team, actor)
    vehicle = _row(Vehicle, team, vehicle_id)
    for name in ("plate", "kind", "seats", "is_available"):
        if name in values:
            setattr(vehicle, name, clean_name(values[name]) if isinstance(values[name], str) else values[name])
    _store(vehicle, TEAM_VEHICLE_CHANGED, team, actor)
    return vehicle


@transaction.atomic
def member_remove(*, team: Team, member_id: int, actor: Actor) -> None:
    """Take a member off the team."""
    team = _open(team, actor)
    _row(TeamMember, team, member_id).delete()
    _tell(TEAM_MEMBER_CHANGED, team, actor)


@transaction.atomic
def vehicle_remove(*, team: Team, vehicle_id: int, actor: Actor) -> None:
    """Take a vehicle off the team."""
    team = _open(team, actor)
    _row(Vehicle, team, vehicle_id).delete()
    _tell(TEAM_VEHICLE_CHANGED, team, actor)


def _open(team: Team, actor: Actor) -> Team:
    team = team_lock(team.pk)
    require_team_change(actor, team)
    return team


def _row(model: type[Any], team: Team, pk: int | None) -> Any:
    if pk is None:
        return model(team=team)
    row = model.objects.filter(pk=pk, team=team).first()
    if row is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return row


def _store(row: TeamMember | Vehicle, kind: Kind, team: Team, actor: Actor) -> None:
    try:
        row.full_clean(exclude=["team"])
    except ValidationError as error:
        errors = {name: " ".join(texts) for name, texts in error.message_dict.items()}
        raise UnprocessableError(_("Some fields need correction."), errors=errors) from error
    row.save()
    _tell(kind, team, actor)


def _tell(kind: Kind, team: Team, actor: Actor) -> None:
    data = {"team": team.name}
    record(kind, team, jurisdiction=team.jurisdiction, permission=Permission.TEAM_VIEW, actor=actor, data=data)
