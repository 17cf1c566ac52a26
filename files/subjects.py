"""How a subject string finds the thing it names, who may see its files and who may add some.

Rooms above register what their subjects mean when they start, so this room imports nothing above it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.errors import NotFoundError
from organizations.access import Actor
from organizations.models import Jurisdiction


@dataclass(frozen=True)
class Target:
    """The thing files belong to, as one actor may see it. `subject` is its canonical name, whatever it was asked by.

    `related` are other subjects whose timeline tells of its files; `holds` subjects whose files are shown with its own.
    A `private` target (a form not yet saved) is only its uploader's and tells nobody.
    """

    subject: str
    label: str
    jurisdiction: Jurisdiction
    permission: str
    may_add: bool
    may_remove: bool
    url: str = ""
    related: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    also: tuple[Jurisdiction, ...] = ()
    private: bool = False
    holds: Callable[[], Sequence[tuple[str, str]]] = field(default=tuple)


Finder = Callable[[str, Actor], Target]
_finders: dict[str, Finder] = {}


def register(entity: str, finder: Finder) -> None:
    """`finder(reference, actor)` answers for `<entity>:<reference>`, or raises NotFoundError; called from ready()."""
    _finders[entity] = finder


def target_of(subject: str, actor: Actor) -> Target:
    """The thing a subject names, or NotFoundError: unknown, missing and out of reach are not told apart."""
    entity, _colon, reference = subject.partition(":")
    finder = _finders.get(entity)
    if finder is None or not reference or len(subject) > 100:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return finder(reference, actor)


def entities() -> list[str]:
    """What files may belong to."""
    return sorted(_finders)
