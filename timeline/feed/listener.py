"""One socket: sends at once, and only when the peer does not read keeps a bounded backlog, then a resync."""

import asyncio
import contextlib
import time
import types
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any

from django.conf import settings

from timeline.feed import frames
from timeline.feed.direct import direct_writer

Send = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]
BACKLOG_CHARS = 1_000_000


@types.coroutine
def _resumed(sending: Coroutine[Any, Any, None], first: Any) -> Generator[Any, Any, None]:
    """Go on awaiting a coroutine that was already stepped once and yielded `first`."""
    awaited = first
    while True:
        try:
            value = yield awaited
        except BaseException as error:  # noqa: BLE001 - a coroutine hands on whatever it is thrown
            try:
                awaited = sending.throw(error)
            except StopIteration:
                return
        else:
            try:
                awaited = sending.send(value)
            except StopIteration:
                return


class Listener:
    """Who hears (person, groups, session) and how far behind the peer is. Used on the hub's event loop only."""

    __slots__ = (
        "_backlog", "_chars", "_cursor", "_direct", "_overflowed", "_task", "blocked_at", "busy", "dead", "groups", "person",
        "send", "session", "slot", "standing",
    )  # fmt: skip

    def __init__(self, send: Send, cursor: Callable[[], int], *, person: int, groups: frozenset[str], session: str):
        self.send = send
        self.person = person
        self.groups = groups
        self.session = session
        self.standing = ""
        self.slot = 0
        self.dead = False
        # Busy from the start: what happens while it catches up waits in the backlog.
        self.busy = True
        self.blocked_at = time.monotonic()
        self._cursor = cursor
        self._direct = direct_writer(send)
        self._backlog: deque[frames.Frame] = deque()
        self._chars = 0
        self._overflowed = False
        self._task: asyncio.Task[None] | None = None

    def put(self, frame: frames.Frame) -> None:
        """Send now if the peer reads; otherwise remember it, or that something was left out."""
        if self.busy:
            self._remember(frame)
            return
        if self.dead or (self._direct is not None and self._direct(frame)):
            return
        sending = self.send(frame.asgi)
        try:
            first = sending.send(None)
        except StopIteration:
            return
        except Exception:  # noqa: BLE001 - whatever the server raises, this socket is over and the others go on
            self.dead = True
            return
        self._wait_for(_resumed(sending, first))

    def put_if_reading(self, frame: frames.Frame) -> None:
        """For what is stale a moment later (heartbeats, positions): a peer that does not read goes without."""
        if not self.busy:
            self.put(frame)

    def resync(self) -> None:
        """Tell the peer to fetch everything again, in place of all that still waited."""
        if self.busy:
            self._overflow()
        else:
            self.put(frames.resync(self._cursor()))

    def close(self, code: int) -> None:
        """Say goodbye; a peer that does not read is cut off."""
        if not self.dead:
            self.dead = True
            self._task = asyncio.get_running_loop().create_task(self._close(code))

    def abort(self) -> None:
        """Cut the connection: closing in order would wait for a peer that does not read.

        ASGI has no word for it, so the server's transport is asked directly where there is one.
        """
        self.dead = True
        if self._task is not None:
            self._task.cancel()
        transport = getattr(getattr(self.send, "__self__", None), "transport", None)
        if transport is not None:
            transport.abort()

    async def catch_up(self) -> None:
        """Send what waited and go live."""
        await self._drain(None)

    def _wait_for(self, sending: Awaitable[None]) -> None:
        self.busy = True
        self.blocked_at = time.monotonic()
        self._task = asyncio.get_running_loop().create_task(self._drain(sending))

    def _remember(self, frame: frames.Frame) -> None:
        if self._overflowed:
            return
        self._chars += frame.size
        if len(self._backlog) >= settings.FEED_BACKLOG or self._chars > BACKLOG_CHARS:
            self._overflow()
        else:
            self._backlog.append(frame)

    def _overflow(self) -> None:
        self._overflowed = True
        self._backlog.clear()
        self._chars = 0

    async def _drain(self, sending: Awaitable[None] | None) -> None:
        try:
            if sending is not None:
                await sending
            while not self.dead:
                if self._overflowed:
                    self._overflowed = False
                    frame = frames.resync(self._cursor())
                elif self._backlog:
                    frame = self._backlog.popleft()
                    self._chars -= frame.size
                else:
                    break
                self.blocked_at = time.monotonic()
                await self.send(frame.asgi)
        except Exception:  # noqa: BLE001 - the peer is gone
            self.dead = True
        finally:
            self.busy = False

    async def _close(self, code: int) -> None:
        try:
            async with asyncio.timeout(1):
                await self.send({"type": "websocket.close", "code": code})
        except TimeoutError:
            self.abort()
        except Exception:  # noqa: BLE001 - closed already
            with contextlib.suppress(Exception):
                self.abort()
