"""A few hours of a shift, so that no screen is empty: every step by the services, by the person whose task it is."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from command_center.demo.routes import RoadMap, load_roads
from command_center.demo.stories import STORIES, WAITING, Story, Waiting
from incidents.dispatch.models import Dispatch, DispatchStatus
from incidents.dispatch.services import dispatch_order, dispatch_set_status
from incidents.reports.models import Report
from incidents.reports.services import (
    ReportData,
    report_claim,
    report_create,
    report_reject,
    report_return,
    report_verify,
)
from incidents.response.models import Incident, LogKind
from incidents.response.services import figure_state, incident_change_status, incident_grade, incident_note
from organizations.models import Jurisdiction, User
from resources.teams.models import Team
from resources.teams.services import positions_ingest

LADDER = (
    DispatchStatus.ACKNOWLEDGED,
    DispatchStatus.EN_ROUTE,
    DispatchStatus.ON_SCENE,
    DispatchStatus.RETURNING,
    DispatchStatus.ENDED,
)
HOW_FAR: dict[str, float] = {DispatchStatus.EN_ROUTE: 0.55, DispatchStatus.ON_SCENE: 1.0, DispatchStatus.RETURNING: 0.4}


@dataclass
class Cast:
    """Who acts, and where."""

    people: dict[str, User]
    villages: dict[str, list[Jurisdiction]]
    teams: dict[str, Team]
    roads: RoadMap
    dice: random.Random
    positions: list[dict[str, object]] = field(default_factory=list)


def cast(people: dict[str, User], teams: list[Team], seed: int) -> Cast:
    """Villages by township name, teams by call sign, roads as a graph."""
    villages: dict[str, list[Jurisdiction]] = {}
    rows = (
        Jurisdiction.objects.filter(level="village", is_active=True)
        .select_related("parent")
        .defer("boundary", "parent__boundary")
    )
    for village in rows.order_by("code"):
        if village.parent is not None:
            villages.setdefault(village.parent.name, []).append(village)
    return Cast(people, villages, {team.code: team for team in teams}, load_roads(), random.Random(f"{seed}/scene"))


@transaction.atomic
def stage(troupe: Cast) -> list[Incident]:
    """Play every story up to now, then what still waits in the queue."""
    now = timezone.now()
    incidents = [_tell(story, troupe, now) for story in STORIES]
    for waiting in WAITING:
        _leave(waiting, troupe, now)
    if troupe.positions:
        positions_ingest(batch=troupe.positions, actor=troupe.people["duty"])
    return incidents


def spot(village: Jurisdiction, dice: random.Random) -> tuple[float, float]:
    """A point in or near the village's middle."""
    centre = village.centre
    assert centre is not None
    return round(centre.x + dice.uniform(-0.006, 0.006), 5), round(centre.y + dice.uniform(-0.005, 0.005), 5)


def _tell(story: Story, troupe: Cast, now: datetime) -> Incident:
    village = troupe.villages[story.township][story.village]
    point = spot(village, troupe.dice)
    began = now - timedelta(minutes=story.minutes_ago)
    duty, incident = troupe.people["duty"], None
    for number, (source, title, text) in enumerate(story.reports):
        received = began + timedelta(minutes=3 + 4 * number)
        report = _report(story, troupe, village, point, (source, title, text), began, received)
        checked = report_verify(report=report, incident=incident, at=received + timedelta(minutes=2), actor=duty)
        incident = checked.incident
    assert incident is not None
    if story.grade:
        reason, at = "按上报数据与分级标准核定", began + timedelta(minutes=9)
        incident = incident_grade(
            incident=incident, grade=story.grade, reason=reason, at=at, actor=troupe.people["leader"]
        )
    for code, task, steps in story.teams:
        _send(incident, troupe, code, task, began, steps)
    for minutes, kind, text in story.log:
        who = troupe.people["commander" if kind == LogKind.DECISION else "duty"]
        incident_note(
            incident=incident, text=text, kind=kind, occurred_at=began + timedelta(minutes=minutes), actor=who
        )
    for minutes, source, values in story.figures:
        figure_state(
            incident=incident, values=values, source=source, as_of=began + timedelta(minutes=minutes), actor=duty
        )
    for status, minutes, reason in story.statuses:
        at = began + timedelta(minutes=minutes)
        incident = incident_change_status(incident=incident, to=status, reason=reason, at=at, actor=duty)
    return incident


