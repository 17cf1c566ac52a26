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
from incidents.dispatch.selectors.units import RADII_KM, UnitList, maydays, units_for

__all__ = [
    "RADII_KM",
    "Board",
    "BoardRow",
    "Candidate",
    "Recommendation",
    "Shortfall",
    "UnitList",
    "board",
    "coverage_after",
    "dispatch_get",
    "dispatches",
    "incident_for_dispatch",
    "incident_named",
    "incidents_open",
    "may_order",
    "may_respond",
    "maydays",
    "of_incident",
    "of_team",
    "orders_of",
    "recommend",
    "steps_of",
    "steps_open_to",
    "team_states",
    "units_for",
]
