"""Sessions at the door are looked up together: whoever knocks while a question is out is in the next one."""

import asyncio

from timeline.feed.door import Guest, ask, guests_by_session


class Doorkeeper:
    """One per event loop."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self._waiting: dict[str, list[asyncio.Future[Guest | None]]] = {}
        self._task: asyncio.Task[None] | None = None

    async def guest(self, key: str) -> Guest | None:
        """The person of a session, or None; DoorError while the database does not answer."""
        answer: asyncio.Future[Guest | None] = self.loop.create_future()
        self._waiting.setdefault(key, []).append(answer)
        if self._task is None or self._task.done():
            self._task = self.loop.create_task(self._work())
        return await answer

    async def _work(self) -> None:
        while self._waiting:
            asked, self._waiting = self._waiting, {}
            try:
                found = await ask(guests_by_session, asked.keys())
            except Exception as error:  # noqa: BLE001 - each of those who wait is told
                for answer in _open(asked):
                    answer.set_exception(error)
                continue
            for key, answers in asked.items():
                for answer in answers:
                    if not answer.done():
                        answer.set_result(found.get(key))


def _open(asked: "dict[str, list[asyncio.Future[Guest | None]]]") -> "list[asyncio.Future[Guest | None]]":
    return [answer for answers in asked.values() for answer in answers if not answer.done()]


_keepers: list[Doorkeeper] = []


def doorkeeper() -> Doorkeeper:
    """This loop's doorkeeper."""
    if not _keepers or _keepers[0].loop is not asyncio.get_running_loop():
        _keepers[:] = [Doorkeeper()]
    return _keepers[0]
