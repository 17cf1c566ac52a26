"""One socket under every kind of peer: reading, slow, deaf, gone (R-C6). No server here: `send` is what ASGI gives."""

import asyncio
import json

import pytest
from django.test import override_settings
from websockets.frames import Frame as Reference
from websockets.frames import Opcode

from timeline.feed import frames
from timeline.feed.crowd import Crowds, Place
from timeline.feed.frames import News
from timeline.feed.listener import Listener


class Peer:
    """Reads while `reading` is set; then everything it was sent is in `got`."""

    def __init__(self):
        self.reading = asyncio.Event()
        self.reading.set()
        self.got = []
        self.error = None

    async def send(self, message):
        await self.reading.wait()
        if self.error is not None:
            raise self.error
        self.got.append(message)

    def events(self):
        parts = []
        for message in self.got:
            told = json.loads(message["text"])
            parts += told if isinstance(told, list) else [told]
        return parts


async def listener(peer, cursor=99, person=1, groups=("a@1",)):
    made = Listener(peer.send, lambda: cursor, person=person, groups=frozenset(groups), session="s")
    await made.catch_up()
    return made


def frame(number):
    return frames.Frame(json.dumps({"n": number}))


async def settle():
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_reading_peer_is_told_in_the_same_step():
    peer = Peer()
    one = await listener(peer)
    one.put(frame(1))
    assert peer.events() == [{"n": 1}]
    assert not one.busy


async def test_a_slow_peer_gets_everything_in_order_later():
    peer = Peer()
    one = await listener(peer)
    peer.reading.clear()
    for number in range(50):
        one.put(frame(number))
    assert peer.got == [] and one.busy
    peer.reading.set()
    await settle()
    assert [part["n"] for part in peer.events()] == list(range(50))
    assert not one.busy


async def test_what_happens_while_it_catches_up_waits_behind_the_replay():
    peer = Peer()
    one = Listener(peer.send, lambda: 1, person=1, groups=frozenset(), session="")
    one.put(frame(1))
    assert peer.got == []
    await one.catch_up()
    assert peer.events() == [{"n": 1}]


@override_settings(FEED_BACKLOG=10)
async def test_a_deaf_peer_is_told_to_resync_once_and_goes_on_live():
    peer = Peer()
    one = await listener(peer, cursor=500)
    peer.reading.clear()
    for number in range(100):
        one.put(frame(number))
    one.put_if_reading(frame("heartbeat"))
    assert len(one._backlog) <= 10
    peer.reading.set()
    await settle()
    one.put(frame("live"))
    assert peer.events() == [{"n": 0}, {"type": "resync", "cursor": 500}, {"n": "live"}]


async def test_a_backlog_is_bounded_in_characters_too():
    peer = Peer()
    one = await listener(peer)
    peer.reading.clear()
    for _ in range(30):
        one.put(frames.Frame('"' + "x" * 100_000 + '"'))
    assert sum(one_frame.size for one_frame in one._backlog) <= 1_000_000


async def test_a_peer_that_is_gone_costs_nothing_and_raises_nothing():
    peer = Peer()
    one = await listener(peer)
    peer.error = OSError("gone")
    one.put(frame(1))
    one.put(frame(2))
    assert one.dead


async def test_a_peer_that_does_not_read_the_goodbye_is_cut_off():
    peer = Peer()
    one = await listener(peer)
    peer.reading.clear()
    one.put(frame(1))
    one.close(4403)
    await asyncio.sleep(1.1)
    assert one.dead


async def test_each_crowd_hears_what_its_groups_may_and_a_named_person_more():
    crowds, peers = Crowds(), [Peer() for _ in range(4)]
    groups = [("a@1", "user@1"), ("a@1", "user@2"), ("b@2", "user@3"), ("user@4",)]
    for number, (peer, held) in enumerate(zip(peers, groups, strict=True), 1):
        crowds.add(await listener(peer, person=number, groups=held))
    news = [
        News(1, frozenset({"a@1"}), '{"n":1}'),
        News(2, frozenset({"b@2", "a@1"}), '{"n":2}'),
        News(3, frozenset({"b@2", "user@2"}), '{"n":3}'),
        News(4, frozenset({"user@4"}), '{"n":4}'),
    ]
    crowds.tell(news)
    assert [[part["n"] for part in peer.events()] for peer in peers] == [[1, 2], [1, 2, 3], [2, 3], [4]]
    assert peers[0].got[0] is not None and len(peers[0].got) == 1, "what waited goes out as one frame"


async def test_a_listener_whose_groups_change_is_in_its_new_crowd_only():
    crowds, peer = Crowds(), Peer()
    one = await listener(peer, groups=("a@1", "user@1"))
    crowds.add(one)
    crowds.move(one, frozenset({"b@2", "user@1"}))
    crowds.tell([News(1, frozenset({"a@1"}), '{"n":1}'), News(2, frozenset({"b@2"}), '{"n":2}')])
    assert peer.events() == [{"n": 2}]
    crowds.remove(one)
    crowds.remove(one)
    assert len(crowds) == 0 and crowds._crowds == {}


async def test_positions_go_to_those_who_may_know_them_and_not_into_backlogs():
    crowds, knows, knows_not, deaf = Crowds(), Peer(), Peer(), Peer()
    for peer, held in ((knows, ("t@1",)), (knows_not, ("t@2",)), (deaf, ("t@1",))):
        crowds.add(await listener(peer, groups=held))
    deaf.reading.clear()
    for one in crowds.everybody():
        if one.send == deaf.send:
            one.put(frame(0))
    crowds.tell_positions([Place(frozenset({"t@1"}), [7, 1.5, 2.5, "now"])])
    deaf.reading.set()
    await settle()
    assert knows.events() == [{"type": "positions", "items": [[7, 1.5, 2.5, "now"]]}]
    assert knows_not.got == []
    assert deaf.events() == [{"n": 0}]


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65535, 65536, 200_000])
def test_the_bytes_on_the_wire_are_those_of_a_websocket_library(length):
    text = ("云𠮷a" * (length // 3 + 1))[:length]
    expected = Reference(Opcode.TEXT, text.encode()).serialize(mask=False)
    assert frames.Frame(text).wire == expected


def test_frames_stay_below_what_clients_accept_and_keep_the_order():
    texts = [json.dumps({"n": number, "x": "x" * 1000}) for number in range(1000)]
    made = frames.batched(texts)
    assert all(one.size < 2 * frames.FRAME_CHARS for one in made)
    parts = [part["n"] for one in made for part in json.loads(one.asgi["text"])]
    assert parts == list(range(1000))
    assert json.loads(frames.batched(['{"n":1}'])[0].asgi["text"]) == {"n": 1}
