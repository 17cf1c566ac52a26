"""Writing one frame's bytes to many sockets of uvicorn without framing them anew for each.

ASGI knows only `send(text)`: the server then encodes and frames the same text once per socket, which is most of the
work of telling a thousand. uvicorn's protocol gives away its transport, and a server's frame is the same for everybody
(unmasked, no compression), so the bytes are written as they are. Any other server, or a uvicorn whose parts are named
otherwise, is served through ASGI.
"""

from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from timeline.feed.frames import Frame

_NEEDED = ("conn", "transport", "writable", "disconnected", "close_sent", "handshake_complete")


def direct_writer(send: Any) -> Callable[[Frame], bool] | None:
    """A function that writes a frame and says True, or False where ASGI's `send` must do it; None when never possible."""
    protocol = getattr(send, "__self__", None)
    if not isinstance(protocol, WebSocketsSansIOProtocol) or not all(hasattr(protocol, name) for name in _NEEDED):
        return None
    if protocol.conn.extensions:
        return None  # compressed frames have a memory of their own

    def write(frame: Frame) -> bool:
        if not protocol.writable.is_set() or not protocol.handshake_complete:
            return False
        if protocol.disconnected or protocol.close_sent or protocol.transport.is_closing():
            return False
        protocol.transport.write(frame.wire)
        return True

    return write
