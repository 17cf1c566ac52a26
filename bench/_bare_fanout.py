"""The limit of `fanout`: a bare `websockets` server that broadcasts what Redis publishes. `python -m bench._bare_fanout PORT`."""

import os
import sys

import uvloop
from redis import asyncio as aioredis
from websockets.asyncio.server import broadcast, serve

CHANNEL = "bench:bare"
connections = set()


async def enter(socket):
    """Hear until gone."""
    connections.add(socket)
    try:
        async for _message in socket:
            pass
    finally:
        connections.discard(socket)


async def main():
    """Serve and pass on."""
    pubsub = aioredis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=None).pubsub()
    await pubsub.subscribe(CHANNEL)
    async with serve(enter, "127.0.0.1", int(sys.argv[1]), compression=None, ping_interval=None):
        async for message in pubsub.listen():
            if message["type"] == "message":
                broadcast(connections, message["data"].decode())


if __name__ == "__main__":
    uvloop.run(main())