def _report(
    story: Story,
    troupe: Cast,
    village: Jurisdiction,
    point: tuple[float, float],
    told: tuple[str, str, str],
    began: datetime,
    received: datetime,
) -> Report:
    source, title, text = told
    data = ReportData(
        source=source,
        title=f"{village.name}{title}",
        description=text.format(place=f"{story.township}{village.name}"),
        event_type=story.event_type,
        jurisdiction=village.code,
        location=(point[0] + troupe.dice.uniform(-0.001, 0.001), point[1] + troupe.dice.uniform(-0.001, 0.001)),
        place=f"{story.township}{village.name}",
        figures=story.first_figures if source == story.reports[0][0] else {},
        occurred_at=began,
        received_at=received,
        reporter_name="演示报告人",
        reporter_phone="16000000000",
    )
    return report_create(data=data, actor=troupe.people["duty"])


def _send(incident: Incident, troupe: Cast, code: str, task: str, began: datetime, minutes: tuple[int, ...]) -> None:
    """`minutes` after the beginning: ordered, then as many steps of the ladder as there are numbers."""
    duty, team = troupe.people["duty"], troupe.teams[code]
    dispatch = dispatch_order(
        incident=incident, team=team, task=task, at=began + timedelta(minutes=minutes[0]), actor=duty
    )
    for status, after in zip(LADDER, minutes[1:], strict=False):
        dispatch = dispatch_set_status(dispatch=dispatch, to=status, at=began + timedelta(minutes=after), actor=duty)
    _stand(dispatch, troupe)


def _stand(dispatch: Dispatch, troupe: Cast) -> None:
    """Where the team's device says it is, given how far it has come."""
    base, goal = dispatch.team.base, dispatch.incident.location
    share = HOW_FAR.get(dispatch.status)
    if share is None or base is None or goal is None:
        return
    lon, lat = troupe.roads.route(base.coords, goal.coords).at_share(share)
    at = timezone.now() - timedelta(seconds=troupe.dice.randrange(5, 50))
    troupe.positions.append(
        {"team": dispatch.team_id, "at": at.isoformat(), "lon": lon, "lat": lat, "accuracy_m": 12.0}
    )


def _leave(waiting: Waiting, troupe: Cast, now: datetime) -> None:
    """A report that is not decided yet, was sent back, or was refused."""
    village = troupe.villages[waiting.township][waiting.village]
    actor = troupe.people[waiting.by]
    received = now - timedelta(minutes=waiting.minutes_ago)
    data = ReportData(
        source=waiting.source,
        title=f"{village.name}{waiting.title}",
        description=waiting.text.format(place=f"{waiting.township}{village.name}"),
        event_type=waiting.event_type or None,
        jurisdiction=village.code,
        location=spot(village, troupe.dice) if waiting.placed else None,
        place=f"{waiting.township}{village.name}",
        figures=waiting.figures,
        occurred_at=received - timedelta(minutes=4),
        received_at=received,
        reporter_name="演示报告人",
        reporter_phone="16000000001",
    )
    report = report_create(data=data, actor=actor)
    if waiting.claimed:
        report_claim(report=report, actor=troupe.people["duty"])
    if waiting.returned:
        report_return(report=report, reason=waiting.returned, actor=troupe.people["duty"])
    if waiting.rejected:
        report_reject(report=report, reason=waiting.rejected, actor=troupe.people["duty"])
