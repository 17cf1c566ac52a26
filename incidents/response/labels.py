"""Short free labels and the units involved, as people type them: one line, separated by any comma, 、 or ； (R-B1)."""

import re
from collections.abc import Iterable

from core.text import clean_name, half_width

MAX_TAGS, MAX_TAG, MAX_NAMES, MAX_NAME = 10, 20, 20, 100
_BETWEEN = re.compile(r"[,，、;；\n]+")
_BETWEEN_TAGS = re.compile(r"[,，、;；\s#＃]+")


def split_names(text: str) -> list[str]:
    """Names in the order typed, each once."""
    return _once(clean_name(part) for part in _BETWEEN.split(text))


def split_tags(text: str) -> list[str]:
    """Labels in the order typed, each once, half-width, without #."""
    return _once(clean_name(half_width(part)) for part in _BETWEEN_TAGS.split(text))


def joined(labels: Iterable[str], more: Iterable[str]) -> list[str]:
    """Both together, each once, at most MAX_TAGS."""
    return _once([*labels, *more])[:MAX_TAGS]


def too_many(tags: list[str]) -> bool:
    """Whether there are more labels, or longer ones, than are kept."""
    return len(tags) > MAX_TAGS or any(len(tag) > MAX_TAG for tag in tags)


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word for word in words if word))
