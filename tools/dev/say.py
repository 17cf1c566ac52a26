"""Plain lines for the person at the keyboard, and the errors that are meant for them."""

import contextlib
import signal
import sys
from typing import TextIO


class Problem(Exception):
    """Something that person can mend: the text says what is missing and what to do."""


class Stopped(BaseException):
    """A signal asked for the end (SIGTERM, Ctrl-C, the terminal went away)."""


SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_stream: TextIO = sys.stdout


def listen_to_signals() -> None:
    """From now on a request to end raises Stopped wherever we are."""

    def stop(number: int, _frame: object) -> None:
        raise Stopped(number)

    for number in SIGNALS:
        signal.signal(number, stop)


def ignore_signals() -> None:
    """Cleaning up is under way and bounded in time: a second Ctrl-C must not leave half of it undone."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def speak_on(stream: TextIO) -> None:
    """Send the progress lines elsewhere, so that a command's answer on stdout stays clean."""
    global _stream
    _stream = stream


def say(text: str) -> None:
    """One progress line. A terminal that has gone away is no reason to fail."""
    with contextlib.suppress(OSError, ValueError):
        print(text, file=_stream, flush=True)
