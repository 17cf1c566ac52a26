"""Reading assignments and recommendations, always for an actor."""

from incidents.dispatch.selectors.board import Board, BoardRow, board
from incidents.dispatch.selectors.coverage import coverage_after
from incidents.dispatch.selectors.dispatches import (
    dispatch_get,
    dispatches,
    incident_for_dispatch,
    incident_named,
    incidents_open,
    may_order,
    may_respond,
    of_incident,
    of_team,
    orders_of,
    steps_of,
    steps_open_to,
    team_states,
)
from incidents.dispatch.selectors.recommend import Candidate, Recommendation, Shortfall, recommend

__all__ = [
    "Board",
    "BoardRow",
    "Candidate",
    "Recommendation",
    "Shortfall",
    "board",
    "coverage_after",
    "dispatch_get",
    "dispatches",
    "incident_for_dispatch",
    "incident_named",
    "incidents_open",
    "may_order",
    "may_respond",
    "of_incident",
    "of_team",
    "orders_of",
    "recommend",
    "steps_of",
    "steps_open_to",
    "team_states",
]
