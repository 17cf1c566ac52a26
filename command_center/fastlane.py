"""A short way for the one address every moving map asks again and again; all else goes the whole way.

See `selectors/map_fast.py` for why nobody sees more by it. Programs with a key, answers with an ETag, people whose role
needs a second factor, sessions about to be touched or over, and every question that must be answered in words: the whole
way. Measured by `./dev bench map`.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from command_center.forms import parse_bbox, parse_layers
from command_center.selectors.map import FIXED
from command_center.selectors.map_fast import Guess, guess_make, map_if_still
from core.errors import AppError
from organizations import access, sessions
from organizations.models import User
from organizations.roles import PRIVILEGED

Handler = Callable[[HttpRequest], HttpResponse]
PATH = "/api/v1/map/"
KEPT = 2000
ASKED = frozenset({"layers", "bbox"})


class MapLaneMiddleware:
    """Answers a viewport in one statement where the session's last full request vouches for it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self._guesses: OrderedDict[str, Guess] = OrderedDict()
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The short way, or the whole way and then remember."""
        if request.path != PATH or not _eligible(request):
            return self.get_response(request)
        key = request.COOKIES[settings.SESSION_COOKIE_NAME]
        guess = self._guesses.get(key)
        if guess is not None:
            answer = _short(guess, key, request)
            if answer is not None:
                return answer
            with self._lock:
                self._guesses.pop(key, None)
        response = self.get_response(request)
        if response.status_code == 200 and request.user.is_authenticated:
            self._remember(key, request.user)
        return response

    def _remember(self, key: str, actor: User) -> None:
        guess = guess_make(key, actor=actor)
        if guess is None:
            return
        with self._lock:
            self._guesses[key] = guess
            while len(self._guesses) > KEPT:
                self._guesses.popitem(last=False)


def _eligible(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and settings.SESSION_COOKIE_NAME in request.COOKIES
        and "HTTP_AUTHORIZATION" not in request.META
        and ASKED.issuperset(request.GET)
    )


def _needs_factor(user: User) -> bool:
    return bool(settings.TOTP_REQUIRED and access.roles(user) & PRIVILEGED)


def _short(guess: Guess, key: str, request: HttpRequest) -> HttpResponse | None:
    """The answer, or None: the session is over or wants to be touched, the question is odd, the proof does not hold."""
    now = time.time()
    left = min(settings.SESSION_IDLE_S - (now - guess.seen_at), settings.SESSION_ABSOLUTE_S - (now - guess.began_at))
    due = now - guess.seen_at >= min(60, settings.SESSION_IDLE_S // 4) and not sessions.is_background(request)
    if left <= 1 or due or _needs_factor(guess.user):
        return None
    try:
        names, bbox = parse_layers(request.GET.get("layers")), parse_bbox(request.GET.get("bbox"))
    except AppError:
        return None
    if names and FIXED.issuperset(names):
        return None
    document = map_if_still(guess, key, names, bbox)
    if document is None:
        return None
    response = HttpResponse(document, content_type="application/json")
    response["Vary"] = "Cookie"
    response["X-Frame-Options"] = settings.X_FRAME_OPTIONS
    return response
