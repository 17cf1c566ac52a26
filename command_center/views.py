"""The pages that show everything at once: desk, map, walls, state of the system."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST, require_safe

from command_center import services, status
from command_center.forms import WallSize
from command_center.selectors import desk, wall
from command_center.walls import type_sizes
from core.errors import UnprocessableError
from core.templatetags.components import UNIT_WORDS
from organizations import access
from organizations.homes import home_of
from organizations.roles import Permission
from resources.places.models import PlaceKind

EVENT_LAYERS = (
    ("incidents", Permission.INCIDENT_VIEW),
    ("reports", Permission.REPORT_VIEW),
    ("teams", Permission.TEAM_VIEW),
)
WALL_ROWS = {"full": 8, "sparse": 5}
# What a wall shows of readiness while nothing is open.
READY = (
    ("station", _lazy("Stations")),
    ("warehouse", _lazy("Warehouses")),
    ("shelter", _lazy("Shelters")),
    ("hospital", _lazy("Hospitals")),
)


def _layers(request: HttpRequest) -> str:
    """Names of the layers this person may see, for the map's own list."""
    events = [name for name, permission in EVENT_LAYERS if access.can_anywhere(request.user, permission)]
    places = list(PlaceKind.values) if access.can_anywhere(request.user, Permission.PLACE_VIEW) else []
    return ",".join([*events, *places])


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Where the person's work begins; their preferences while nobody has given them a role."""
    assert request.user.is_authenticated
    return redirect(home_of(request.user) or "organizations:preferences")


@require_safe
@login_required
def duty(request: HttpRequest) -> HttpResponse:
    """The duty desk: queue, work area, map (R-B1)."""
    access.require_anywhere(request.user, Permission.REPORT_HANDLE)
    context = {
        "layers": _layers(request),
        "todo": desk.desk_todo(actor=request.user),
        "lines": desk.desk_log(actor=request.user),
    }
    return render(request, "command_center/duty.html", context)


@require_safe
@login_required
def duty_todo(request: HttpRequest) -> HttpResponse:
    """The strip of what waits, refetched when something happens."""
    access.require_anywhere(request.user, Permission.REPORT_HANDLE)
    return render(request, "command_center/_todo.html", {"todo": desk.desk_todo(actor=request.user)})


@require_safe
@login_required
def duty_log(request: HttpRequest) -> HttpResponse:
    """The last lines of the record."""
    access.require_anywhere(request.user, Permission.REPORT_HANDLE)
    return render(request, "command_center/_log.html", {"lines": desk.desk_log(actor=request.user)})


@require_safe
@login_required
def walls(request: HttpRequest) -> HttpResponse:
    """The walls a person may open."""
    access.require_anywhere(request.user, Permission.WALL_VIEW)
    rows = [
        {"wall": one, "may_change": access.can(request.user, Permission.INCIDENT_CHANGE, one.jurisdiction)}
        for one in wall.walls_list(actor=request.user)
    ]
    return render(request, "command_center/walls.html", {"rows": rows})


@require_POST
@login_required
def wall_resize(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the size of a wall from the list of walls."""
    shown = wall.wall_get(slug, actor=request.user)
    form = WallSize(request.POST)
    if not form.is_valid():
        raise UnprocessableError(_("Width and distance are numbers, in metres."))
    services.wall_resize(wall=shown, **form.cleaned_data, actor=request.user)
    messages.success(request, _("The letters of the display follow its new size."))
    return redirect("walls")


def _scene(request: HttpRequest, slug: str) -> dict[str, Any]:
    shown = wall.wall_get(slug, actor=request.user)
    sizes = type_sizes(shown.width_m, shown.farthest_m)
    preset = "sparse" if sizes.sparse else "full"
    scene = wall.wall_scene(shown, rows=WALL_ROWS[preset], actor=request.user)
    return {"wall": shown, "scene": scene, "sizes": sizes, "preset": preset, "ready_names": READY}


@require_safe
@login_required
def wall_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A wall display: 16:9, read from afar, never touched (R-H1)."""
    return render(request, "command_center/wall.html", _scene(request, slug))


@require_safe
@login_required
def wall_data(request: HttpRequest, slug: str) -> HttpResponse:
    """The wall's panels alone, refetched when something happens and once a minute."""
    return render(request, "command_center/_wall_panels.html", _scene(request, slug))


@require_safe
@login_required
def wall_size(request: HttpRequest, slug: str) -> HttpResponse:
    """The style sheet with the wall's type sizes: no inline style is needed, so none is allowed."""
    shown = wall.wall_get(slug, actor=request.user)
    return HttpResponse(type_sizes(shown.width_m, shown.farthest_m).css(), content_type="text/css")


@require_safe
@login_required
def wall_test(request: HttpRequest, slug: str) -> HttpResponse:
    """Legibility check: text at each tier, seam guides, severity shapes, greys."""
    shown = wall.wall_get(slug, actor=request.user)
    context = {
        "wall": shown,
        "sizes": type_sizes(shown.width_m, shown.farthest_m),
        "greys": range(11),
        "states": UNIT_WORDS,
    }
    return render(request, "command_center/wall_test.html", context)


@require_safe
@login_required
def system_status(request: HttpRequest) -> HttpResponse:
    """The state of the system in words, with what to do."""
    access.require_anywhere(request.user, Permission.STATUS_VIEW)
    parts = status.system_parts()
    context = {"parts": parts, "well": all(part.works for part in parts), "versions": status.system_versions()}
    return render(request, "command_center/status.html", context)
