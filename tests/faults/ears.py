"""A client of the live feed as the browser is one: keeps its cursor, comes back for ever, notes what it heard."""

import asyncio
import contextlib
import json
import random

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake


class Ear:
    """One socket of one person; `heard` holds the cursors of its events in the order of arrival."""

    def __init__(self, url, session="", *, cursor=None, drops=False, ticket=""):
        self.url, self.session, self.cursor, self.drops, self.ticket = url, session, cursor, drops, ticket
        self.heard, self.events, self.beats, self.positions = [], [], [], []
        self.resyncs = self.connections = 0
        self.code = None
        self.online = asyncio.Event()
        self.task = None

    def start(self):
        """Listen until stopped."""
        self.task = asyncio.create_task(self._listen())
        return self

    async def stop(self):
        """Hang up."""
        self.task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.task

    async def _listen(self):
        while True:
            with contextlib.suppress(OSError, InvalidHandshake, ConnectionClosed, TimeoutError, EOFError):
                await self._once()
            self.online.clear()
            if self.code in (4401, 4403):
                return
            await asyncio.sleep(random.uniform(0.05, 0.4))

    def address(self):
        """With the cursor, as a browser would say it."""
        query = [f"cursor={self.cursor}"] if self.cursor is not None else []
        query += [f"ticket={self.ticket}"] if self.ticket else []
        return self.url + ("?" + "&".join(query) if query else "")

    async def _once(self):
        headers = {"Cookie": f"sessionid={self.session}"} if self.session else {}
        async with connect(
            self.address(), additional_headers=headers, compression=None, proxy=None, max_size=2**20, open_timeout=10
        ) as socket:
            self.connections += 1
            hang_up = asyncio.get_running_loop().time() + random.uniform(0.2, 1.5) if self.drops else None
            try:
                while True:
                    left = None if hang_up is None else max(0, hang_up - asyncio.get_running_loop().time())
                    async with asyncio.timeout(left):
                        text = await socket.recv()
                    self.take(text)
            finally:
                self.code = socket.close_code
                if self.drops and random.random() < 0.5:
                    socket.transport.abort()  # a network that vanishes, not a goodbye

    def take(self, text):
        """Remember a frame."""
        parts = json.loads(text)
        for part in parts if isinstance(parts, list) else [parts]:
            if part["type"] == "event":
                self.heard.append(part["cursor"])
                self.events.append(part)
                self.cursor = part["cursor"]
            elif part["type"] == "heartbeat":
                self.beats.append(part)
                self.cursor = max(self.cursor or 0, part["cursor"])
                self.online.set()
            elif part["type"] == "resync":
                self.resyncs += 1
                self.cursor = part["cursor"]
            else:
                self.positions.append(part)


async def eventually(true, seconds=10.0, what="it"):
    """Wait until `true()` is truthy."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.05)
    return what
