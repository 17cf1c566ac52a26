"""Pinyin initials, by which Chinese names are found from a plain keyboard."""

from pypinyin import Style, lazy_pinyin


def initials(name: str, limit: int = 60) -> str:
    """First letters of each syllable and all ASCII letters and digits, lower case: 玉山村 → ysc."""
    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors=_ascii))
    return "".join(letter for letter in letters.lower() if letter.isalnum())[:limit]


def _ascii(rest: str) -> str:
    """What has no pinyin: kept when a plain keyboard can type it."""
    return "".join(letter for letter in rest if letter.isascii())
