"""Every unit the actor may see, for one incident: grouped, nearest first, those of unknown position last (R-C3)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import timezone

from core.templatetags.components import local_name
from incidents.dispatch.models import OVER, Dispatch
from incidents.response.models import Incident
from organizations import access
from organizations.access import Actor
from organizations.roles import Permission
from resources.teams.models import Readiness, Team
from resources.teams.selectors import position_age_s, position_limit_s, team_list

RADII_KM = (20, 50, 100)
SHOWN = 300


@dataclass
class UnitRow:
    """One team with what decides whether to send it."""

    team: Team
    distance_m: float | None
    age_s: int | None
    stale: bool
    order: Dispatch | None
    phone: str

    @property
    def km(self) -> str:
        """Kilometres in a straight line, one decimal."""
        return "" if self.distance_m is None else f"{self.distance_m / 1000:.1f}"

    @property
    def state(self) -> str:
        """The status of its running assignment, else its readiness."""
        return self.order.status if self.order else str(self.team.readiness)

    @property
    def free(self) -> bool:
        """Whether it may be ordered."""
        return self.team.readiness in (Readiness.STANDBY, Readiness.RESTING) and self.order is None


@dataclass
class UnitGroup:
    """Teams of one organisation, kind or area."""

    name: str
    rows: list[UnitRow] = field(default_factory=list)

    @property
    def free(self) -> int:
        """How many may be ordered."""
        return sum(row.free for row in self.rows)


@dataclass
class UnitList:
    """The groups shown, how many units lie beyond the radius, and the next wider one (0: everything)."""

    groups: list[UnitGroup]
    beyond: int
    wider: int
    total: int


GROUPS: dict[str, Callable[[Team], str]] = {
    "organisation": lambda team: local_name(team.unit),
    "kind": lambda team: str(team.get_kind_display()),
    "area": lambda team: local_name(team.jurisdiction),
}


def units_for(actor: Actor, incident: Incident, *, by: str = "organisation", radius_km: int = 0) -> UnitList:
    """Units for the board's list; `radius_km` 0 asks for all. Those of unknown position are always shown, last."""
    near = (incident.location.x, incident.location.y) if incident.location else None
    teams = list(team_list(actor, near=near)[:SHOWN])
    running = Dispatch.objects.filter(team__in=[team.pk for team in teams]).exclude(status__in=OVER)
    orders = {order.team_id: order for order in running.select_related("incident").defer("incident__location")}
    phones_at = tuple(access.reach(actor).get(Permission.DISPATCH_ORDER, ()))
    rows = [_row(team, orders.get(team.pk), phones_at) for team in teams]
    inside = [row for row in rows if not radius_km or row.distance_m is None or row.distance_m <= radius_km * 1000]
    groups: dict[str, UnitGroup] = {}
    for row in inside:
        name = GROUPS.get(by, GROUPS["organisation"])(row.team)
        groups.setdefault(name, UnitGroup(name)).rows.append(row)
    wider = next((radius for radius in RADII_KM if radius > radius_km), 0) if radius_km else 0
    return UnitList(list(groups.values()), len(rows) - len(inside), wider, len(rows))


def _row(team: Team, order: Dispatch | None, phones_at: tuple[str, ...]) -> UnitRow:
    age = position_age_s(team, timezone.now())
    stale = age is not None and age > position_limit_s()
    phone = team.leader_phone if team.jurisdiction.path.startswith(phones_at) else ""
    return UnitRow(team, getattr(team, "distance_m", None), age, stale, order, phone)


def maydays(actor: Actor, rows: list[Dispatch]) -> list[Dispatch]:
    """Those of these assignments, fetched within the actor's sight, that call for help and nobody has noted."""
    return [order for order in rows if order.mayday_open] if actor.is_authenticated else []
