"""Own words for commands: of a person, or of a centre for all below it (R-H2)."""

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.commands.events import COMMAND_WORD_DROPPED, COMMAND_WORD_SET
from command_center.commands.grammar import BY_WORD, verb_of
from command_center.commands.parse import parse, plain, tokens
from command_center.models import CommandAlias
from core.errors import NotFoundError, UnprocessableError
from core.text import storable
from organizations import access
from organizations.models import Jurisdiction, User
from organizations.roles import Permission
from timeline.services import record

WORD, MEANING, MOST = 20, 120, 100
# The centre's words are kept by those who keep its event types.
CENTRE = Permission.INCIDENT_GRADE


def _clean(word: str, meaning: str) -> tuple[str, str]:
    word, meaning = plain(word).strip().casefold().lstrip("/"), meaning.strip()
    errors = {}
    if not word or len(word) > WORD or len(tokens(word)) != 1 or not storable(word):
        errors["word"] = _("One word of at most %(n)d characters, without spaces.") % {"n": WORD}
    elif word in BY_WORD:
        errors["word"] = _("“%(word)s” is a command already.") % {"word": word}
    elif word[0].isdigit() or word[0] == "#":
        errors["word"] = _("It must not begin with a digit.")
    if not meaning or len(meaning) > MEANING or not storable(meaning):
        errors["meaning"] = _("Between 1 and %(n)d characters.") % {"n": MEANING}
    elif not parse(meaning).verb or not verb_of(tokens(meaning)[0].text):
        errors["meaning"] = _("It must begin with one of the commands.")
    if errors:
        raise UnprocessableError(_("Some fields need correction."), errors=errors)
    return word, meaning


def _permit(place: Jurisdiction | None, actor: User) -> None:
    if place is not None:
        access.require(actor, CENTRE, place)


@transaction.atomic
def alias_save(*, word: str, meaning: str, place: Jurisdiction | None = None, actor: User) -> CommandAlias:
    """Let `word` stand for the beginning of a line: one's own, or with `place` everybody's there and below.

    UnprocessableError when the word is a command already, or what it stands for does not begin with one. A word that
    exists is given its new meaning.
    """
    word, meaning = _clean(word, meaning)
    _permit(place, actor)
    whose = {"jurisdiction": place, "user": None} if place else {"jurisdiction": None, "user": actor}
    if CommandAlias.objects.filter(**whose).exclude(word=word).count() >= MOST:
        raise UnprocessableError(_("There are already %(n)d words; drop one first.") % {"n": MOST})
    alias, _new = CommandAlias.objects.update_or_create(**whose, word=word, defaults={"meaning": meaning})
    if place is not None:
        _tell(COMMAND_WORD_SET, alias, place, actor)
    return alias


@transaction.atomic
def alias_drop(*, alias: int, place: Jurisdiction | None = None, actor: User) -> None:
    """Forget one word; NotFoundError when it is not there or somebody else's."""
    _permit(place, actor)
    whose = {"jurisdiction": place} if place else {"user": actor}
    found = CommandAlias.objects.select_for_update().filter(pk=alias, **whose).first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    if place is not None:
        _tell(COMMAND_WORD_DROPPED, found, place, actor)
    found.delete()


@transaction.atomic
def aliases_reset(*, place: Jurisdiction | None = None, actor: User) -> int:
    """Back to the commands as they come: forget all words of one's own, or of the centre; how many."""
    _permit(place, actor)
    whose = {"jurisdiction": place} if place else {"user": actor}
    rows = list(CommandAlias.objects.select_for_update().filter(**whose))
    for row in rows:
        if place is not None:
            _tell(COMMAND_WORD_DROPPED, row, place, actor)
        row.delete()
    return len(rows)


def _tell(kind: object, alias: CommandAlias, place: Jurisdiction, actor: User) -> None:
    data = {"word": alias.word, "meaning": alias.meaning, "place": place.name}
    record(kind, alias, jurisdiction=place, permission=Permission.INCIDENT_VIEW, actor=actor, data=data)  # type: ignore[arg-type]
