"""Where incidents change."""

from incidents.response.services.common import incident_lock
from incidents.response.services.editing import incident_label, incident_mark_sensitive, incident_update
from incidents.response.services.figures import figure_state
from incidents.response.services.grading import incident_grade
from incidents.response.services.handover import handover_accept, handover_decline, handover_offer, handover_withdraw
from incidents.response.services.log import incident_correct, incident_decision, incident_note, incident_pin
from incidents.response.services.opening import incident_open, number_next
from incidents.response.services.status import incident_change_status
from incidents.response.services.types import CAP_CATEGORIES, TypeData, event_type_patterns, event_type_save

__all__ = [
    "CAP_CATEGORIES",
    "TypeData",
    "event_type_patterns",
    "event_type_save",
    "figure_state",
    "handover_accept",
    "handover_decline",
    "handover_offer",
    "handover_withdraw",
    "incident_change_status",
    "incident_correct",
    "incident_decision",
    "incident_grade",
    "incident_label",
    "incident_lock",
    "incident_mark_sensitive",
    "incident_note",
    "incident_open",
    "incident_pin",
    "incident_update",
    "number_next",
]
