"""Websocket routes."""

from typing import Any

from channels.routing import URLRouter
from django.urls import path

from command_center.walls.feed import WallConsumer
from timeline.consumers import FeedConsumer


async def not_found(scope: Any, receive: Any, send: Any) -> None:
    """Any other address: refused during the handshake."""
    await receive()
    await send({"type": "websocket.close"})


websocket_application = URLRouter(
    [
        path("ws/feed/", FeedConsumer.as_asgi()),
        path("ws/wall/<slug:slug>/", WallConsumer.as_asgi()),
        path("<path:rest>", not_found),
    ]
)
