"""Who may see who else has a report open: those who handle the queue; its reporter is not told who reads it (R-C3)."""

from collections.abc import Collection, Iterable

from incidents.reports.selectors.lists import visible
from organizations import access
from organizations.access import Actor
from organizations.roles import Permission
from timeline.presence import register


def _visible(ids: Collection[int], actor: Actor) -> Iterable[int]:
    if not access.can_anywhere(actor, Permission.REPORT_HANDLE):
        return []
    return visible(actor).filter(pk__in=ids).order_by().values_list("pk", flat=True)


register("report", _visible)
