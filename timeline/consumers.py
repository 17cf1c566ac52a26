"""The socket of the live feed: `/ws/feed/?cursor=N`, by session or `?ticket=` (R-C6)."""

import contextlib
import http.cookies
import logging
import time
from typing import Any
from urllib.parse import parse_qs

import psycopg2
from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from django.conf import settings
from django.http.request import validate_host

from timeline.feed import frames
from timeline.feed.door import DoorError, Guest, ask, guest_by_ticket, origin_allowed
from timeline.feed.doorkeeper import doorkeeper
from timeline.feed.hub import GONE, hub
from timeline.feed.listener import Listener

log = logging.getLogger(__name__)

TRY_LATER, FLOOD, TOO_LARGE = 1013, 1008, 1009
# The socket only tells. A client has nothing to say; a few small frames are forgiven.
FRAME_LIMIT = 4096
FRAMES_FORGIVEN = 20
MAX_CURSOR = 2**63 - 1


class FeedConsumer(AsyncConsumer):
    """Lets one peer in, replays what it missed, and leaves the rest to the hub."""

    listener: Listener | None = None
    forgiven = float(FRAMES_FORGIVEN)
    heard_at = 0.0

    async def dispatch(self, message: dict[str, Any]) -> None:
        """As Channels does, without its trip to another thread for database connections we do not hold."""
        handlers = {
            "websocket.connect": self.websocket_connect,
            "websocket.receive": self.websocket_receive,
            "websocket.disconnect": self.websocket_disconnect,
        }
        await handlers[message["type"]](message)

    async def websocket_connect(self, message: dict[str, Any]) -> None:
        """Origin, person, place in the order of events; then live."""
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in self.scope["headers"]}
        host = headers.get("host", "")
        known_host = validate_host(host.rsplit(":", 1)[0] if not host.endswith("]") else host, settings.ALLOWED_HOSTS)
        if not known_host or not origin_allowed(headers.get("origin"), host, settings.CSRF_TRUSTED_ORIGINS):
            await self.send({"type": "websocket.close"})
            return
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        await self.send({"type": "websocket.accept"})
        try:
            guest = await self._guest(headers.get("cookie", ""), query.get("ticket", [""])[0])
            if guest is None:
                await self.send({"type": "websocket.close", "code": GONE})
                return
            await self._let_in(guest, _cursor(query.get("cursor", [""])[0]))
        except (psycopg2.Error, TimeoutError, DoorError) as error:
            log.warning("a socket was sent away for now: %s", str(error).strip() or type(error).__name__)
            with contextlib.suppress(Exception):
                await self.send({"type": "websocket.close", "code": TRY_LATER})
        except OSError:
            log.debug("a peer was gone before it was let in")

    async def websocket_receive(self, message: dict[str, Any]) -> None:
        """Ignored; a flood is closed."""
        size = len(message.get("text") or message.get("bytes") or "")
        now = time.monotonic()
        self.forgiven = min(FRAMES_FORGIVEN, self.forgiven + now - self.heard_at) - 1
        self.heard_at = now
        if size > FRAME_LIMIT or self.forgiven < 0:
            code = TOO_LARGE if size > FRAME_LIMIT else FLOOD
            if self.listener is not None:
                hub().leave(self.listener)
            with contextlib.suppress(Exception):
                await self.send({"type": "websocket.close", "code": code})

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        """The peer is gone."""
        if self.listener is not None:
            hub().leave(self.listener)
        raise StopConsumer

    async def _guest(self, cookies: str, ticket: str) -> Guest | None:
        if ticket:
            return await ask(guest_by_ticket, ticket[:200])
        jar: http.cookies.SimpleCookie = http.cookies.SimpleCookie()
        with contextlib.suppress(http.cookies.CookieError):
            jar.load(cookies)
        morsel = jar.get(settings.SESSION_COOKIE_NAME)
        return await doorkeeper().guest(morsel.value) if morsel and morsel.value else None

    async def _let_in(self, guest: Guest, seen: int | None) -> None:
        """Join first, at a definite cursor; replay up to it; then what came meanwhile; then live."""
        feed = hub()
        listener = Listener(
            self.base_send, lambda: feed.cursor, person=guest.person, groups=guest.groups, session=guest.session
        )
        listener.standing = guest.standing
        self.listener = listener
        joined = await feed.joined(listener, seen)
        try:
            await self._replay(listener, seen, joined)
            await self.send(frames.heartbeat(joined).asgi)
        except BaseException:
            feed.leave(listener)
            raise
        await listener.catch_up()

    async def _replay(self, listener: Listener, seen: int | None, joined: int) -> None:
        if seen is None:
            return
        if seen > joined:
            await self.send(frames.resync(joined).asgi)  # from a future that was restored away
            return
        await self.send(frames.heartbeat(seen).asgi)
        missed = await hub().replay(listener, seen, joined) if joined > seen else []
        if missed is None:
            await self.send(frames.resync(joined).asgi)
            return
        for frame in frames.batched(missed):
            await self.send(frame.asgi)


def _cursor(text: str) -> int | None:
    """The cursor a client brings; what is not one means “from now on”."""
    return min(int(text), MAX_CURSOR) if text.isascii() and text.isdigit() and len(text) < 25 else None
