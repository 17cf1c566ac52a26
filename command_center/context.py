"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from command_center.links import page_exists
from organizations import access
from organizations.roles import Permission

# (address, words, key, permission): the menu shows what the person may do somewhere.
MAIN = [
    ("/duty/", _("Duty desk"), "", Permission.REPORT_HANDLE),
    ("/incidents/", _("Incidents"), "", Permission.INCIDENT_VIEW),
    ("/dispatch/", _("Dispatch"), "F4", Permission.DISPATCH_ORDER),
    ("/map/", _("Map"), "F9", Permission.PLACE_VIEW),
    ("/r/", pgettext_lazy("menu", "Report"), "", Permission.REPORT_CREATE),
    ("/teams/", _("Teams"), "", Permission.TEAM_VIEW),
    ("/reserves/", _("Reserves"), "", Permission.RESERVE_VIEW),
    ("/shelters/", _("Shelters"), "", Permission.SHELTER_VIEW),
]
MORE = [
    ("/supply/", _("Supply requests"), "", Permission.RESERVE_VIEW),
    ("/orders/", _("My orders"), "", Permission.DISPATCH_RESPOND),
    ("/wall/", _("Wall displays"), "", Permission.WALL_VIEW),
    ("/timeline/", _("Record"), "", Permission.TIMELINE_VIEW),
    ("/people/", _("People and units"), "", Permission.PEOPLE_VIEW),
    ("/settings/types/", _("Event types"), "", Permission.INCIDENT_GRADE),
    ("/status/", _("System status"), "", Permission.STATUS_VIEW),
]


def menu(request: HttpRequest, items: list[tuple[str, Any, str, Any]]) -> list[dict[str, Any]]:
    """The entries of one menu that this person may use."""
    user = getattr(request, "user", None)
    if user is None:
        return []
    return [
        {"url": url, "label": label, "key": key, "current": request.path.startswith(url)}
        for url, label, key, permission in items
        if page_exists(url) and access.can_anywhere(user, permission)
    ]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Version, demo flag and menus for the base template; menus are worked out only where they are shown."""
    return {
        "app_version": settings.VERSION,
        "is_demo": settings.DEMO,
        "is_drill": settings.DRILL,
        "twin_url": settings.TWIN_URL,
        "nav": SimpleLazyObject(lambda: menu(request, MAIN)),
        "nav_more": SimpleLazyObject(lambda: menu(request, MORE)),
        "in_nav_more": any(request.path.startswith(url) for url, *_rest in MORE),
    }
