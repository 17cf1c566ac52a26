"""Who hears: the superior does, the neighbour does not, and who may no longer hear stops within five seconds (R-A1, R-C6)."""

import asyncio
import hashlib
import time

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.faults.ears import Ear, eventually

pytestmark = pytest.mark.faults

TICKET = (
    "INSERT INTO organizations_feedticket (user_id, digest, expires_at) VALUES (%s, %s, now() + %s * interval '1 s')"
)


def feed(site):
    return site.url("/ws/feed/", scheme="ws")


def newcomer(site):
    """(id, session) of a duty officer of the county whom no other test uses."""
    return site.world["newcomers"].pop()


def ticket(site, secret, seconds):
    site.sql(TICKET, site.world["people"]["county"], hashlib.sha256(secret.encode()).hexdigest(), seconds)
    return secret


async def test_the_superior_hears_and_the_neighbour_and_those_without_the_permission_do_not(site):
    ears = {name: Ear(feed(site), session).start() for name, session in site.world["sessions"].items()}
    try:
        await asyncio.gather(*(asyncio.wait_for(ear.online.wait(), 5) for ear in ears.values()))
        told = await asyncio.to_thread(site.tell, "township", 3)
        await eventually(lambda: ears["city"].heard == told and ears["county"].heard == told, 5)
        foreign = await asyncio.to_thread(site.tell, "neighbour", 1)
        await eventually(lambda: ears["neighbour"].heard == foreign and ears["city"].heard == told + foreign, 5)
        assert ears["county"].heard == told
        assert ears["grid"].heard == []
    finally:
        await asyncio.gather(*(ear.stop() for ear in ears.values()))


async def test_a_replay_holds_only_what_the_person_may_hear(site):
    before = site.sql("SELECT coalesce(max(cursor), 0) FROM timeline_feedentry")[0][0]
    own = await asyncio.to_thread(site.tell, "neighbour", 2)
    await asyncio.to_thread(site.tell, "county", 2)
    ear = Ear(feed(site), site.world["sessions"]["neighbour"], cursor=before).start()
    try:
        await eventually(lambda: ear.heard == own, 5)
        await asyncio.sleep(0.3)
        assert ear.heard == own
    finally:
        await ear.stop()


async def test_a_person_whose_role_ends_stops_hearing_within_five_seconds_and_is_told_to_look_again(site):
    pk, session = newcomer(site)
    ear = Ear(feed(site), session).start()
    try:
        await asyncio.wait_for(ear.online.wait(), 5)
        heard = await asyncio.to_thread(site.tell, "county", 1)
        await eventually(lambda: ear.heard == heard, 5)
        site.sql("UPDATE organizations_membership SET ends_at = now() WHERE user_id = %s", pk)
        await eventually(lambda: ear.resyncs == 1, 5)
        await asyncio.to_thread(site.tell, "county", 2)
        await asyncio.sleep(0.5)
        assert ear.heard == heard
        assert ear.connections == 1
    finally:
        await ear.stop()


async def test_a_disabled_person_is_off_the_socket_within_five_seconds(site):
    pk, session = newcomer(site)
    ear = Ear(feed(site), session).start()
    await asyncio.wait_for(ear.online.wait(), 5)
    site.sql("UPDATE organizations_user SET is_active = false WHERE id = %s", pk)
    began = time.monotonic()
    await eventually(lambda: ear.code, 6)
    assert ear.code == 4403
    assert time.monotonic() - began < 5
    await ear.stop()


async def test_signing_out_closes_the_socket(site):
    _pk, session = newcomer(site)
    ear = Ear(feed(site), session).start()
    await asyncio.wait_for(ear.online.wait(), 5)
    site.sql("DELETE FROM django_session WHERE session_key = %s", session)
    await eventually(lambda: ear.code, 5)
    assert ear.code == 4401
    await ear.stop()


@pytest.mark.parametrize("cookie", ["", "sessionid=nobody", "sessionid=a.b; =;=,", 'sessionid="'])
async def test_an_unauthenticated_socket_is_accepted_and_closed_with_4401(site, cookie):
    async with connect(feed(site), additional_headers={"Cookie": cookie}, proxy=None) as socket:
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(socket.recv(), 5)
        assert socket.close_code == 4401


async def test_a_page_from_elsewhere_may_not_listen(site):
    headers = {"Cookie": f"sessionid={site.world['sessions']['county']}"}
    for origin in ("https://evil.example", "http://127.0.0.1:1", "null"):
        with pytest.raises(InvalidStatus) as refused:
            async with connect(feed(site), additional_headers=headers, origin=origin, proxy=None):
                pass
        assert refused.value.response.status_code == 403
    own = site.url("", scheme="http")
    async with connect(feed(site), additional_headers=headers, origin=own, proxy=None) as socket:
        assert '"heartbeat"' in await asyncio.wait_for(socket.recv(), 5)


async def test_a_ticket_lets_one_socket_in_once(site):
    secret = ticket(site, "once", 60)
    ears = [Ear(feed(site), ticket=secret).start() for _ in range(4)]
    settled = lambda: sum(ear.code == 4401 for ear in ears) == 3 and any(ear.online.is_set() for ear in ears)  # noqa: E731
    await eventually(settled, 5)
    let_in = [ear for ear in ears if ear.online.is_set()]
    assert len(let_in) == 1
    told = await asyncio.to_thread(site.tell, "county", 1)
    await eventually(lambda: let_in[0].heard == told, 5)
    await asyncio.gather(*(ear.stop() for ear in ears))


async def test_an_expired_ticket_lets_nobody_in(site):
    ear = Ear(feed(site), ticket=ticket(site, "late", -1)).start()
    await eventually(lambda: ear.code, 5)
    assert ear.code == 4401
    await ear.stop()


@pytest.mark.parametrize("cursor", ["x", "-1", "٣", "9" * 400, "1e3", "%00"])
async def test_a_cursor_that_is_none_means_from_now_on_and_one_from_the_future_a_resync(site, cursor):
    ear = Ear(feed(site), site.world["sessions"]["county"], cursor=cursor)
    ear.cursor, ear.address = None, lambda: f"{feed(site)}?cursor={cursor}"
    ear.start()
    try:
        await asyncio.wait_for(ear.online.wait(), 6)
        assert ear.heard == []
    finally:
        await ear.stop()


async def test_a_cursor_from_the_future_is_told_to_resync(site):
    ear = Ear(feed(site), site.world["sessions"]["county"], cursor=10**15).start()
    try:
        await eventually(lambda: ear.resyncs == 1, 6)
        assert ear.cursor < 10**15
    finally:
        await ear.stop()


async def test_a_flood_of_frames_and_a_large_frame_are_closed_and_a_few_small_ones_ignored(site):
    headers = {"Cookie": f"sessionid={site.world['sessions']['county']}"}
    async with connect(feed(site), additional_headers=headers, proxy=None) as socket:
        for _ in range(5):
            await socket.send('{"type":"hello"}')
        assert '"heartbeat"' in await asyncio.wait_for(socket.recv(), 5)  # it is in: what happens from now on is heard
        told = await asyncio.to_thread(site.tell, "county", 1)
        assert f'"cursor":{told[0]}' in await asyncio.wait_for(socket.recv(), 5)
    for frames, code in ((["x"] * 100, 1008), (["x" * 5000], 1009)):
        async with connect(feed(site), additional_headers=headers, proxy=None) as socket:
            with pytest.raises(ConnectionClosed):
                for frame in frames:
                    await socket.send(frame)
                while True:
                    await asyncio.wait_for(socket.recv(), 5)
            assert socket.close_code == code
