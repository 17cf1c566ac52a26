"""What is in the field for one incident: assignments as tasks, whom to call, drawings. The caller has fetched it in reach.

Assignments and drawings are kept by rooms above this one and read through the relation, as their counts are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from incidents.response.models import Incident
from organizations import access, ownership
from organizations.access import Actor
from organizations.roles import Permission

_OVER = ("ended", "declined", "undone")


@dataclass(frozen=True)
class Contact:
    """Somebody who answers for a part of it; the phone is empty where it is not shown to the reader."""

    part: str
    part_en: str
    name: str
    phone: str
    deputy: str = ""
    deputy_phone: str = ""


def tasks_of(incident: Incident, *, actor: Actor) -> list[Any]:
    """Assignments with a task or without, running ones first, in the order given."""
    rows = incident.dispatches.exclude(status="undone").select_related("team__unit", "team__jurisdiction", "ordered_by")
    found = list(rows.defer("team__jurisdiction__boundary").order_by("ordered_at", "pk"))
    return sorted(found, key=lambda row: row.status in _OVER)


def contacts_of(incident: Incident, tasks: Sequence[Any], *, actor: Actor) -> list[Contact]:
    """Leaders and deputies of the teams that are out; phones for those who may order teams here."""
    shown = ownership.may(actor, Permission.DISPATCH_ORDER, incident)
    found = []
    for order in tasks:
        team = order.team
        if order.status in _OVER:
            continue
        phones = shown and access.can(actor, Permission.TEAM_VIEW, team.jurisdiction)
        found.append(
            Contact(
                team.name,
                team.name_en,
                team.leader_name,
                team.leader_phone if phones else "",
                team.deputy_name,
                team.deputy_phone if phones else "",
            )
        )
    return found


def plots_of(incident: Incident, *, actor: Actor) -> list[Any]:
    """Drawings of the incident that stand, the newest first."""
    return list(incident.plots.filter(removed_at=None).select_related("author").order_by("-created_at")[:100])
