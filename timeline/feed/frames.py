"""What goes over the socket: text frames, each one JSON object or an array of them."""

import struct
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson
from django.conf import settings

# Clients commonly refuse frames above 1 MiB.
FRAME_CHARS = 100_000

_ENCODED = """
    '{"type":"event","cursor":' || f.cursor || ',"kind":' || to_json(e.kind) || ',"subject":' || to_json(e.subject)
    || ',"subjects":' || to_json(e.subjects) || ',"actor":' || coalesce(e.actor_id::text, 'null')
    || ',"at":' || to_json(e.at) || ',"data":' || e.data::text || '}'
"""
_FROM = "FROM timeline_feedentry f JOIN timeline_event e ON e.id = f.event_id"

NEWEST = "SELECT coalesce(max(cursor), 0) FROM timeline_feedentry"
NEWS = f"SELECT f.cursor, e.audience, {_ENCODED} {_FROM} WHERE f.cursor > %s ORDER BY f.cursor LIMIT %s"
REPLAY = f"""
    SELECT f.cursor, {_ENCODED} {_FROM}
    WHERE f.cursor > %s AND f.cursor <= %s AND e.audience && %s::varchar[] ORDER BY f.cursor LIMIT %s
"""


class News(NamedTuple):
    """One event, encoded once for everybody."""

    cursor: int
    audience: frozenset[str]
    text: str


class Frame:
    """One text frame for any number of sockets: as ASGI sends it, and as it looks on the wire, made once."""

    __slots__ = ("_wire", "asgi", "size")

    def __init__(self, text: str) -> None:
        self.asgi = {"type": "websocket.send", "text": text}
        self.size = len(text)
        self._wire: bytes | None = None

    @property
    def wire(self) -> bytes:
        """RFC 6455 §5.2: final, text, unmasked, as every server frame."""
        if self._wire is None:
            payload = self.asgi["text"].encode()
            length = len(payload)
            if length < 126:
                head = struct.pack("!BB", 0x81, length)
            elif length < 1 << 16:
                head = struct.pack("!BBH", 0x81, 126, length)
            else:
                head = struct.pack("!BBQ", 0x81, 127, length)
            self._wire = head + payload
        return self._wire


def batched(texts: Sequence[str]) -> list[Frame]:
    """Encoded objects in as few frames as their size allows: alone as it is, several as an array."""
    if len(texts) == 1:
        return [Frame(texts[0])]
    made: list[Frame] = []
    part: list[str] = []
    size = 0
    for text in texts:
        if part and size + len(text) > FRAME_CHARS:
            made.append(_array(part))
            part, size = [], 0
        part.append(text)
        size += len(text) + 1
    if part:
        made.append(_array(part))
    return made


def _array(texts: list[str]) -> Frame:
    return Frame(texts[0] if len(texts) == 1 else f"[{','.join(texts)}]")


def heartbeat(cursor: int) -> Frame:
    """`cursor`: everything up to it has been sent, so the client may resume from there."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    drill = ',"drill":true' if settings.DRILL else ""
    return Frame(f'{{"type":"heartbeat","at":"{now}","version":"{settings.VERSION}","cursor":{cursor}{drill}}}')


def resync(cursor: int) -> Frame:
    """Something was left out: fetch again what is on screen; what follows goes on after `cursor`."""
    return Frame(f'{{"type":"resync","cursor":{cursor}}}')


def positions(items: Iterable[Sequence[Any]]) -> Frame:
    """Newest positions: `[team, lon, lat, at]` each."""
    return Frame(orjson.dumps({"type": "positions", "items": list(items)}).decode())
