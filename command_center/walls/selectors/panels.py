"""The panels of a wall, each one question or two whatever the number of rows; never personal data, never a sensitive thing."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.utils import timezone

from command_center.walls.models import Wall
from incidents.dispatch.models import OVER, Dispatch
from incidents.reports.models import Report
from incidents.response.models import FIGURES, Figure, FigureName, Incident, Source, Status
from incidents.response.selectors import incidents_visible
from organizations import access, ownership
from organizations.access import open_memberships
from organizations.models import Unit
from organizations.roles import Permission, Role
from resources.places.models import Place
from resources.reserves.selectors.headline import Held, stock_headline
from resources.shelters.selectors import shelters_figures
from resources.teams.models import Team
from timeline import kinds, selectors
from timeline.models import Event

EVENTS_SHOWN = 8
RECENT = timedelta(minutes=10)
# Notes, figures and reasons may name people; only these are told to a room full of eyes.
TELLABLE = (
    "incident.opened", "incident.handled", "incident.stabilised", "incident.reopened",
    "dispatch.ordered", "dispatch.acknowledged", "dispatch.departed", "dispatch.arrived", "dispatch.returned",
    "dispatch.ended", "dispatch.overdue", "report.verified", "report.joined",
)  # fmt: skip
OUT = ("ordered", "acknowledged", "en_route", "on_scene", "returning", "recalled")
# Six rows, always the same and in the same places. Who was recalled is on the way back; who rests or is unavailable is no
# force to count on and is left to the desk.
FORCES = ("ordered", "acknowledged", "en_route", "on_scene", "returning", "standby")
FORCE_OF = {**{state: state for state in FORCES}, "recalled": "returning"}


def incidents_shown(wall: Wall, *, actor: access.Actor) -> QuerySet[Incident]:
    """Open incidents below the wall's jurisdiction that may be shown aloud."""
    below = Q(jurisdiction__path__startswith=wall.jurisdiction.path)
    return incidents_visible(actor).filter(below, sensitive=False).exclude(status=Status.CLOSED)


def incidents_panel(wall: Wall, rows: int, *, actor: access.Actor) -> dict[str, Any]:
    """Counts by grade and the first `rows` incidents, gravest and newest first."""
    shown = incidents_shown(wall, actor=actor)
    counted = dict(shown.order_by().values_list("grade").annotate(number=Count("pk")))
    total = sum(counted.values())
    # Ids are ranked alone and only the few rows shown are fetched: sorting whole joined rows costs many times as much.
    rank = Case(When(grade=None, then=Value(9)), default=F("grade"), output_field=IntegerField())
    first = list(shown.annotate(rank=rank).order_by("rank", "-received_at").values_list("pk", flat=True)[:rows])
    fetched = (
        Incident.objects.filter(pk__in=first)
        .order_by()
        .annotate(
            on_scene=Count("dispatches", filter=Q(dispatches__status="on_scene")),
            out=Count("dispatches", filter=Q(dispatches__status__in=OUT)),
        )
    )
    names = ("pk", "number", "title", "place", "status", "grade", "occurred_at", "on_scene", "out")
    listed = sorted(fetched.values(*names), key=lambda one: first.index(one["pk"]))
    for one in listed:
        one["status_label"] = str(Status(one["status"]).label)
    return {
        "grades": [(grade, counted.get(grade, 0)) for grade in (1, 2, 3, 4)],
        "listed": listed,
        "total": total,
        "hidden": total - len(listed),
    }


def forces_panel(wall: Wall, *, actor: access.Actor) -> list[dict[str, Any]]:
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
    return [{"state": state, "teams": count, "people": people} for state, (count, people) in sums.items()]


def impact_panel(shown: QuerySet[Incident], *, actor: access.Actor) -> list[tuple[str, str, Decimal | None]]:
    """Sums of the newest known value of each figure over the incidents; None where nobody has stated one."""
    newest = (
        Figure.objects.filter(incident__in=shown.order_by().values("pk"))
        .order_by("incident_id", "name", "-as_of", "-pk")
        .distinct("incident_id", "name")
    )
    # Summed in the database: a year's figures need not travel to add up to seven numbers.
    added = Figure.objects.filter(pk__in=newest.values("pk"), value__isnull=False).order_by().values_list("name")
    sums = dict(added.annotate(total=Sum("value")))
    return [(name, str(FigureName(name).label), sums.get(name)) for name in FIGURES]


