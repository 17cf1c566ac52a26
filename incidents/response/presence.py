"""Who may see who else has an incident open: those who see the incident (R-C3)."""

from collections.abc import Collection, Iterable

from incidents.response.selectors.incidents import incidents_visible
from organizations.access import Actor
from timeline.presence import register


def _visible(ids: Collection[int], actor: Actor) -> Iterable[int]:
    return incidents_visible(actor).filter(pk__in=ids).order_by().values_list("pk", flat=True)


register("incident", _visible)
