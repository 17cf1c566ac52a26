"""The list of walls, and setting them up."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from command_center.walls import selectors, services, type_sizes
from command_center.walls.forms import WallNew, WallSettings, WallSize
from command_center.walls.models import Wall
from core.errors import AppError, UnprocessableError
from organizations import access
from organizations.models import User
from organizations.roles import Permission


@require_safe
def walls(request: HttpRequest) -> HttpResponse:
    """The walls a person may open, with their screens, and where a code is confirmed."""
    access.require_anywhere(request.user, Permission.WALL_VIEW)
    rows = [
        {
            "wall": one,
            "may_change": access.can(request.user, Permission.WALL_CHANGE, one.jurisdiction),
            "sparse": type_sizes(one.width_m, one.farthest_m).sparse,
        }
        for one in selectors.walls_list(actor=request.user)
    ]
    context = {
        "rows": rows,
        "may_set_up": access.can_anywhere(request.user, Permission.WALL_CHANGE),
        "changeable": [row["wall"] for row in rows if row["may_change"]],
        "code": "".join(filter(str.isdigit, request.GET.get("code", "")))[:6],
    }
    return render(request, "command_center/walls.html", context)


@require_POST
def wall_resize(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the size of a wall from the list of walls."""
    assert isinstance(request.user, User)
    shown = selectors.wall_get(slug, actor=request.user)
    form = WallSize(request.POST)
    if not form.is_valid():
        raise UnprocessableError(_("Width and distance are numbers, in metres."))
    services.wall_resize(wall=shown, **form.cleaned_data, actor=request.user)
    messages.success(request, _("The letters of the display follow its new size."))
    return redirect("walls")


def _edit(request: HttpRequest, form: Any, wall: Wall | None) -> HttpResponse:
    assert isinstance(request.user, User)
    if request.method == "POST" and form.is_valid():
        try:
            if wall is None:
                services.wall_create(**form.cleaned_data, actor=request.user)
                messages.success(
                    request, _("The display is set up. Open it on its screen, or pair the screen by code.")
                )
            else:
                services.wall_change(wall=wall, **form.cleaned_data, actor=request.user)
                messages.success(request, _("The display has been changed."))
            return redirect("walls")
        except AppError as error:
            for field, words in (error.errors or {"": error.message}).items():
                form.add_error(field if field in form.fields else None, words)
    status = 422 if form.errors else 200
    return render(request, "command_center/wall_edit.html", {"form": form, "wall": wall}, status=status)


@require_http_methods(["GET", "POST"])
def wall_new(request: HttpRequest) -> HttpResponse:
    """Set up a wall."""
    access.require_anywhere(request.user, Permission.WALL_CHANGE)
    initial = {"width_m": 3.6, "farthest_m": 8}
    return _edit(request, WallNew(request.POST or None, initial=initial, actor=request.user), None)


@require_http_methods(["GET", "POST"])
def wall_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a wall's name, place, labels and size."""
    wall = selectors.wall_get(slug, actor=request.user)
    access.require(request.user, Permission.WALL_CHANGE, wall.jurisdiction)
    names = ("name", "name_en", "jurisdiction", "words", "width_m", "farthest_m")
    initial = {name: getattr(wall, name) for name in names}
    return _edit(request, WallSettings(request.POST or None, initial=initial, actor=request.user), wall)


@require_POST
def wall_delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a wall down for good."""
    assert isinstance(request.user, User)
    services.wall_remove(wall=selectors.wall_get(slug, actor=request.user), actor=request.user)
    messages.success(request, _("The display has been removed; its screens are out."))
    return redirect("walls")
