"""Pairing: the page a new screen shows, what it asks meanwhile, and the person's yes (ux S1)."""

import io

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from command_center.walls import selectors, services
from command_center.walls.door import give_key
from command_center.walls.services.pairing import CODE_LIFE
from core.errors import ConflictError
from organizations.models import User
from organizations.network import client_address

SECRET = "wall_pairing"  # noqa: S105 - the name of a cookie
PATH = "/wall/pair/"


@login_not_required
@require_safe
def wall_pair(request: HttpRequest) -> HttpResponse:
    """What a screen shows before it belongs to a wall; its code is fetched by the page."""
    return render(request, "command_center/wall_pair.html", {"revoked": "lost" in request.GET})


@login_not_required
@require_POST
def wall_pair_new(request: HttpRequest) -> HttpResponse:
    """A new code: the digits, a drawing of the address that takes them, and how long they hold."""
    begun = services.pairing_begin(address=client_address(request), actor=request.user)
    address = request.build_absolute_uri(f"{reverse('walls')}?code={begun.code}")
    drawing = io.BytesIO()
    qrcode.make(address, image_factory=qrcode.image.svg.SvgPathImage, border=2).save(drawing)
    answer = JsonResponse(
        {
            "code": begun.code,
            "drawing": drawing.getvalue().decode(),
            "address": request.build_absolute_uri(reverse("walls")),
            "expires_at": begun.expires_at.isoformat(),
        }
    )
    answer.set_cookie(
        SECRET, begun.secret, max_age=int(CODE_LIFE.total_seconds()), path=PATH, httponly=True,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Strict",
    )  # fmt: skip
    return answer


@login_not_required
@require_POST
def wall_pair_poll(request: HttpRequest) -> HttpResponse:
    """Whether a person has said yes: then the key is handed over, once, and the address of the wall."""
    try:
        collected = services.pairing_collect(secret=request.COOKIES.get(SECRET, ""), actor=request.user)
    except ConflictError:
        return JsonResponse({"state": "over"})
    if collected is None:
        return JsonResponse({"state": "waiting"})
    wall, raw = collected
    answer = JsonResponse({"state": "paired", "url": reverse("wall", args=[wall.slug])})
    give_key(answer, raw)
    answer.delete_cookie(SECRET, path=PATH)
    return answer


@require_POST
def wall_pair_confirm(request: HttpRequest) -> HttpResponse:
    """A person with `wall.change` says which wall the screen with this code may show."""
    assert isinstance(request.user, User)
    wall = selectors.wall_get(request.POST.get("wall", ""), actor=request.user)
    pairing = services.pairing_confirm(
        wall=wall, code=request.POST.get("code", ""), name=request.POST.get("name", ""), actor=request.user
    )
    words = _("%(screen)s is paired with %(wall)s; it shows it within seconds.")
    messages.success(request, words % {"screen": pairing.name, "wall": wall})
    return redirect("walls")


@require_POST
def wall_screen_revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a screen's key away."""
    assert isinstance(request.user, User)
    screen = selectors.screen_get(pk, slug, actor=request.user)
    services.screen_revoke(screen=screen, actor=request.user)
    messages.success(request, _("%(screen)s no longer shows the wall.") % {"screen": screen.name})
    return redirect("walls")
