"""The remote control of a wall, for a phone or a desk (ux §1.6)."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from command_center.walls import selectors, services
from command_center.walls.models import Extent, Scene, Wall
from command_center.walls.selectors.map import WALL_LAYERS
from core.errors import UnprocessableError
from incidents.response.selectors import incident_get
from organizations import access
from organizations.models import User
from organizations.roles import Permission
from resources.places.models import PlaceKind

LAYER_NAMES = {
    "incidents": _("Incidents"),
    "teams": _("Teams"),
    "plots": _("Drawings"),
    **{kind.value: kind.label for kind in PlaceKind},
}
FRESHNESS = {
    "connecting": _("Connecting"),
    "live": _("Live"),
    "late": _("Late"),
    "stale": _("Frozen"),
    "lost": _("No connection"),
    "auth": _("Sign in again"),
}
FREEZE_CHOICES = (5, 10, 20, 60)
MESSAGE_CHOICES = (10, 30, 120)


def _number(request: HttpRequest, name: str, fallback: int) -> int:
    try:
        return int(request.POST.get(name, fallback))
    except ValueError:
        raise UnprocessableError(_("That is not a number."), errors={name: _("That is not a number.")}) from None


def _scene(wall: Wall, request: HttpRequest, actor: User) -> None:
    number = request.POST.get("focus", "")
    focus = incident_get(number=number, actor=actor) if number else None
    services.wall_show_scene(wall=wall, scene=request.POST.get("scene", ""), focus=focus, actor=actor)


def _layers(wall: Wall, request: HttpRequest, actor: User) -> None:
    services.wall_set_layers(wall=wall, layers=request.POST.getlist("layers"), actor=actor)


def _extent(wall: Wall, request: HttpRequest, actor: User) -> None:
    services.wall_set_extent(wall=wall, extent=request.POST.get("extent", ""), actor=actor)


def _freeze(wall: Wall, request: HttpRequest, actor: User) -> None:
    services.wall_freeze(wall=wall, minutes=_number(request, "minutes", 10), actor=actor)


def _release(wall: Wall, request: HttpRequest, actor: User) -> None:
    services.wall_release(wall=wall, actor=actor)


def _blank(wall: Wall, request: HttpRequest, actor: User) -> None:
    services.wall_blank(wall=wall, blank=request.POST.get("blank") == "1", actor=actor)


def _say(wall: Wall, request: HttpRequest, actor: User) -> None:
    message, minutes = request.POST.get("message", ""), _number(request, "minutes", 30)
    services.wall_say(wall=wall, message=message, minutes=minutes, actor=actor)


ACTIONS: dict[str, Callable[[Wall, HttpRequest, User], None]] = {
    "scene": _scene,
    "layers": _layers,
    "extent": _extent,
    "freeze": _freeze,
    "release": _release,
    "blank": _blank,
    "say": _say,
}


def _render(request: HttpRequest, slug: str, template: str) -> HttpResponse:
    wall = selectors.wall_get(slug, actor=request.user)
    access.require(request.user, Permission.WALL_CHANGE, wall.jurisdiction)
    context = {
        "wall": wall,
        "now": timezone.now(),
        "scenes": Scene.choices,
        "extents": [one for one in Extent.choices if one[0] != Extent.INCIDENT or wall.focus_id],
        "layers": WALL_LAYERS,
        "layer_names": LAYER_NAMES,
        "freshness_names": FRESHNESS,
        "choices": selectors.focus_choices(wall, actor=request.user),
        "freeze_choices": FREEZE_CHOICES,
        "message_choices": MESSAGE_CHOICES,
    }
    return render(request, template, context)


@require_safe
def wall_remote(request: HttpRequest, slug: str) -> HttpResponse:
    """The page; `?part` gives its inside alone, refetched when the wall changes."""
    template = "_wall_remote.html" if "part" in request.GET else "wall_remote.html"
    return _render(request, slug, f"command_center/{template}")


@require_POST
def wall_control(request: HttpRequest, slug: str, action: str) -> HttpResponse:
    """One press of the remote control; answers with its inside as it is now."""
    assert isinstance(request.user, User)
    wall = selectors.wall_get(slug, actor=request.user)
    act = ACTIONS.get(action)
    if act is None:
        raise UnprocessableError(_("Choose from the list."))
    act(wall, request, request.user)
    if getattr(request, "htmx", False):
        return _render(request, slug, "command_center/_wall_remote.html")
    messages.success(request, _("Done. The wall follows."))
    return redirect("wall_remote", slug=slug)
