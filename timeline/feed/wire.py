"""One PostgreSQL connection driven by the event loop: no thread, every question bounded in time, opened again for ever."""

import asyncio
from collections.abc import Sequence
from typing import Any

import psycopg2
from django.db import connections
from psycopg2 import extensions

_OPTIONS = "-c timezone=UTC -c statement_timeout=5000 -c application_name=feed"


class Wire:
    """Asks one question at a time. Any failure closes the connection; the next question opens a new one."""

    def __init__(self, timeout_s: float = 5.0) -> None:
        self._params = {**connections["default"].get_connection_params(), "options": _OPTIONS}
        self._timeout_s = timeout_s
        self._connection: Any = None
        self._lock = asyncio.Lock()

    async def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The answer; psycopg2.Error or TimeoutError when there is none."""
        async with self._lock:
            try:
                async with asyncio.timeout(self._timeout_s):
                    if self._connection is None:
                        self._connection = psycopg2.connect(**self._params, async_=True)
                        await _ready(self._connection)
                    with self._connection.cursor() as cursor:
                        cursor.execute(sql, values)
                        await _ready(self._connection)
                        return cursor.fetchall()
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """Hang up."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


async def _ready(connection: Any) -> None:
    """Wait until libpq has finished what it is doing."""
    loop = asyncio.get_running_loop()
    while (state := connection.poll()) != extensions.POLL_OK:
        turn: asyncio.Future[None] = loop.create_future()
        handle = connection.fileno()
        if state == extensions.POLL_READ:
            loop.add_reader(handle, _once, turn)
            forget = loop.remove_reader
        else:
            loop.add_writer(handle, _once, turn)
            forget = loop.remove_writer
        try:
            await turn
        finally:
            forget(handle)


def _once(turn: "asyncio.Future[None]") -> None:
    if not turn.done():
        turn.set_result(None)
