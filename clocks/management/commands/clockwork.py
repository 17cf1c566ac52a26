"""`manage.py clockwork`: raises deadlines within a second of their passing. Run one or several, anywhere."""

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections, connection

from clocks.services import sweep

log = logging.getLogger(__name__)

PERIOD_S = 1.0


class Command(BaseCommand):
    help = "Watches deadlines for ever: what passes is raised once, even if it passed while nobody watched."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep every second until asked to stop; a dead database or Redis is waited for."""
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_signal: stopping.set())
        log.info("clockwork is watching")
        while not stopping.is_set():
            close_old_connections()
            try:
                sweep(component="clockwork")
            except Error as error:
                log.warning("clockwork waits for the database: %s", str(error).strip())
                connection.close()
            except Exception:
                log.exception("clockwork goes on after an error")
            stopping.wait(PERIOD_S)
        log.info("clockwork stops")
