"""An incident as the thing files belong to (R-B7): who sees it sees them; those who work on it add some."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.errors import NotFoundError
from files.subjects import Target, register
from incidents.response.models import Incident
from incidents.response.selectors import incident_get, reports_joined
from organizations import ownership
from organizations.access import Actor
from organizations.roles import Permission


def incident_target(reference: str, actor: Actor) -> Target:
    """By id or number; its reports' files are shown with its own, as far as the actor sees those reports."""
    by_id = reference.isascii() and reference.isdigit() and len(reference) < 19
    if not by_id and ("-" not in reference or len(reference) > 40):
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    incident = incident_get(actor=actor, **({"pk": int(reference)} if by_id else {"number": reference}))
    changes = ownership.may(actor, Permission.INCIDENT_CHANGE, incident)

    def holds() -> Sequence[tuple[str, str]]:
        return _reports(incident, actor)

    return Target(
        subject=f"incident:{incident.pk}",
        label=incident.number,
        jurisdiction=incident.jurisdiction,
        permission=Permission.INCIDENT_VIEW,
        # Teams on their way send what they see.
        may_add=changes or ownership.may(actor, Permission.DISPATCH_RESPOND, incident),
        may_remove=changes,
        url=f"/incidents/{incident.number}/",
        also=tuple(ownership.seeing_places(incident)),
        holds=holds,
    )


def _reports(incident: Incident, actor: Actor) -> list[tuple[str, str]]:
    rows = reports_joined(incident, actor=actor).values_list("pk", "number")
    return [(f"report:{pk}", number) for pk, number in rows]


register("incident", incident_target)
