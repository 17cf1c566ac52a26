"""What a wall shows: counts, incidents by grade, forces, impact, posts, last events. Never personal data, never a
sensitive incident; the number of queries does not grow with the number of rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.utils.translation import gettext as _

from command_center.models import Wall
from core.errors import NotFoundError
from incidents.dispatch.models import OVER, Dispatch
from incidents.response.models import FIGURES, Figure, FigureName, Incident, Status
from incidents.response.selectors import incidents_visible
from organizations import access
from organizations.access import open_memberships
from organizations.models import Unit
from organizations.roles import Permission, Role
from resources.places.models import Place
from resources.teams.models import Team
from timeline import kinds, selectors

EVENTS_SHOWN = 8
# Notes, figures and reasons may name people; only these are told to a room full of eyes.
TELLABLE = (
    "incident.opened", "incident.handled", "incident.stabilised", "incident.reopened",
    "dispatch.ordered", "dispatch.acknowledged", "dispatch.departed", "dispatch.arrived", "dispatch.returned",
    "dispatch.ended", "dispatch.overdue", "report.verified", "report.joined",
)  # fmt: skip
OUT = ("ordered", "acknowledged", "en_route", "on_scene", "returning", "recalled")


@dataclass
class WallScene:
    """One look at the wall's jurisdiction."""

    wall: Wall
    grades: list[tuple[int, int]]
    incidents: Sequence[Incident]
    focus: Incident | None
    open_count: int
    hidden_count: int
    forces: list[dict[str, Any]]
    impact: list[tuple[str, str, Decimal | None]]
    posts: list[tuple[str, list[str]]]
    events: list[dict[str, Any]]
    ready: dict[str, int] = field(default_factory=dict)


def walls_list(*, actor: access.Actor) -> QuerySet[Wall]:
    """Walls the actor may show."""
    rows = Wall.objects.select_related("jurisdiction").defer("jurisdiction__boundary")
    return access.scope(rows, actor, Permission.WALL_VIEW)


def wall_get(slug: str, *, actor: access.Actor) -> Wall:
    """One wall by its address; NotFoundError when it is not there or out of reach."""
    wall = walls_list(actor=actor).filter(slug=slug).first()
    if wall is None:
        raise NotFoundError(_("There is no such wall display, or it is out of your reach."))
    return wall


def wall_scene(wall: Wall, *, rows: int, actor: access.Actor) -> WallScene:
    """Everything the wall's panels show; `rows` incidents at most are listed, the rest are counted."""
    below = Q(jurisdiction__path__startswith=wall.jurisdiction.path)
    shown = incidents_visible(actor).filter(below, sensitive=False).exclude(status=Status.CLOSED)
    counted = dict(shown.order_by().values_list("grade").annotate(number=Count("pk")))
    total = sum(counted.values())
    # Ids are ranked alone and only the few rows shown are fetched: sorting whole joined rows costs many times as much.
    rank = Case(When(grade=None, then=Value(9)), default=F("grade"), output_field=IntegerField())
    first = list(shown.annotate(rank=rank).order_by("rank", "-received_at").values_list("pk", flat=True)[:rows])
    fetched = (
        incidents_visible(actor)
        .filter(pk__in=first)
        .annotate(
            on_scene=Count("dispatches", filter=Q(dispatches__status="on_scene")),
            out=Count("dispatches", filter=Q(dispatches__status__in=OUT)),
        )
    )
    listed = sorted(fetched, key=lambda one: first.index(one.pk))
    return WallScene(
        wall=wall,
        grades=[(grade, counted.get(grade, 0)) for grade in (1, 2, 3, 4)],
        incidents=listed,
        focus=listed[0] if listed and listed[0].grade in (1, 2) else None,
        open_count=total,
        hidden_count=total - len(listed),
        forces=_forces(wall, actor),
        impact=_impact(shown),
        posts=_posts(wall),
        events=_events(wall, actor),
        ready={} if listed else _readiness(wall, actor),
    )


