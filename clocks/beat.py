"""Celery beat that says it is alive: a pulse of its own, so that a dead worker is not mistaken for a dead beat."""

import logging
import time
from typing import Any

from celery.beat import PersistentScheduler
from django.db import Error, close_old_connections

from clocks.services import pulse_note

log = logging.getLogger(__name__)

PULSE_S = 5.0


class Scheduler(PersistentScheduler):
    """Notes a pulse after each round of looking at what is due, at most every five seconds."""

    _noted_at = 0.0

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """As Celery does; then the pulse. A dead database does not stop the clock."""
        pause = super().tick(*args, **kwargs)
        if time.monotonic() - self._noted_at >= PULSE_S:
            self._noted_at = time.monotonic()
            close_old_connections()
            try:
                pulse_note(component="beat")
            except Error as error:
                log.warning("beat could not note its pulse: %s", error)
        return min(pause, PULSE_S)
