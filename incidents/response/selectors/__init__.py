"""Where incidents are fetched, always for an actor."""

from incidents.response.selectors.field import Contact, contacts_of, plots_of, tasks_of
from incidents.response.selectors.figures import (
    FigureLine,
    current_values,
    current_values_of,
    figure_rows,
    figures_stated,
)
from incidents.response.selectors.incidents import (
    IncidentFilter,
    filter_places,
    handover_units,
    incident_get,
    incident_rows,
    incidents_list,
    incidents_open,
    incidents_visible,
    may_change,
    places_to_open,
    unit_for_opening,
)
from incidents.response.selectors.page import (
    Line,
    incident_deadlines,
    log_lines,
    may_see_reports,
    pinned_lines,
    reports_joined,
    teams_out_of,
)
from incidents.response.selectors.records import grade_changes, log_entries
from incidents.response.selectors.types import (
    event_type_get,
    event_types,
    event_types_with_use,
    prompts_for,
    type_patterns,
)
from incidents.response.suggestions import grade_suggest, type_suggest

__all__ = [
    "Contact",
    "FigureLine",
    "IncidentFilter",
    "Line",
    "contacts_of",
    "current_values",
    "current_values_of",
    "event_type_get",
    "event_types",
    "event_types_with_use",
    "figure_rows",
    "figures_stated",
    "filter_places",
    "grade_changes",
    "grade_suggest",
    "handover_units",
    "incident_deadlines",
    "incident_get",
    "incident_rows",
    "incidents_list",
    "incidents_open",
    "incidents_visible",
    "log_entries",
    "log_lines",
    "may_change",
    "may_see_reports",
    "pinned_lines",
    "places_to_open",
    "plots_of",
    "prompts_for",
    "reports_joined",
    "tasks_of",
    "teams_out_of",
    "type_patterns",
    "type_suggest",
    "unit_for_opening",
]
