"""The socket of a screen paired with a wall: hears hints of its own county without their words, and is out within five seconds."""

import asyncio
import json
import time

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

pytestmark = pytest.mark.faults

PAIR = """
from command_center.models import Wall
from command_center.walls import services
from organizations.models import Jurisdiction, User
officer = User.objects.get(pk={officer})
wall, _made = Wall.objects.get_or_create(slug="hall", defaults={{"name": "x", "jurisdiction_id": {county}}})
begun = services.pairing_begin(address="10.0.0.9", actor=None)
services.pairing_confirm(wall=wall, code=begun.code, actor=officer)
answer = services.pairing_collect(secret=begun.secret, actor=None)[1]
"""
REVOKE = """
from command_center.models import WallScreen
from command_center.walls import services
from organizations.models import User
services.screen_revoke(screen=WallScreen.objects.latest("pk"), actor=User.objects.get(pk={officer}))
answer = 1
"""


def facts(site):
    return {"officer": site.world["people"]["county"], "county": site.world["places"]["county"]}


def socket(site, key, slug="hall"):
    headers = {"Cookie": f"wall_screen={key}"}
    return connect(site.url(f"/ws/wall/{slug}/", scheme="ws"), additional_headers=headers, proxy=None, compression=None)


async def parts(line, seconds):
    """Everything said within so many seconds."""
    heard = []
    try:
        async with asyncio.timeout(seconds):
            while True:
                told = json.loads(await line.recv())
                heard += told if isinstance(told, list) else [told]
    except TimeoutError:
        return heard


async def test_a_screen_hears_hints_of_its_own_county_and_falls_silent_when_revoked(site):
    key = await asyncio.to_thread(site.python, PAIR.format(**facts(site)))
    async with socket(site, key) as line:
        assert [part["type"] for part in await parts(line, 1)] == ["heartbeat"]
        own = await asyncio.to_thread(site.tell, "township", 2)
        await asyncio.to_thread(site.tell, "neighbour", 1)
        events = [part for part in await parts(line, 2) if part["type"] == "event"]
        assert [event["cursor"] for event in events] == own
        assert all(event["data"] == {} and event["actor"] is None for event in events)
        assert "云" not in json.dumps(events, ensure_ascii=False)
        await asyncio.to_thread(site.python, REVOKE.format(**facts(site)))
        began = time.monotonic()
        with pytest.raises(ConnectionClosed):
            await parts(line, 10)
        assert time.monotonic() - began < 5 and line.close_code == 4403


async def test_a_screen_that_comes_back_gets_what_it_missed_as_hints_too(site):
    key = await asyncio.to_thread(site.python, PAIR.format(**facts(site)))
    before = site.sql("SELECT coalesce(max(cursor), 0) FROM timeline_feedentry")[0][0]
    told = await asyncio.to_thread(site.tell, "county", 2)
    address = site.url(f"/ws/wall/hall/?cursor={before}", scheme="ws")
    async with connect(address, additional_headers={"Cookie": f"wall_screen={key}"}, proxy=None) as line:
        events = [part for part in await parts(line, 1.5) if part["type"] == "event"]
        assert [event["cursor"] for event in events] == told and all(event["data"] == {} for event in events)


@pytest.mark.parametrize(("path", "right"), [("hall", False), ("other", True), ("feed", True)])
async def test_a_wrong_key_or_the_right_key_at_another_address_hears_nothing(site, path, right):
    key = await asyncio.to_thread(site.python, PAIR.format(**facts(site)))
    place = "/ws/feed/" if path == "feed" else f"/ws/wall/{path}/"
    headers = {"Cookie": f"wall_screen={key if right else 'guess' * 9}"}
    async with connect(site.url(place, scheme="ws"), additional_headers=headers, proxy=None) as line:
        with pytest.raises(ConnectionClosed):
            await parts(line, 5)
        assert line.close_code == 4401
