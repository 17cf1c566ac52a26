"""Entering and editing teams (R-D7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.errors import ConflictError, UnprocessableError
from core.text import clean_name
from organizations import access
from organizations.access import Actor
from organizations.models import Jurisdiction, Unit, User
from organizations.roles import Permission
from resources.teams.events import TEAM_CREATED, TEAM_UPDATED
from resources.teams.features import team_feature
from resources.teams.models import Capability, Team, TeamKind
from resources.teams.services.abilities import abilities_rewrite
from resources.teams.services.readiness import require_team_change, team_lock
from timeline.kinds import Kind
from timeline.services import record

MAX_SPEED_KMH = 400


@dataclass(frozen=True)
class TeamData:
    """What is entered of a team; `base` is WGS 84, `speed_kmh` on roads, `strength` in persons."""

    jurisdiction: Jurisdiction
    unit: Unit
    code: str
    name: str
    kind: str
    name_en: str = ""
    capabilities: Sequence[Capability] = field(default_factory=list)
    on_shift: bool = True
    leader: User | None = None
    leader_name: str = ""
    leader_phone: str = ""
    deputy_name: str = ""
    deputy_phone: str = ""
    strength: int = 0
    base: Point | None = None
    base_name: str = ""
    speed_kmh: int = 40
    is_active: bool = True


EDITABLE = tuple(item.name for item in fields(TeamData))


@transaction.atomic
def team_create(*, data: TeamData, actor: Actor) -> Team:
    """Enter a team, on standby. Raises UnprocessableError by field, ConflictError when the call sign is taken."""
    access.require(actor, Permission.TEAM_CHANGE, data.jurisdiction)
    values = {name: getattr(data, name) for name in EDITABLE}
    capabilities = values.pop("capabilities")
    team = Team(**_cleaned(values, actor))
    _save(team)
    team.capabilities.set(capabilities)
    abilities_rewrite([team.pk])
    _tell(TEAM_CREATED, team, actor, {})
    return team


@transaction.atomic
def team_update(*, team: Team, changes: Mapping[str, Any], version: int | None = None, actor: Actor) -> Team:
    """Change fields of TeamData. With `version`, a stale form is refused (409) and told what is stored now."""
    team = team_lock(team.pk)
    require_team_change(actor, team)
    unknown = sorted(set(changes) - set(EDITABLE))
    if unknown:
        raise UnprocessableError(_("Unknown fields."), errors={name: _("There is no such field.") for name in unknown})
    if version is not None and version != team.version:
        raise ConflictError(
            _("Somebody else changed this team while you were editing it. Compare, then save again."),
            extra={"conflict": {"version": team.version, "current": _plain(team, changes)}},
        )
    values = dict(changes)
    capabilities = values.pop("capabilities", None)
    if "jurisdiction" in values:
        access.require(actor, Permission.TEAM_CHANGE, values["jurisdiction"])
    changed = [name for name, value in _cleaned(values, actor).items() if _assign(team, name, value)]
    if capabilities is not None and set(capabilities) != set(team.capabilities.all()):
        team.capabilities.set(capabilities)
        changed.append("capabilities")
    if changed:
        team.version += 1
        _save(team)
        abilities_rewrite([team.pk])
        _tell(TEAM_UPDATED, team, actor, {"fields": ", ".join(sorted(changed))})
    return team


def _assign(team: Team, name: str, value: Any) -> bool:
    if getattr(team, name) == value:
        return False
    setattr(team, name, value)
    return True


def _save(team: Team) -> None:
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError as error:
        raise ConflictError(
            _("The call sign “%(code)s” is already used in %(place)s.")
            % {"code": team.code, "place": team.jurisdiction},
            errors={"code": _("Already used here.")},
        ) from error


def _cleaned(values: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Text cleaned, everything checked; UnprocessableError names each field that is wrong."""
    errors: dict[str, Any] = {}
    for name in ("code", "name", "name_en", "leader_name", "leader_phone", "deputy_name", "deputy_phone", "base_name"):
        if name in values:
            values[name] = clean_name(values[name])
            if len(values[name]) > (getattr(Team._meta.get_field(name), "max_length", None) or 0):
                errors[name] = _("Too long.")
    errors |= {name: _("Fill this in.") for name in ("code", "name") if name in values and not values[name]}
    if "kind" in values and values["kind"] not in TeamKind.values:
        errors["kind"] = _("There is no such kind of team.")
    if not 0 <= values.get("strength", 0) <= 30_000:
        errors["strength"] = _("Between 0 and 30,000 persons.")
    if not 1 <= values.get("speed_kmh", 40) <= MAX_SPEED_KMH:
        errors["speed_kmh"] = _("Between 1 and %(most)d km/h.") % {"most": MAX_SPEED_KMH}
    base = values.get("base")
    if base is not None and not (-180 <= base.x <= 180 and -90 <= base.y <= 90):
        errors["base"] = _("Longitude is between -180 and 180, latitude between -90 and 90.")
    unit = values.get("unit")
    if unit is not None and not access.can(actor, Permission.TEAM_CHANGE, unit.jurisdiction):
        errors["unit"] = _("This unit is out of your reach.")
    if errors:
        raise UnprocessableError(_("Some fields need correction."), errors=errors)
    return values


def _plain(team: Team, names: Mapping[str, Any]) -> dict[str, Any]:
    """Stored values of the fields being edited, as text for the person comparing."""
    shown = {name: str(getattr(team, name) or "") for name in names if name != "capabilities"}
    if "capabilities" in names:
        shown["capabilities"] = ", ".join(item.code for item in team.capabilities.all())
    return shown


def _tell(kind: Kind, team: Team, actor: Actor, data: dict[str, Any]) -> None:
    record(
        kind,
        team,
        jurisdiction=team.jurisdiction,
        permission=Permission.TEAM_VIEW,
        actor=actor,
        people=[team.leader_id] if team.leader_id else [],
        data={"team": team.name, "feature": team_feature(team), **data},
    )
