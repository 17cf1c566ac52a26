"""Many sockets in one process, as cheap as they get: handshake, then counting a mark in what arrives.

Used through `Ears`, which keeps them in a process of their own so that listening does not slow what is measured more
than it must. Times are CLOCK_MONOTONIC, the same for all processes.
"""

import asyncio
import base64
import multiprocessing
import os
import socket
import time

import uvloop

MARK = b'"mark":'


class Ear(asyncio.Protocol):
    """One socket; counts events."""

    def __init__(self, hall, request):
        self.hall, self.request = hall, request
        self.heard, self.tail, self.open, self.ready = 0, b"", False, False

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data):
        if not self.open:
            head, end, data = (self.tail + data).partition(b"\r\n\r\n")
            if not end:
                self.tail = head
                return
            if b" 101 " not in head.split(b"\r\n")[0]:
                raise RuntimeError(head[:200])
            self.open, self.tail = True, b""
            if not self.hall.first:
                self.hall.opened()
                self.ready = True
        if not self.ready and self.hall.first in self.tail + data:
            self.ready = True
            self.hall.opened()
        if self.tail:
            data = self.tail + data
        mark = self.hall.mark
        self.heard += data.count(mark)
        self.tail = data[-(len(mark) - 1) :]
        if self.heard >= self.hall.wanted and self in self.hall.waiting:
            self.hall.waiting.discard(self)
            if not self.hall.waiting:
                self.hall.done.set()

    def connection_lost(self, exc):
        self.hall.lost += 1


class Hall:
    """All sockets of one server."""

    def __init__(self, mark):
        self.mark = mark
        self.first = b""
        self.ears, self.waiting = [], set()
        self.wanted, self.lost, self.count = 1 << 60, 0, 0
        self.done = asyncio.Event()

    def opened(self):
        self.count += 1

    async def fill(self, port, path, cookies, stalled, first):
        loop = asyncio.get_running_loop()
        self.first = first
        for at in range(0, len(cookies), 200):
            await asyncio.gather(*(self._one(loop, port, path, cookie) for cookie in cookies[at : at + 200]))
        until = time.monotonic() + 30
        while self.count < len(self.ears) and time.monotonic() < until:
            await asyncio.sleep(0.01)
        for ear in self.ears[:stalled]:
            ear.transport.pause_reading()
        self.ears = self.ears[stalled:]
        return self.count

    async def _one(self, loop, port, path, cookie):
        key = base64.b64encode(os.urandom(16)).decode()
        request = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nCookie: {cookie}\r\n\r\n"
        ).encode()
        end = socket.socket()
        end.setblocking(False)
        await loop.sock_connect(end, ("127.0.0.1", port))
        _transport, ear = await loop.create_connection(lambda: Ear(self, request), sock=end)
        self.ears.append(ear)

    def expect(self, more):
        for ear in self.ears:
            ear.heard = 0
        self.wanted, self.waiting = more, set(self.ears)
        self.done.clear()

    async def heard(self, seconds):
        try:
            async with asyncio.timeout(seconds):
                await self.done.wait()
        except TimeoutError:
            pass
        at = time.monotonic()
        lost = sum(max(0, self.wanted - ear.heard) for ear in self.ears)
        extra = sum(max(0, ear.heard - self.wanted) for ear in self.ears)
        return at, lost, extra, self.lost


async def _serve(pipe, mark):
    halls = {}
    loop = asyncio.get_running_loop()
    while True:
        name, what, *rest = await loop.run_in_executor(None, pipe.recv)
        hall = halls.setdefault(name, Hall(mark)) if name else None
        if what == "fill":
            pipe.send(await hall.fill(*rest))
        elif what == "expect":
            hall.expect(*rest)
            pipe.send(None)
            pipe.send(await hall.heard(20))
        else:
            return


def _main(pipe, mark):
    uvloop.run(_serve(pipe, mark))


class Ears:
    """The process with the sockets, seen from the benchmark."""

    def __init__(self, mark=MARK):
        self.mark = mark

    def __enter__(self):
        """Start it."""
        self.pipe, other = multiprocessing.Pipe()
        self.process = multiprocessing.get_context("spawn").Process(target=_main, args=(other, self.mark), daemon=True)
        self.process.start()
        return self

    def __exit__(self, *_error):
        """End it."""
        self.process.kill()
        self.process.join()

    def fill(self, hall, port, path, cookies, stalled=0, first=b""):
        """Open a socket per cookie, in once it has heard `first`; the first `stalled` stop reading. Seconds it took."""
        began = time.monotonic()
        self.pipe.send((hall, "fill", port, path, cookies, stalled, first))
        opened = self.pipe.recv()
        assert opened == len(cookies), f"{opened} of {len(cookies)} sockets were let in"
        return time.monotonic() - began

    def round(self, hall, marks, tell):
        """(seconds until the last socket has the last of `marks`, lost, doubled): `tell()` returns when it began."""
        self.pipe.send((hall, "expect", marks))
        self.pipe.recv()
        began = tell()
        at, lost, extra, gone = self.pipe.recv()
        assert not gone, f"{gone} sockets were closed"
        return at - began, lost, extra
