"""A wall as it is shown: never touched, read from afar, the same for everybody before it (R-H1)."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from command_center.walls import selectors, services, type_sizes
from command_center.walls.door import COOKIE, for_watchers, frame_of, give_key
from command_center.walls.models import Wall, WallScreen, Words
from command_center.walls.selectors.map import wall_map
from core.templatetags.components import UNIT_WORDS

WALL_ROWS = {"full": 8, "sparse": 5}
# What a wall shows of readiness while nothing is open.
READY = (
    ("station", _("Stations")),
    ("warehouse", _("Warehouses")),
    ("shelter", _("Shelters")),
    ("hospital", _("Hospitals")),
)
SHELTERS = (
    ("open", _("Shelters open")),
    ("people", _("People in them")),
    ("free", _("Places left")),
    ("standby_capacity", _("Places on standby")),
)
# The same on one line below the goods.
SHELTER_LINE = (("people", pgettext_lazy("shelters", "in")), ("free", pgettext_lazy("shelters", "free")))
RECENT = {
    "incident.opened": _("opened"),
    "incident.handled": _("being handled"),
    "incident.stabilised": _("under control"),
    "incident.reopened": _("reopened"),
    "dispatch.ordered": _("ordered"),
    "dispatch.acknowledged": _("acknowledged"),
    "dispatch.departed": _("departed"),
    "dispatch.arrived": _("arrived"),
    "dispatch.returned": _("returning"),
    "dispatch.ended": _("assignments ended"),
    "dispatch.overdue": _("not acknowledged in time"),
    "report.verified": _("reports verified"),
    "report.joined": _("reports joined"),
}
TITLES = {
    "incidents": _("Open incidents"),
    "forces": _("Forces"),
    "impact": _("Impact of open incidents"),
    "posts": _("On duty"),
    "recent": _("Last 10 minutes"),
    "ready": _("Standing ready"),
    "shelters": _("Shelters"),
    "supplies": _("Reserves available"),
    "focus": _("Incident in focus"),
    "teams": _("Teams out"),
    "due": _("Due"),
    "lines": _("How it went"),
    "warnings": _("Warnings"),
}


def _titles(wall: Wall) -> dict[str, tuple[str, str]]:
    """Headings in the language of the screen, and small in English where the wall wants both."""
    small: dict[str, str] = {}
    if wall.words == Words.BOTH and (translation.get_language() or "").startswith("zh"):
        with translation.override("en"):
            small = {name: str(words) for name, words in TITLES.items()}
    return {name: (str(words), small.get(name, "")) for name, words in TITLES.items()}


def _look(wall: Wall) -> dict[str, Any]:
    sizes = type_sizes(wall.width_m, wall.farthest_m)
    preset = "sparse" if sizes.sparse else "full"
    scene = selectors.wall_scene(wall, rows=WALL_ROWS[preset])
    return {
        "scene": scene,
        "sizes": sizes,
        "preset": preset,
        "titles": _titles(wall),
        "ready_names": READY,
        "shelter_names": SHELTERS,
        "shelter_line": SHELTER_LINE,
        "recent_names": RECENT,
    }


def _bounds(wall: Wall) -> str:
    boundary = wall.jurisdiction.boundary
    return ",".join(f"{part:.4f}" for part in boundary.extent) if boundary else ""


@for_watchers
def wall_page(request: HttpRequest, wall: Wall, screen: WallScreen | None) -> HttpResponse:
    """A wall display: 16:9 or 32:9."""
    context = {**frame_of(wall, screen), **_look(wall), "bounds": _bounds(wall), "now": timezone.now()}
    answer = render(request, "command_center/wall.html", context)
    if screen is not None:
        give_key(answer, request.COOKIES[COOKIE])  # its year begins anew
    return answer


@for_watchers
def wall_data(request: HttpRequest, wall: Wall, screen: WallScreen | None) -> HttpResponse:
    """The panels alone, refetched when something happens and once a minute; nothing new while the wall is held still."""
    if wall.is_frozen and "first" not in request.GET:
        return HttpResponse(status=204)
    return render(request, "command_center/_wall_panels.html", frame_of(wall, screen) | _look(wall))


@for_watchers
def wall_state(request: HttpRequest, wall: Wall, screen: WallScreen | None) -> HttpResponse:
    """What the remote control has set; and what the screen says of itself is noted."""
    said = {name: request.GET.get(name, "")[:40] for name in ("version", "freshness", "size") if request.GET.get(name)}
    if said:
        services.wall_heard(wall=wall, screen=screen, said=said, actor=request.user)
    return render(request, "command_center/_wall_state.html", frame_of(wall, screen) | {"now": timezone.now()})


@for_watchers
def wall_map_data(request: HttpRequest, wall: Wall, screen: WallScreen | None) -> HttpResponse:
    """What is drawn on the wall's map: below its jurisdiction, nothing sensitive."""
    names = [name for name in request.GET.get("layers", "").split(",") if name]
    return HttpResponse(wall_map(wall, names or list(wall.layers)), content_type="application/json")


@for_watchers
def wall_size(request: HttpRequest, wall: Wall, screen: WallScreen | None) -> HttpResponse:
    """The style sheet with the wall's type sizes: no inline style is needed, so none is allowed."""
    return HttpResponse(type_sizes(wall.width_m, wall.farthest_m).css(), content_type="text/css")


@for_watchers
def wall_test(request: HttpRequest, wall: Wall, screen: WallScreen | None) -> HttpResponse:
    """Legibility check: text at each tier, seam guides, severity shapes, greys."""
    context = {
        **frame_of(wall, screen),
        "sizes": type_sizes(wall.width_m, wall.farthest_m),
        "greys": range(11),
        "states": UNIT_WORDS,
    }
    return render(request, "command_center/wall_test.html", context)


@login_not_required
@require_safe
def wall_worker(request: HttpRequest) -> HttpResponse:
    """The service worker of walls; served here because its reach is the folder it comes from."""
    answer = render(
        request, "command_center/wall_worker.js", {"version": settings.VERSION}, content_type="text/javascript"
    )
    answer["Cache-Control"] = "no-cache"
    return answer
