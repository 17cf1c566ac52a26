"""The hub: reads what was committed, in that order, and writes each encoded event to every socket allowed to hear it.

Redis only wakes it; PostgreSQL is read, and polled anyway, so neither a dead Redis nor a restarted database loses an
event. Everything here runs on one event loop. `cursor` moves in the same step in which the news are handed to the
listeners, so a listener that joins at `cursor` needs exactly what lies before from the database and gets exactly what
lies after from here.
"""

import asyncio
import itertools
import logging
import time
from typing import Any

import orjson
import psycopg2
from django.conf import settings

from timeline.feed import doorbell, frames
from timeline.feed.crowd import Crowds, Place
from timeline.feed.door import DoorError, Standing, ask, sessions_alive, standings
from timeline.feed.listener import Listener
from timeline.feed.wire import Wire

log = logging.getLogger(__name__)

CHUNK = 500
STALL_S = 30.0
# Without a successful read for this long the hub is not fresh, and says so by falling silent.
FRESH_S = 5.0
GONE, REVOKED = 4401, 4403


class Hub:
    """One per process and event loop; `hub()` starts it."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.cursor = 0
        self.crowds = Crowds()
        self._fresh_at = 0.0
        self._bell = asyncio.Event()
        self._moved = asyncio.Condition()
        self._started = asyncio.Event()
        self._news = Wire()
        self._past = Wire()
        self._slots = itertools.cycle(range(settings.FEED_HEARTBEAT_S))
        self._positions: dict[Any, Place] = {}
        self._tasks = [self.loop.create_task(self._for_ever(work)) for work in (self._read, self._tick, self._watch)]
        bell = doorbell.listen(on_bell=self._bell.set, on_positions=self._take_positions)
        self._tasks.append(self.loop.create_task(bell))

    def is_fresh(self) -> bool:
        """Whether what sockets were told is at most seconds old."""
        return time.monotonic() - self._fresh_at < FRESH_S

    async def joined(self, listener: Listener, seen: int | None) -> int:
        """Let a listener in; what is committed after the returned cursor will reach it from here, once, in order.

        Another process may have told it more than this hub has read yet: then wait until this one knows as much.
        TimeoutError while the database cannot be read.
        """
        async with asyncio.timeout(10):
            await self._started.wait()
        if seen is not None and seen > self.cursor:
            self._bell.set()
            try:
                async with asyncio.timeout(3), self._moved:
                    await self._moved.wait_for(lambda: self.cursor >= seen)
            except TimeoutError:
                log.info("a client has seen %s, beyond the newest %s", seen, self.cursor)
        listener.slot = next(self._slots)
        self.crowds.add(listener)
        return self.cursor

    def leave(self, listener: Listener) -> None:
        """Forget a listener."""
        listener.dead = True
        self.crowds.remove(listener)

    async def replay(self, listener: Listener, after: int, upto: int) -> list[str] | None:
        """Encoded events after one cursor up to another that the listener may hear; None when they are too many."""
        groups = sorted(listener.groups)
        limit = settings.FEED_REPLAY_LIMIT
        rows = await self._past.rows(frames.REPLAY, (after, upto, groups, limit + 1))
        return None if len(rows) > limit else [text for _cursor, text in rows]

    async def stop(self) -> None:
        """End the hub's own work; sockets stay with the server."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._news.close()
        self._past.close()

    async def _for_ever(self, work: Any) -> None:
        while True:
            try:
                await work()
            except (psycopg2.Error, OSError, TimeoutError, DoorError) as error:
                log.warning("the feed goes on after: %s", str(error).strip() or type(error).__name__)
                await asyncio.sleep(0.5)
            except Exception:
                log.exception("the feed goes on after an error of its own")
                await asyncio.sleep(1)

    # --- news -----------------------------------------------------------------------------------------------------
    async def _read(self) -> None:
        newest = (await self._news.rows(frames.NEWEST))[0][0]
        if not self._started.is_set() or newest < self.cursor:
            # The first look; or the database was restored to an earlier state, and its cursors begin again.
            self.cursor = newest
            for listener in self.crowds.everybody():
                listener.resync()
            self._started.set()
        while newest > self.cursor:
            await self._catch_up()
        self._fresh_at = time.monotonic()
        while await self._rung():
            await self._catch_up()

    async def _rung(self) -> bool:
        """True at once when the bell has rung; False when it is time to look without it."""
        try:
            async with asyncio.timeout(settings.FEED_POLL_S):
                await self._bell.wait()
        except TimeoutError:
            return False
        self._bell.clear()
        return True

    async def _catch_up(self) -> None:
        full = True
        while full:
            rows = await self._news.rows(frames.NEWS, (self.cursor, CHUNK))
            full = len(rows) == CHUNK
            if rows:
                self.crowds.tell([frames.News(cursor, frozenset(who), text) for cursor, who, text in rows])
                self.cursor = rows[-1][0]
                async with self._moved:
                    self._moved.notify_all()
        self._fresh_at = time.monotonic()

    # --- what is due every second ---------------------------------------------------------------------------------
    async def _tick(self) -> None:
        for second in itertools.count():
            await asyncio.sleep(1)
            if self._positions:
                places, self._positions = list(self._positions.values()), {}
                self.crowds.tell_positions(places)
            now, slot = time.monotonic(), second % settings.FEED_HEARTBEAT_S
            beat = frames.heartbeat(self.cursor) if self.is_fresh() else None
            for listener in self.crowds.everybody():
                if beat is not None and listener.slot == slot:
                    listener.put_if_reading(beat)
                elif listener.busy and not listener.dead and now - listener.blocked_at > STALL_S:
                    listener.abort()

    def _take_positions(self, document: bytes) -> None:
        """Merge a batch: the newest per team by its own time."""
        try:
            batch = orjson.loads(document)
            audience = frozenset(batch["audience"])
            for item in batch["items"]:
                known = self._positions.get(item[0])
                if known is None or known.item[3] <= item[3]:
                    self._positions[item[0]] = Place(audience, item)
        except (ValueError, KeyError, TypeError, IndexError):
            log.warning("positions that cannot be read were left out")

    # --- who may still hear ---------------------------------------------------------------------------------------
    async def _watch(self) -> None:
        """Compare everybody's standing with the database: gone sessions and people are closed, groups follow roles."""
        while True:
            await asyncio.sleep(settings.FEED_ACCESS_CHECK_S - 0.5)
            everybody = self.crowds.everybody()
            if not everybody:
                continue
            known = {listener.person: listener.standing for listener in everybody}
            found = await ask(standings, known)
            alive = await ask(sessions_alive, {listener.session for listener in everybody if listener.session})
            for listener in everybody:
                self._judge(listener, found.get(listener.person), alive)

    def _judge(self, listener: Listener, standing: Standing | None, alive: set[str]) -> None:
        if standing is None:
            listener.close(REVOKED)
        elif listener.session and listener.session not in alive:
            listener.close(GONE)
        elif standing.signature != listener.standing:
            listener.standing = standing.signature
            if standing.groups is not None and standing.groups != listener.groups:
                self.crowds.move(listener, standing.groups)
                listener.resync()


_hubs: list[Hub] = []


def hub() -> Hub:
    """This process's hub, started on first use."""
    loop = asyncio.get_running_loop()
    if not _hubs or _hubs[0].loop is not loop:
        _hubs[:] = [Hub()]
    return _hubs[0]
