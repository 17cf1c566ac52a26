"""Web, Redis and both are killed while people write: nothing is lost, and no hand is needed (R-C6)."""

import asyncio

import pytest

from tests.faults.ears import Ear, eventually

pytestmark = pytest.mark.faults


async def test_kill_9_of_web_of_redis_and_of_both_under_writing_loses_nothing(site):
    before = site.sql("SELECT coalesce(max(cursor), 0) FROM timeline_feedentry")[0][0]
    url, session = site.url("/ws/feed/", scheme="ws"), site.world["sessions"]["county"]
    ears = [Ear(url, session, cursor=before).start() for _ in range(60)]
    try:
        await asyncio.gather(*(ear.online.wait() for ear in ears))
        writer = site.start("writer", "-m", "tests.faults.writer", site.world["places"]["county"], 4, 80, 0.05)
        await asyncio.sleep(1.5)

        site.kill("web")
        site.start_web()
        await asyncio.sleep(0.5)

        site.kill_redis()
        await asyncio.sleep(1)
        site.valkey.start()
        await asyncio.sleep(0.5)

        site.kill_redis()
        site.kill("web")
        site.start_web()  # comes up and tells without Redis
        site.valkey.start()

        code = await asyncio.to_thread(writer.wait, 60)
        assert code == 0
        committed = [
            row[0] for row in site.sql("SELECT cursor FROM timeline_feedentry WHERE cursor > %s ORDER BY 1", before)
        ]
        assert len(committed) == 320
        await eventually(lambda: all(ear.heard == committed for ear in ears), 10, "all screens equal")
        assert sum(ear.connections for ear in ears) > 2 * len(ears), "the sockets should have been cut twice"
        assert sum(ear.resyncs for ear in ears) == 0
    finally:
        await asyncio.gather(*(ear.stop() for ear in ears))


async def test_a_feed_without_redis_still_tells_within_two_seconds(site):
    ear = Ear(site.url("/ws/feed/", scheme="ws"), site.world["sessions"]["county"]).start()
    site.kill_redis()
    try:
        await asyncio.wait_for(ear.online.wait(), 5)
        loop = asyncio.get_running_loop()
        told = await asyncio.to_thread(site.tell, "county", 1)
        began = loop.time()
        await eventually(lambda: ear.heard == told, 3)
        assert loop.time() - began < 2
    finally:
        await ear.stop()
        site.valkey.start()


async def test_a_frozen_redis_slows_nobody_and_positions_come_back_with_it(site):
    ear = Ear(site.url("/ws/feed/", scheme="ws"), site.world["sessions"]["county"]).start()
    frozen = site.valkey.process
    try:
        await asyncio.wait_for(ear.online.wait(), 5)
        frozen.send_signal(19)  # SIGSTOP: the port is open, and nobody answers
        told = await asyncio.to_thread(site.tell, "county", 3)
        await eventually(lambda: ear.heard == told, 4)
    finally:
        frozen.send_signal(18)
    try:
        place = site.world["places"]["county"]
        tell = f'{{"audience":["team.view@{place}"],"items":[[7,103.6,30.9,"2026-01-01T00:00:00+00:00"]]}}'

        def tell_until_heard():
            site.redis().publish("feed:positions", tell)
            return ear.positions

        await eventually(tell_until_heard, 15)
        assert ear.positions[0]["items"] == [[7, 103.6, 30.9, "2026-01-01T00:00:00+00:00"]]
    finally:
        await ear.stop()


async def test_a_database_that_restarts_its_connections_loses_nothing(site):
    ear = Ear(site.url("/ws/feed/", scheme="ws"), site.world["sessions"]["county"]).start()
    try:
        await asyncio.wait_for(ear.online.wait(), 5)
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        first = await asyncio.to_thread(site.tell, "county", 2)
        site.sql(ended)
        second = await asyncio.to_thread(site.tell, "county", 2)
        await eventually(lambda: ear.heard == first + second, 10)
        assert ear.connections == 1, "the socket should have stayed open"
    finally:
        await ear.stop()
