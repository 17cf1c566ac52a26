"""Time in the simulated county, and things that are to happen at a time."""

import heapq
import itertools
import time
from collections.abc import Callable


class Agenda:
    """A queue of things to do; time runs `speed` times as fast as outside."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self._start = time.monotonic()
        self._queue: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()

    def now(self) -> float:
        """Simulated seconds since the start."""
        return (time.monotonic() - self._start) * self.speed

    def after(self, seconds: float, action: Callable[[], None]) -> None:
        """Do it so many simulated seconds from now."""
        heapq.heappush(self._queue, (self.now() + seconds, next(self._order), action))

    def take_due(self) -> list[Callable[[], None]]:
        """What is due, in order."""
        now, due = self.now(), []
        while self._queue and self._queue[0][0] <= now:
            due.append(heapq.heappop(self._queue)[2])
        return due
