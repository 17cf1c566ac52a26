"""Where incidents are fetched, always for an actor."""

from incidents.response.selectors.figures import FigureLine, current_values, current_values_of, figure_rows
from incidents.response.selectors.incidents import (
    IncidentFilter,
    incident_get,
    incidents_list,
    incidents_open,
    incidents_visible,
    may_change,
    with_teams_out,
)
from incidents.response.selectors.records import grade_changes, log_entries
from incidents.response.selectors.types import event_types, event_types_with_use, type_patterns
from incidents.response.suggestions import grade_suggest, type_suggest

__all__ = [
    "FigureLine",
    "IncidentFilter",
    "current_values",
    "current_values_of",
    "event_types",
    "event_types_with_use",
    "figure_rows",
    "grade_changes",
    "grade_suggest",
    "incident_get",
    "incidents_list",
    "incidents_open",
    "incidents_visible",
    "log_entries",
    "may_change",
    "type_patterns",
    "type_suggest",
    "with_teams_out",
]
