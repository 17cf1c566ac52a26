"""Listeners by what they may hear: a frame is made once per kind of audience, not once per socket."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from organizations.access import person_group
from timeline.feed import frames
from timeline.feed.listener import Listener

Shared = frozenset[str]


class Place(NamedTuple):
    """A team's newest position and who may know it."""

    audience: frozenset[str]
    item: list[Any]


class Crowds:
    """Listeners who share the same groups (their own person's apart) form one crowd."""

    def __init__(self) -> None:
        self._crowds: dict[Shared, set[Listener]] = {}
        self._homes: dict[Listener, Shared] = {}

    def __len__(self) -> int:
        return len(self._homes)

    def everybody(self) -> list[Listener]:
        """All listeners at this moment."""
        return list(self._homes)

    def add(self, listener: Listener) -> None:
        """From now on it hears."""
        shared = listener.groups - {person_group(listener.person)}
        self._homes[listener] = shared
        self._crowds.setdefault(shared, set()).add(listener)

    def remove(self, listener: Listener) -> None:
        """It hears no more; twice is once."""
        shared = self._homes.pop(listener, None)
        if shared is not None:
            crowd = self._crowds[shared]
            crowd.discard(listener)
            if not crowd:
                del self._crowds[shared]

    def move(self, listener: Listener, groups: frozenset[str]) -> None:
        """Its groups have changed."""
        self.remove(listener)
        listener.groups = groups
        self.add(listener)

    def tell(self, news: Sequence[frames.News]) -> None:
        """Hand events to everybody who may hear them, in order, each crowd's batch as one frame where it fits."""
        named = {group for _cursor, audience, _text in news for group in audience if group.startswith("user@")}
        distinct = {audience for _cursor, audience, _text in news}
        made: dict[frozenset[Shared], list[frames.Frame]] = {}
        for shared, crowd in self._crowds.items():
            heard = frozenset(audience for audience in distinct if not audience.isdisjoint(shared))
            messages = made.get(heard)
            if messages is None:
                messages = made[heard] = _messages(news, heard)
            for listener in crowd:
                if named and person_group(listener.person) in named:
                    groups = listener.groups
                    own = frozenset(audience for audience in distinct if not audience.isdisjoint(groups))
                    _put(listener, _messages(news, own))
                elif messages:
                    _put(listener, messages)

    def tell_positions(self, places: Sequence[Place]) -> None:
        """The newest positions to everybody reading who may know them."""
        distinct = {place.audience for place in places}
        made: dict[frozenset[Shared], frames.Frame | None] = {}
        for shared, crowd in self._crowds.items():
            heard = frozenset(audience for audience in distinct if not audience.isdisjoint(shared))
            if heard not in made:
                items = [place.item for place in places if place.audience in heard]
                made[heard] = frames.positions(items) if items else None
            message = made[heard]
            if message is not None:
                for listener in crowd:
                    listener.put_if_reading(message)


def _messages(news: Sequence[frames.News], heard: frozenset[Shared]) -> list[frames.Frame]:
    return frames.batched([text for _cursor, audience, text in news if audience in heard])


def _put(listener: Listener, messages: list[frames.Frame]) -> None:
    for message in messages:
        listener.put(message)
