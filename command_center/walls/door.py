"""Who may watch a wall: a person who may show it, or a screen paired with that very wall. A screen is nobody else.

A screen's key is a cookie. It is read here and at the wall's socket, nowhere else, and both ask for the one wall it was
paired with: everywhere else its holder is a stranger. So a stolen key can watch one wall, and do nothing (R-A1, R-H4).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from command_center.walls import selectors
from command_center.walls.models import Wall, WallScreen, Words
from organizations.middleware import ask_to_sign_in, is_fetch

COOKIE = "wall_screen"
# Browsers keep a cookie for 400 days at most; every page load of the wall begins them anew.
COOKIE_AGE_S = 400 * 24 * 3600


class Watcher:
    """The `user` of a page that a paired screen shows: enough for the frame's live feed, and no person."""

    is_authenticated = True
    large_type = False

    def __init__(self, screen: WallScreen) -> None:
        self.pk = f"screen-{screen.pk}"


View = Callable[..., HttpResponse]


def for_watchers(view: View) -> View:
    """The view gets (request, wall, screen or None); anybody else is asked to sign in, or finds nothing there."""

    @wraps(view)
    def enter(request: HttpRequest, slug: str, **more: Any) -> HttpResponse:
        if request.user.is_authenticated:
            wall = selectors.wall_get(slug, actor=request.user)
            return view(request, wall, None, **more)
        screen = selectors.screen_by_key(request.COOKIES.get(COOKIE, ""), slug)
        if screen is None:
            return _turned_away(request)
        language = "en" if screen.wall.words == Words.EN else "zh-hans"
        with translation.override(language):
            request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
            answer = view(request, screen.wall, screen, **more)
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=COOKIE_AGE_S, samesite="Lax")
        return answer

    return login_not_required(require_safe(enter))


def _turned_away(request: HttpRequest) -> HttpResponse:
    """People are asked to sign in; a screen whose key no longer opens this wall is sent to be paired anew."""
    if COOKIE not in request.COOKIES:
        return ask_to_sign_in(request)
    return HttpResponse(status=404) if is_fetch(request) else HttpResponseRedirect(f"{reverse('wall_pair')}?lost=1")


def give_key(answer: HttpResponse, raw: str) -> None:
    """Hand the key to the screen's browser, out of reach of scripts."""
    answer.set_cookie(
        COOKIE, raw, max_age=COOKIE_AGE_S, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
    )


def frame_of(wall: Wall, screen: WallScreen | None) -> dict[str, Any]:
    """What a wall page's frame needs besides its contents."""
    if screen is None:
        return {"wall": wall, "feed": "/ws/feed/"}
    return {"wall": wall, "screen": screen, "user": Watcher(screen), "feed": f"/ws/wall/{wall.slug}/"}
