"""A socket that stops reading costs the others nothing, and bounded memory (R-C6)."""

import asyncio
import contextlib
import socket as plain
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from tests.faults.ears import Ear, eventually

pytestmark = pytest.mark.faults


class Deaf:
    """A real websocket whose owner does not read: a small receive buffer, and reading paused."""

    def __init__(self, ear):
        self.ear = ear
        self.socket = None

    async def open(self):
        end = plain.socket()
        end.setsockopt(plain.SOL_SOCKET, plain.SO_RCVBUF, 4096)
        end.setblocking(False)
        host, port = self.ear.url.split("/")[2].split(":")
        await asyncio.get_running_loop().sock_connect(end, (host, int(port)))
        headers = {"Cookie": f"sessionid={self.ear.session}"}
        self.socket = await connect(
            self.ear.url, sock=end, additional_headers=headers, compression=None, proxy=None, max_size=2**22,
            ping_interval=None, max_queue=None,
        )  # fmt: skip
        self.ear.take(await self.socket.recv())
        self.socket.transport.pause_reading()

    async def listen(self):
        self.socket.transport.resume_reading()
        with contextlib.suppress(Exception):
            while True:
                self.ear.take(await self.socket.recv())


def memory_mb(pid):
    """Resident memory of a process."""
    words = Path(f"/proc/{pid}/statm").read_text().split()
    return int(words[1]) * 4096 / 2**20


async def test_sockets_that_stop_reading_cost_the_others_nothing_and_bounded_memory(site):
    url, session = site.url("/ws/feed/", scheme="ws"), site.world["sessions"]["county"]
    deaf = [Deaf(Ear(url, session)) for _ in range(30)]
    readers = [Ear(url, session).start() for _ in range(20)]
    try:
        await asyncio.gather(*(asyncio.wait_for(ear.online.wait(), 5) for ear in readers))
        await asyncio.gather(*(one.open() for one in deaf))
        before = memory_mb(site.processes["web"].pid)
        told = await asyncio.to_thread(site.tell, "county", 1500, 3000)
        await eventually(lambda: all(ear.heard == told for ear in readers), 5, "everybody who reads has heard all")
        grown = memory_mb(site.processes["web"].pid) - before
        assert grown < 60, f"{grown:.0f} MB for 30 sockets that do not read 4.5 MB each"

        tasks = [asyncio.create_task(one.listen()) for one in deaf]
        await eventually(lambda: all(one.ear.resyncs == 1 for one in deaf), 10, "those left behind are told to resync")
        later = await asyncio.to_thread(site.tell, "county", 3)
        await eventually(lambda: all(one.ear.heard[-3:] == later for one in deaf), 5, "and go on live")
        for one in deaf:
            assert one.ear.heard == sorted(set(one.ear.heard)), "each event at most once and in order"
        for task in tasks:
            task.cancel()
    finally:
        await asyncio.gather(*(ear.stop() for ear in readers))
        for one in deaf:
            if one.socket is not None:
                one.socket.transport.abort()


async def test_a_disabled_person_who_does_not_read_is_cut_off_all_the_same(site):
    pk, session = site.world["newcomers"].pop()
    deaf = Deaf(Ear(site.url("/ws/feed/", scheme="ws"), session))
    await deaf.open()
    await asyncio.to_thread(site.tell, "county", 1500, 3000)  # more than the buffers between here and there hold
    site.sql("UPDATE organizations_user SET is_active = false WHERE id = %s", pk)
    await asyncio.sleep(5)
    await asyncio.wait_for(deaf.listen(), 3)
    assert deaf.socket.close_code in (1006, 4403)
    assert len(deaf.ear.heard) < 1500
