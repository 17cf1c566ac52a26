"""The Redis subscription: a bell that something was committed, and positions. Lost rings cost one poll, never an event."""

import asyncio
import logging
from collections.abc import Callable

import redis
from django.conf import settings
from redis import asyncio as aioredis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from timeline.services import BELL, POSITIONS

log = logging.getLogger(__name__)

_QUIET_S = 5.0
_RETRY_S = 1.0


async def listen(*, on_bell: Callable[[], None], on_positions: Callable[[bytes], None]) -> None:
    """For ever: subscribe, pass on, and after any failure subscribe again."""
    while True:
        # socket_timeout must be None: redis-py's 5 s would end every quiet subscription. Silence is probed by a ping.
        client = aioredis.Redis.from_url(
            settings.REDIS_URL,
            socket_timeout=None,
            socket_connect_timeout=settings.REDIS_TIMEOUT_S,
            retry=Retry(NoBackoff(), 0),
        )
        try:
            await _subscribed(client, on_bell, on_positions)
        except (redis.RedisError, OSError, TimeoutError) as error:
            log.warning("no bell from Redis, polling instead: %s", error)
        finally:
            await _hang_up(client)
        await asyncio.sleep(_RETRY_S)


async def _subscribed(
    client: aioredis.Redis, on_bell: Callable[[], None], on_positions: Callable[[bytes], None]
) -> None:
    pubsub = client.pubsub()
    async with asyncio.timeout(2 * settings.REDIS_TIMEOUT_S):
        await pubsub.subscribe(BELL, POSITIONS)
    on_bell()  # it may have rung while nobody listened
    bell, asked = BELL.encode(), False
    while True:
        heard = await pubsub.get_message(timeout=_QUIET_S)
        if heard is not None:
            asked = False
            if heard["type"] == "message":
                on_bell() if heard["channel"] == bell else on_positions(heard["data"])
        elif asked:
            raise redis.TimeoutError("no answer to a ping")
        else:
            async with asyncio.timeout(settings.REDIS_TIMEOUT_S):
                await pubsub.ping()
            asked = True


async def _hang_up(client: aioredis.Redis) -> None:
    try:
        async with asyncio.timeout(1):
            await client.aclose()
    except (redis.RedisError, OSError, TimeoutError):
        log.debug("the old connection to Redis did not close in order")
