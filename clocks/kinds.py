"""Kinds of deadline: their name for people, and what happens when they pass."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from clocks.models import Deadline

Reaction = Callable[[Deadline], None]


def _nothing(deadline: Deadline) -> None:
    """Being recorded and shown as late is all that happens."""


@dataclass(frozen=True)
class ClockKind:
    """A kind of deadline with its default limit in seconds, used where no Limit row says otherwise."""

    name: str
    label: str | Promise
    seconds: int
    warn_seconds: int | None = None
    on_warn: Reaction = _nothing
    on_breach: Reaction = _nothing


_kinds: dict[str, ClockKind] = {}


def register(kind: ClockKind) -> ClockKind:
    """Make a kind known; called from AppConfig.ready()."""
    _kinds[kind.name] = kind
    return kind


def kind_of(name: str) -> ClockKind | None:
    """The registered kind, or None for one whose code is gone."""
    return _kinds.get(name)


def all_kinds() -> list[ClockKind]:
    """Every registered kind, by name."""
    return [_kinds[name] for name in sorted(_kinds)]


def label_of(name: str) -> str:
    """The kind's name in the active language; a kind no longer known is called what it was called."""
    kind = _kinds.get(name)
    return str(kind.label) if kind else name
