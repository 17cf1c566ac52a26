"""Every kind of event, and the words that tell it: `<entity>.<past>`.

The words are msgids formatted with the event's `data`; they are translated for the reader, not for the writer. Apps
register their kinds at start-up; an unregistered kind is refused by `record()`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Values = Callable[[Mapping[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True)
class Kind:
    """One kind: its name and how it reads, e.g. “%(team)s arrived at %(incident)s”.

    `values` may replace stored values by ones in the reader's language (the label of a status, of a deadline).
    """

    name: str
    words: str | Promise
    values: Values | None = None

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The words without values, for choosing a kind: “… arrived at …”."""
        return str(self.words) % _Blank()


_kinds: dict[str, Kind] = {}


class _Missing(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def register(name: str, words: str | Promise, values: Values | None = None) -> Kind:
    """Make a kind known; called at import by each app's `events.py`."""
    kind = Kind(name, words, values)
    _kinds[name] = kind
    return kind


def known(name: str) -> bool:
    """Whether a kind was registered."""
    return name in _kinds


def all_kinds() -> list[Kind]:
    """Every registered kind, by name."""
    return [_kinds[name] for name in sorted(_kinds)]


def text(name: str, data: Mapping[str, Any]) -> str:
    """The event in words, in the active language; a kind no longer known reads as its name."""
    kind = _kinds.get(name)
    if kind is None:
        return name
    return str(kind.words) % _Missing(kind.values(data) if kind.values else data)
