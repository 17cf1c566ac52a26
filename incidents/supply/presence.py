"""Who may see who else has a request for supplies open: those who see the request (R-C3)."""

from collections.abc import Collection, Iterable

from incidents.supply.selectors.requests import supply_requests
from organizations.access import Actor
from timeline.presence import register


def _visible(ids: Collection[int], actor: Actor) -> Iterable[int]:
    return supply_requests(actor).filter(pk__in=ids).order_by().values_list("pk", flat=True)


register("supplyrequest", _visible)
