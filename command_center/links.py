"""Whether an address has a page behind it: menus and strips never show a dead link."""

from functools import lru_cache
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve


@lru_cache(maxsize=128)
def page_exists(path: str) -> bool:
    """Whether some route answers this path (its query left aside)."""
    try:
        resolve(urlsplit(path).path)
    except Resolver404:
        return False
    return True
