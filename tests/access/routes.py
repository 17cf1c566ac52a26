"""Every address of the platform, walked from the URL resolver."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, get_resolver

ELSEWHERE = ("admin",)  # Django's own admin: read-only, with a test of its own


@dataclass(frozen=True)
class Route:
    """A named address and the names of what varies in it."""

    name: str
    parameters: tuple[str, ...]


def routes() -> list[Route]:
    """All named addresses, once each."""
    return sorted(set(_walk(get_resolver())), key=lambda route: route.name)


def _walk(resolver, space: str = "") -> Iterator[Route]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield Route(f"{space}{entry.name}", tuple(sorted(entry.pattern.converters)))
        elif entry.namespace not in ELSEWHERE:
            yield from _walk(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