def posts_panel(wall: Wall) -> list[tuple[str, list[str]]]:
    """Who leads and who is on duty at the wall's own jurisdiction: names only."""
    rows = open_memberships().filter(
        jurisdiction=wall.jurisdiction_id, role__in=(Role.DUTY_LEADER, Role.DUTY_OFFICER), user__is_active=True
    )
    names: dict[str, list[str]] = {}
    for role, name in rows.values_list("role", "user__full_name"):
        names.setdefault(role, []).append(name)
    return [(str(Role(role).label), names[role]) for role in (Role.DUTY_LEADER, Role.DUTY_OFFICER) if role in names]


def tellable(wall: Wall, *, actor: access.Actor) -> QuerySet[Event]:
    """Events of the wall's jurisdiction that may be told aloud, newest first."""
    wanted = selectors.EventFilter(jurisdiction=wall.jurisdiction)
    hidden: list[str] | None = getattr(actor, "_hidden", None)
    if hidden is None:  # asked once per look: the wall's eyes live as long as one
        sensitive = incidents_visible(actor).filter(sensitive=True).order_by().values_list("pk", flat=True)
        hidden = [f"incident:{pk}" for pk in sensitive]
        actor._hidden = hidden  # type: ignore[union-attr]
    rows = selectors.events_matching(wanted, actor).filter(kind__in=TELLABLE)
    return rows.exclude(subjects__overlap=hidden) if hidden else rows


def told(rows: QuerySet[Event]) -> list[dict[str, Any]]:
    """Events as times and words in the language of the screen."""
    return [{"at": row.at, "kind": row.kind, "text": kinds.text(row.kind, row.data)} for row in rows]


def recent_panel(wall: Wall, *, actor: access.Actor) -> list[tuple[str, int]]:
    """What changed in the last ten minutes: how many of each kind, in the order of an incident's life."""
    rows = tellable(wall, actor=actor).filter(at__gt=timezone.now() - RECENT).order_by()
    counted = Counter(rows.values_list("kind", flat=True))
    return [(kind, counted[kind]) for kind in TELLABLE if counted[kind]]


def ready_panel(wall: Wall, *, actor: access.Actor) -> dict[str, int]:
    """What stands ready: places by kind, units."""
    below = wall.jurisdiction.path
    places = access.scope(Place.objects.filter(is_active=True), actor, Permission.PLACE_VIEW)
    counted = dict(
        places.filter(jurisdiction__path__startswith=below).order_by().values_list("kind").annotate(number=Count("pk"))
    )
    counted["units"] = Unit.objects.filter(is_active=True, jurisdiction__path__startswith=below).count()
    return counted


def shelters_panel(wall: Wall, *, actor: access.Actor) -> dict[str, int]:
    """Shelters by state, people in them, places left."""
    return dict(shelters_figures(actor, wall.jurisdiction))


def supplies_panel(wall: Wall, *, actor: access.Actor) -> list[Held]:
    """Tents, bedding, water and food below the wall's jurisdiction: what is available of what is on hand."""
    return stock_headline(jurisdiction=wall.jurisdiction, actor=actor)


def warnings_panel(wall: Wall, *, actor: access.Actor) -> list[dict[str, Any]]:
    """Warnings that came in as reports and are not settled, newest first: what there is of warnings today."""
    rows = ownership.scope(Report.objects.filter(source=Source.WARNING), actor, Permission.REPORT_VIEW)
    rows = rows.filter(jurisdiction__path__startswith=wall.jurisdiction.path).exclude(status="rejected")
    rows = rows.filter(received_at__gt=timezone.now() - timedelta(days=2)).order_by("-received_at")
    named = rows.values("number", "title", "place", "received_at", "suggested_grade")[:8]
    return [dict(row) for row in named]
