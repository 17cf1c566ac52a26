"""An assignment in the data of its events: what a list or a map needs to redraw it, nothing personal."""

from datetime import datetime
from typing import Any

from incidents.dispatch.models import OVER, Dispatch
from resources.teams.features import team_feature


def dispatch_data(dispatch: Dispatch, *, at: datetime) -> dict[str, Any]:
    """Values of the words, ids, and the team's feature with the assignment's status as its state."""
    team, incident = dispatch.team, dispatch.incident
    return {
        "id": dispatch.pk,
        "team": team.name,
        "team_en": team.name_en,
        "team_id": team.pk,
        "incident": incident.number,
        "incident_id": incident.pk,
        "task": dispatch.task,
        "status": dispatch.status,
        "reason": dispatch.reason,
        "overdue": dispatch.overdue,
        "at": at.isoformat(),
        "feature": team_feature(team, state="" if dispatch.status in OVER else dispatch.status),
    }
