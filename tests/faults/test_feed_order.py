"""Every socket ends with every event once, in commit order, whatever drops in between (R-C6)."""

import asyncio
import random

import pytest

from tests.faults.ears import Ear, eventually

pytestmark = pytest.mark.faults


async def test_300_sockets_that_drop_at_random_hear_8_writers_once_and_in_commit_order(site):
    before = site.sql("SELECT coalesce(max(cursor), 0) FROM timeline_feedentry")[0][0]
    url, session = site.url("/ws/feed/", scheme="ws"), site.world["sessions"]["county"]
    ears = [Ear(url, session, cursor=before, drops=True).start() for _ in range(300)]
    try:
        writer = site.start("writer", "-m", "tests.faults.writer", site.world["places"]["county"], 8, 60, 0.05)
        while writer.poll() is None:
            await asyncio.sleep(0.1)
        assert writer.returncode == 0
        rows = site.sql(
            "SELECT f.cursor, f.event_id FROM timeline_feedentry f WHERE f.cursor > %s ORDER BY f.cursor", before
        )
        committed = [cursor for cursor, _event in rows]
        ids = [event for _cursor, event in rows]
        assert len(committed) == 480
        assert ids != sorted(ids), "the writers should have committed out of id order"
        for ear in ears:
            ear.drops = False
        await eventually(lambda: all(ear.heard[-1:] == committed[-1:] for ear in ears), 20)
        wrong = [ear for ear in ears if ear.heard != committed]
        assert wrong == []
        assert sum(ear.connections for ear in ears) > 900, "the sockets should have dropped"
        assert random.choice(ears).events[0]["data"]["text"] == "云溪县 𠮷"
    finally:
        await asyncio.gather(*(ear.stop() for ear in ears))