# Six rows, always the same and in the same places. Who was recalled is on the way back; who rests or is unavailable is no
# force to count on and is left to the desk.
FORCES = ("ordered", "acknowledged", "en_route", "on_scene", "returning", "standby")
FORCE_OF = {**{state: state for state in FORCES}, "recalled": "returning"}


def _forces(wall: Wall, actor: access.Actor) -> list[dict[str, Any]]:
    """Teams and persons by state: the assignment's where there is one, else the readiness."""
    teams = access.scope(Team.objects.filter(is_active=True), actor, Permission.TEAM_VIEW)
    teams = teams.filter(jurisdiction__path__startswith=wall.jurisdiction.path)
    assignment = Dispatch.objects.filter(team=OuterRef("pk")).exclude(status__in=OVER).values("status")[:1]
    counted = (
        teams.annotate(assignment=Subquery(assignment))
        .order_by()
        .values("assignment", "readiness")
        .annotate(teams=Count("pk"), people=Sum("strength"))
    )
    sums: dict[str, list[int]] = {state: [0, 0] for state in FORCES}
    for row in counted:
        state = FORCE_OF.get(row["assignment"] or row["readiness"])
        if state is not None:
            sums[state][0] += row["teams"]
            sums[state][1] += row["people"] or 0
    return [{"state": state, "teams": teams, "people": people} for state, (teams, people) in sums.items()]


def _impact(shown: QuerySet[Incident]) -> list[tuple[str, str, Decimal | None]]:
    """Sums of the newest known value of each figure over the open incidents; None where nobody has stated one."""
    newest = (
        Figure.objects.filter(incident__in=shown.order_by().values("pk"))
        .order_by("incident_id", "name", "-as_of", "-pk")
        .distinct("incident_id", "name")
    )
    # Summed in the database: a year's figures need not travel to add up to seven numbers.
    added = Figure.objects.filter(pk__in=newest.values("pk"), value__isnull=False).order_by().values_list("name")
    sums = dict(added.annotate(total=Sum("value")))
    return [(name, str(FigureName(name).label), sums.get(name)) for name in FIGURES]


def _posts(wall: Wall) -> list[tuple[str, list[str]]]:
    """Who leads and who is on duty at the wall's own jurisdiction: names only."""
    rows = open_memberships().filter(
        jurisdiction=wall.jurisdiction_id, role__in=(Role.DUTY_LEADER, Role.DUTY_OFFICER), user__is_active=True
    )
    names: dict[str, list[str]] = {}
    for role, name in rows.values_list("role", "user__full_name"):
        names.setdefault(role, []).append(name)
    return [(str(Role(role).label), names[role]) for role in (Role.DUTY_LEADER, Role.DUTY_OFFICER) if role in names]


def _events(wall: Wall, actor: access.Actor) -> list[dict[str, Any]]:
    """The last events that may be told aloud, newest first."""
    wanted = selectors.EventFilter(jurisdiction=wall.jurisdiction)
    sensitive = incidents_visible(actor).filter(sensitive=True).order_by().values_list("pk", flat=True)
    hidden = [f"incident:{pk}" for pk in sensitive]
    rows = selectors.events_matching(wanted, actor).filter(kind__in=TELLABLE)
    if hidden:
        rows = rows.exclude(subjects__overlap=hidden)
    return [{"at": row.at, "text": kinds.text(row.kind, row.data)} for row in rows[:EVENTS_SHOWN]]


def _readiness(wall: Wall, actor: access.Actor) -> dict[str, int]:
    """What stands ready while nothing happens: places by kind, units."""
    below = wall.jurisdiction.path
    places = access.scope(Place.objects.filter(is_active=True), actor, Permission.PLACE_VIEW)
    counted = dict(
        places.filter(jurisdiction__path__startswith=below).order_by().values_list("kind").annotate(number=Count("pk"))
    )
    counted["units"] = Unit.objects.filter(is_active=True, jurisdiction__path__startswith=below).count()
    return counted
