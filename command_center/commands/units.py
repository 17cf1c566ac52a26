"""Which team a word means: its call sign in short (消1 for 消-01), its name, or pinyin initials (x1); pure (R-H2).

Better kinds of match hide worse ones, so that a whole call sign is never drowned in names that contain it; what is left
when several fit equally well is a choice for the person, never ours.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.pinyin import initials
from core.text import half_width

_NUMERALS = {
    "1": "一",
    "2": "二",
    "3": "三",
    "4": "四",
    "5": "五",
    "6": "六",
    "7": "七",
    "8": "八",
    "9": "九",
    "10": "十",
}
_PARTS = re.compile(r"^(\D*?)0*(\d+)$")
LONGEST_NAME = 6


@dataclass(frozen=True)
class Called:
    """A team as it may be called."""

    pk: int
    code: str
    name: str
    name_en: str = ""


@lru_cache(maxsize=20_000)
def _letters(name: str) -> str:
    return initials(name)


@lru_cache(maxsize=20_000)
def key(text: str) -> str:
    """消-01, 消1 and 消 01 are one call sign; so are E-1 and e1."""
    bare = re.sub(r"[\s\-_.·/]+", "", half_width(text)).casefold()
    found = _PARTS.match(bare)
    return f"{found[1]}{int(found[2])}" if found else bare


def _numbered(letters: str, number: str, name: str) -> bool:
    """急2 in 县人民医院急救二组: the letters in this order, then the number."""
    wanted = "|".join(re.escape(one) for one in (number, _NUMERALS.get(number, number)))
    return bool(re.search(".*?".join(map(re.escape, letters)) + rf".*?(?<!\d)0*(?:{wanted})(?!\d)", name))


def _tiers(word: str) -> list[Callable[[Called], bool]]:
    whole, short = half_width(word).strip().casefold(), key(word)
    tests: list[Callable[[Called], bool]] = [
        lambda team: whole in (half_width(team.code).casefold(), team.name.casefold(), team.name_en.casefold()),
        lambda team: short == key(team.code),
        lambda team: short == key(_letters(team.code)),
    ]
    found = _PARTS.match(short)
    if found and found[1]:
        letters, number = found[1], str(int(found[2]))
        if letters.isascii():
            tests.append(
                lambda team: letters in _letters(team.name) and _numbered("", number, f"{team.name} {team.name_en}")
            )
        else:
            tests.append(lambda team: _numbered(letters, number, team.name))
        return tests
    # Loose ones all at once: a word that begins one name and stands inside another is a choice, not a guess.
    tests.append(
        lambda team: (
            whole in team.name.casefold() or whole in team.name_en.casefold() or key(team.code).startswith(short)
        )
    )
    if whole.isascii() and whole.isalnum():
        tests.append(lambda team: len(whole) > 1 and whole in _letters(team.name))
    return tests


def match(word: str, teams: Sequence[Called]) -> list[Called]:
    """The teams a word may mean; more than one: ask."""
    if not key(word):
        return []
    for test in _tiers(word):
        fitting = [team for team in teams if test(team)]
        if fitting:
            short = key(word)
            return sorted(fitting, key=lambda team: not key(team.code).startswith(short))  # call signs before names
    return []


def exact(word: str, teams: Iterable[Called]) -> list[Called]:
    """Only those whose call sign or whole name this is."""
    whole, short = half_width(word).strip().casefold(), key(word)
    return [
        team
        for team in teams
        if whole in (team.name.casefold(), team.name_en.casefold()) or (short and short == key(team.code))
    ]


def split(words: Sequence[str], teams: Sequence[Called]) -> list[str]:
    """Words joined to names where several words are one team's whole name: `Fire team 1 M2` is two teams."""
    names, at = [], 0
    while at < len(words):
        size = next(
            (
                size
                for size in range(min(LONGEST_NAME, len(words) - at), 1, -1)
                if exact(" ".join(words[at : at + size]), teams)
            ),
            1,
        )
        names.append(" ".join(words[at : at + size]))
        at += size
    return names
