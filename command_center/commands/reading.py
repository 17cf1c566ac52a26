"""What a line would do, in words, before anything is done (R-H2)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

# More must be typed · one of several must be chosen · it cannot be done (says why) · Enter does it · Enter goes there.
PARTIAL, CHOOSE, REFUSED, READY, GO, HELP = "partial", "choose", "refused", "ready", "go", "help"
CHOICES = 9


@dataclass(frozen=True)
class Choice:
    """One of several readings of one word; `value` picks it, or `url` leads there."""

    label: str
    detail: str = ""
    value: str = ""
    url: str = ""


@dataclass(frozen=True)
class Done:
    """What was done, in words; `undo` is what would take it back, kept sealed by the browser for ten seconds."""

    text: str
    warning: bool = False
    undo: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Reading:
    """A line understood: its state, the echo, choices for one slot, where it leads, and the act itself when ready."""

    state: str
    text: str
    verb: str = ""
    slot: str = ""
    choices: tuple[Choice, ...] = ()
    url: str = ""
    warning: str = ""
    act: Callable[[], Done] | None = field(default=None, compare=False)

    def shown(self) -> dict[str, Any]:
        """For the browser."""
        return {
            "state": self.state,
            "text": self.text,
            "verb": self.verb,
            "slot": self.slot,
            "warning": self.warning,
            "url": self.url,
            "choices": [
                {"label": one.label, "detail": one.detail, "value": one.value, "url": one.url} for one in self.choices
            ],
        }


class Stop(Exception):
    """A line cannot be read further: carries the reading that says so."""

    def __init__(self, reading: Reading):
        super().__init__(reading.text)
        self.reading = reading


Picks = Mapping[str, str]
