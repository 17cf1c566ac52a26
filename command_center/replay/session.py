"""What a long-running command needs: to stop between two steps, and commits that do not wait for the disk."""

import signal
from collections.abc import Callable
from typing import Any

from django.db import connection


def on_stop(stop: Callable[[], None]) -> None:
    """Ctrl-C and SIGTERM ask the loop to end after the step it is in."""

    def ask(_number: int, _frame: Any) -> None:
        stop()

    signal.signal(signal.SIGINT, ask)
    signal.signal(signal.SIGTERM, ask)


def hurry() -> None:
    """This session's commits do not wait for the disk: after a power cut the last second is played again, nothing breaks."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
