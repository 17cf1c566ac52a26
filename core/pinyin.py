"""Pinyin initials, by which Chinese names are found from a plain keyboard."""

from pypinyin import Style, lazy_pinyin


def initials(name: str, limit: int = 60) -> str:
    """First letters of each syllable and all ASCII letters and digits, lower case: 玉山村 → ysc."""
    letters = lazy_pinyin(name, style=Style.FIRST_LETTER, errors=lambda rest: [c for c in rest if c.isascii()])
    return "".join(c for part in letters for c in part.lower() if c.isalnum())[:limit]
