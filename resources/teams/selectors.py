"""Reading teams, always for an actor (R-D7): those within reach, and the team one leads."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.gis.db.models import PointField
from django.contrib.gis.geos import Point
from django.db.models import Count, F, FloatField, Func, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import NotFoundError
from organizations import access
from organizations.access import Actor
from organizations.models import Jurisdiction, Unit
from organizations.roles import Permission
from resources.teams.models import Capability, PositionHistory, Readiness, Team, TeamMember

POSITION_STALE_S = 600


def teams(actor: Actor) -> QuerySet[Team]:
    """Every team the actor may see."""
    reachable = access.scope(Team.objects.all(), actor, Permission.TEAM_VIEW)
    if not actor.is_authenticated or not actor.is_active:
        return Team.objects.none()
    if not access.can_anywhere(actor, Permission.TEAM_VIEW):
        return Team.objects.filter(leader_id=actor.pk)
    return reachable | Team.objects.filter(leader_id=actor.pk)


def team_list(
    actor: Actor,
    *,
    q: str = "",
    capability: str = "",
    status: str = "",
    kind: str = "",
    jurisdiction: str = "",
    unit: int | None = None,
    near: tuple[float, float] | None = None,
    active: bool = True,
) -> QuerySet[Team]:
    """Teams for a list; `jurisdiction` is a division code (with everything below); `near` (lon, lat) sorts by distance.

    With `near` each has `distance_m` (metres in a straight line, null last: whereabouts unknown).
    """
    rows = teams(actor).filter(is_active=active).select_related("jurisdiction", "unit", "leader")
    rows = rows.defer("jurisdiction__boundary", "jurisdiction__centre").prefetch_related("capabilities")
    if q.strip():
        words = q.strip()
        names = ("name", "name_en", "code", "unit__name", "leader_name", "base_name")
        match = Q()
        for name in names:
            match |= Q(**{f"{name}__icontains": words})
        rows = rows.filter(match)
    if capability:
        rows = rows.filter(capabilities__code=capability)
    if status:
        rows = rows.filter(readiness=status)
    if kind:
        rows = rows.filter(kind=kind)
    if unit is not None:
        rows = rows.filter(unit_id=unit)
    if jurisdiction:
        path = Jurisdiction.objects.filter(code=jurisdiction).values_list("path", flat=True).first()
        rows = rows.filter(jurisdiction__path__startswith=path) if path else rows.none()
    if near is None:
        return rows.order_by("jurisdiction__path", "unit__name", "code")
    where = Coalesce(F("position"), F("base"), output_field=PointField())
    here = Value(Point(*near, srid=4326), output_field=PointField())
    distance = Func(where, here, function="ST_DistanceSphere", output_field=FloatField())
    return rows.annotate(distance_m=distance).order_by(F("distance_m").asc(nulls_last=True), "code")


def team_get(actor: Actor, team_id: int) -> Team:
    """One team within reach, or NotFoundError."""
    rows = teams(actor).select_related("jurisdiction", "unit", "leader").defer("jurisdiction__boundary")
    found = rows.filter(pk=team_id).first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found


def teams_by_id(actor: Actor, team_ids: Iterable[int]) -> list[Team]:
    """The teams within reach among these ids, in ascending id."""
    rows = teams(actor).filter(pk__in=list(team_ids)).select_related("jurisdiction", "unit")
    return list(rows.defer("jurisdiction__boundary").order_by("pk"))


def teams_named(actor: Actor, team_ids: Iterable[int]) -> list[Team]:
    """Only the identities of the teams within reach among these ids: for orders, which read them anew under a lock."""
    return list(teams(actor).filter(pk__in=list(team_ids)).only("pk").order_by("pk"))


def team_led_by(actor: Actor) -> list[Team]:
    """Teams the actor leads in person."""
    if not actor.is_authenticated:
        return []
    return list(Team.objects.filter(leader_id=actor.pk, is_active=True).select_related("jurisdiction", "unit"))


def may_edit(actor: Actor, team: Team) -> bool:
    """Whether the actor may change the team's particulars."""
    return access.can(actor, Permission.TEAM_CHANGE, team.jurisdiction)


def may_set_readiness(actor: Actor, team: Team) -> bool:
    """Editors, and the team's own leader."""
    return may_edit(actor, team) or (team.leader_id is not None and team.leader_id == actor.pk)


def may_see_phones(actor: Actor, team: Team) -> bool:
    """Phone numbers are for those who order, edit or lead the team."""
    return may_set_readiness(actor, team) or access.can(actor, Permission.DISPATCH_ORDER, team.jurisdiction)


def members(actor: Actor, team: Team) -> Sequence[TeamMember]:
    """The members, for those who may see phone numbers; others get none (the strength is on the team)."""
    return list(team.members.all()) if may_see_phones(actor, team) else []


def track(actor: Actor, team: Team, *, since: datetime, limit: int = 500) -> list[dict[str, Any]]:
    """Where the team was since a time, newest first; empty when it is out of reach."""
    if not teams(actor).filter(pk=team.pk).exists():
        return []
    rows = PositionHistory.objects.filter(team_id=team.pk, at__gte=since).order_by("-at")[:limit]
    return [{"at": row.at, "lon": row.place.x, "lat": row.place.y} for row in rows]


def capabilities() -> QuerySet[Capability]:
    """The vocabulary, in its order; reference data, the same for everybody."""
    return Capability.objects.all()


def readiness_counts(actor: Actor) -> dict[str, int]:
    """Readiness → number of teams within reach; every state named, also those at 0."""
    found = teams(actor).filter(is_active=True).order_by().values_list("readiness").annotate(n=Count("pk"))
    return {str(state): 0 for state in Readiness.values} | dict(found)


def position_age_s(team: Team, now: datetime | None = None) -> int | None:
    """Seconds since the newest position; None when none was ever reported."""
    if team.position_at is None:
        return None
    return max(0, int(((now or timezone.now()) - team.position_at).total_seconds()))


def position_limit_s() -> int:
    """Age in seconds from which a position is shown as old: setting POSITION_STALE_S."""
    return int(getattr(settings, "POSITION_STALE_S", POSITION_STALE_S))


def editable_places(actor: Actor) -> QuerySet[Jurisdiction]:
    """Jurisdictions the actor may enter teams in."""
    rows = access.scope(Jurisdiction.objects.filter(is_active=True), actor, Permission.TEAM_CHANGE, field="")
    return rows.defer("boundary", "centre").order_by("path")


def editable_units(actor: Actor) -> QuerySet[Unit]:
    """Units the actor may put in charge of a team."""
    return access.scope(
        Unit.objects.filter(is_active=True).select_related("jurisdiction"), actor, Permission.TEAM_CHANGE
    )


def cell(team: Team, name: str, *, phones: bool) -> str:
    """One field of a team as text of the CSV file; people and phones only for those who may see them."""
    if name in ("leader_name", "leader_phone", "deputy_name", "deputy_phone"):
        return getattr(team, name) if phones else ""
    if name in ("lon", "lat"):
        return f"{team.base[0 if name == 'lon' else 1]:.6f}" if team.base else ""
    special = {
        "jurisdiction": lambda: team.jurisdiction.code,
        "unit": lambda: team.unit.name,
        "capabilities": lambda: ";".join(item.code for item in team.capabilities.all()),
        "on_shift": lambda: "1" if team.on_shift else "0",
    }
    return special[name]() if name in special else str(getattr(team, name))
