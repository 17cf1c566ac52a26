"""What goes over the socket: text frames, each one JSON object or an array of them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson
from django.conf import settings

Message = dict[str, Any]

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


def message(text: str) -> Message:
    """A text frame as ASGI sends it; one dict serves every socket."""
    return {"type": "websocket.send", "text": text}


def batched(texts: Sequence[str]) -> list[Message]:
    """Encoded objects in as few frames as their size allows: alone as it is, several as an array."""
    if len(texts) == 1:
        return [message(texts[0])]
    frames: list[Message] = []
    part: list[str] = []
    size = 0
    for text in texts:
        if part and size + len(text) > FRAME_CHARS:
            frames.append(_array(part))
            part, size = [], 0
        part.append(text)
        size += len(text) + 1
    if part:
        frames.append(_array(part))
    return frames


def _array(texts: list[str]) -> Message:
    return message(texts[0] if len(texts) == 1 else f"[{','.join(texts)}]")


def heartbeat(cursor: int) -> Message:
    """`cursor`: everything up to it has been sent, so the client may resume from there."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    return message(f'{{"type":"heartbeat","at":"{now}","version":"{settings.VERSION}","cursor":{cursor}}}')


def resync(cursor: int) -> Message:
    """Something was left out: fetch again what is on screen; what follows goes on after `cursor`."""
    return message(f'{{"type":"resync","cursor":{cursor}}}')


def positions(items: Iterable[Sequence[Any]]) -> Message:
    """Newest positions: `[team, lon, lat, at]` each."""
    return message(orjson.dumps({"type": "positions", "items": list(items)}).decode())
