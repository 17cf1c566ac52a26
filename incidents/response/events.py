"""Kinds of event an incident's life records, and their words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from incidents.response.models import FIGURES, FigureName
from timeline.kinds import register


def _stated(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Only the figures that were stated, by their names in the reader's language; unknown ones as a question mark."""
    known = data.get("figures") or {}
    parts = [f"{FigureName(name).label} {data.get(name, '?')}" for name in FIGURES if name in known]
    return {**data, "stated": " · ".join(parts)}


def _sides(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Names of both units in the reader's language."""
    if not (get_language() or "").startswith("en"):
        return data
    return {**data, **{side: data.get(f"{side}_en") or data.get(side, "") for side in ("from", "to")}}


INCIDENT_OPENED = register("incident.opened", _("Incident %(number)s opened: %(title)s"))
INCIDENT_UPDATED = register("incident.updated", _("%(number)s: particulars changed"))
INCIDENT_GRADED = register("incident.graded", _("%(number)s graded %(roman)s: %(reason)s"))
INCIDENT_NOTED = register("incident.noted", _("Note: %(text)s"))
INCIDENT_DECIDED = register("incident.decided", _("Decision: %(text)s"))
INCIDENT_CORRECTED = register("incident.corrected", _("Correction: “%(struck)s” → %(text)s"))
INCIDENT_PINNED = register("incident.pinned", _("Pinned: %(text)s"))
INCIDENT_UNPINNED = register("incident.unpinned", _("No longer pinned: %(text)s"))
INCIDENT_FIGURES_STATED = register("incident.figures_stated", _("Figures from %(source)s: %(stated)s"), _stated)
INCIDENT_MARKED_SENSITIVE = register("incident.marked_sensitive", _("%(number)s marked sensitive: %(reason)s"))
INCIDENT_UNMARKED_SENSITIVE = register(
    "incident.unmarked_sensitive", _("%(number)s is no longer sensitive: %(reason)s")
)

# One kind per phase reached, so that the words can be translated for the reader.
INCIDENT_REACHED = {
    "handling": register("incident.handled", _("%(number)s is being handled")),
    "stable": register("incident.stabilised", _("%(number)s is under control")),
    "closed": register("incident.closed", _("%(number)s closed: %(reason)s")),
}
INCIDENT_REOPENED = register("incident.reopened", _("%(number)s reopened: %(reason)s"))

# Handovers of anything that is owned, by entity: incident.handover_offered, report.handover_offered …
HANDOVER_OFFERED = {
    entity: register(f"{entity}.handover_offered", _("%(number)s: handover offered by %(from)s to %(to)s"), _sides)
    for entity in ("incident", "report")
}
HANDOVER_ACCEPTED = {
    entity: register(f"{entity}.handover_accepted", _("%(number)s: %(to)s took it over from %(from)s"), _sides)
    for entity in ("incident", "report")
}
HANDOVER_DECLINED = {
    entity: register(
        f"{entity}.handover_declined",
        _("%(number)s: %(to)s declined the handover, it stays with %(from)s: %(reason)s"),
        _sides,
    )
    for entity in ("incident", "report")
}
HANDOVER_WITHDRAWN = {
    entity: register(
        f"{entity}.handover_withdrawn", _("%(number)s: handover to %(to)s withdrawn, it stays with %(from)s"), _sides
    )
    for entity in ("incident", "report")
}
HANDOVER_OVERDUE = {
    entity: register(
        f"{entity}.handover_overdue",
        _("%(number)s: %(to)s has not answered the handover, it stays with %(from)s"),
        _sides,
    )
    for entity in ("incident", "report")
}

EVENT_TYPE_CHANGED = register("event_type.changed", _("Event type %(code)s %(name)s changed"))
EVENT_TYPE_PATTERNS_CHANGED = register("event_type.patterns_changed", _("Words suggesting %(code)s %(name)s changed"))
