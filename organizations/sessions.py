"""How long a browser's session lasts: idle and absolute limits, kept in the session itself (seconds since 1970)."""

import time

from django.conf import settings
from django.http import HttpRequest

BEGAN = "began_at"
SEEN = "seen_at"
BACKGROUND = "X-Background"
WALLS = "/wall/"


def begin(request: HttpRequest) -> None:
    """Start both clocks; called when a person has signed in."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def seconds_left(request: HttpRequest) -> int:
    """Until the nearer of the two limits; 0 or less when the session is over."""
    now = time.time()
    idle = settings.SESSION_IDLE_S - (now - request.session.get(SEEN, now))
    absolute = settings.SESSION_ABSOLUTE_S - (now - request.session.get(BEGAN, now))
    return int(min(idle, absolute))


def is_background(request: HttpRequest) -> bool:
    """Polling and live refreshes say so; they do not count as a person being there.

    A wall display is never touched by anybody: its own refreshing keeps it signed in, up to the absolute limit.
    """
    return request.headers.get(BACKGROUND) == "1" and not request.path.startswith(WALLS)


def touch(request: HttpRequest) -> None:
    """Note that a person is there, at most once a minute so that reading does not mean writing."""
    now = int(time.time())
    if BEGAN not in request.session:
        begin(request)
    elif now - request.session.get(SEEN, 0) >= min(60, settings.SESSION_IDLE_S // 4):
        request.session[SEEN] = now
