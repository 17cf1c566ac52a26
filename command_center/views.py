"""The pages that show everything at once: desk, map, walls, state of the system."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from command_center import status
from command_center.selectors import desk
from organizations import access
from organizations.homes import home_of
from organizations.roles import Permission
from resources.places.models import PlaceKind

EVENT_LAYERS = (
    ("incidents", Permission.INCIDENT_VIEW),
    ("reports", Permission.REPORT_VIEW),
    ("teams", Permission.TEAM_VIEW),
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
def system_status(request: HttpRequest) -> HttpResponse:
    """The state of the system in words, with what to do."""
    access.require_anywhere(request.user, Permission.STATUS_VIEW)
    parts = status.system_parts()
    context = {"parts": parts, "well": all(part.works for part in parts), "versions": status.system_versions()}
    return render(request, "command_center/status.html", context)
