"""How this room tells what happened without knowing the timeline above it (R-H4).

The timeline connects its recorder at start-up; until then telling is a fault, so nothing is changed unrecorded.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Model

from organizations.access import Actor
from organizations.events import VALUES, WORDS
from organizations.models import Jurisdiction
from organizations.roles import Permission

Register = Callable[..., Any]
Record = Callable[..., Any]

_kinds: dict[str, Any] = {}
_recorder: list[Record] = []


def connect(register: Register, record: Record) -> None:
    """Called once by the timeline: make our kinds known, keep the way to write them."""
    _kinds.update({name: register(name, words, VALUES.get(name)) for name, words in WORDS.items()})
    _recorder[:] = [record]


def tell(
    kind: str,
    subject: Model,
    *,
    jurisdiction: Jurisdiction | None,
    actor: Actor | None,
    data: Mapping[str, Any] | None = None,
    permission: str = Permission.PEOPLE_VIEW,
    people: Iterable[int] = (),
    related: Iterable[Model | str] = (),
) -> None:
    """Write one event in the running transaction; `jurisdiction` None falls back to the root of the tree."""
    place = jurisdiction or Jurisdiction.objects.filter(parent=None).order_by("path").first()
    if place is None:
        return  # an empty platform: the first administrator is made before there is a place to tell it in
    if not _recorder:
        raise RuntimeError("The timeline is not connected: organizations.telling.connect was never called.")
    _recorder[0](
        _kinds[kind],
        subject,
        jurisdiction=place,
        permission=permission,
        actor=actor,
        data=data,
        people=people,
        related=related,
    )
