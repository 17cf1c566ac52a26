"""Text as people type it: width, separators and rare characters, normalised at the edge."""

import re
import unicodedata

_DOTS = str.maketrans({"•": "·", "・": "·", "．": "·", "‧": "·"})
_SPACES = re.compile(r"[ \t\u3000\u00a0]+")


def clean_name(value: str) -> str:
    """A person's or place's name: NFC, one kind of separator dot, single spaces, no control characters."""
    text = unicodedata.normalize("NFC", value).translate(_DOTS)
    text = "".join(char for char in text if unicodedata.category(char) != "Cc")
    return _SPACES.sub(" ", text).strip()


def half_width(value: str) -> str:
    """Full-width digits, letters and punctuation as their ASCII twins."""
    return unicodedata.normalize("NFKC", value)


def storable(value: str) -> bool:
    """Whether PostgreSQL can hold the text: no NUL, no lone surrogates."""
    if "\x00" in value:
        return False
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
