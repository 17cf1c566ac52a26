"""The live feed of a paired screen: `/ws/wall/<slug>/`, hints only.

A screen hears that something happened at its wall's jurisdiction and fetches what the wall shows; the words and values of
an event, which may name people, do not travel to it. Only what draws incidents and teams on the map does.
"""

import contextlib
import http.cookies
from collections.abc import Iterable
from typing import Any

import orjson

from command_center.walls.door import COOKIE
from command_center.walls.models import WallScreen
from command_center.walls.selectors import screen_by_key, wall_eyes
from command_center.walls.selectors.map import aloud
from organizations import access
from timeline.consumers import FeedConsumer
from timeline.feed.door import Guest, Standing, ask, others

DRAWN = ("incidents", "teams", "plots")
SHORTEST_KEY = 20


def _person(screen: WallScreen) -> int:
    """Below zero: no account has such a number."""
    return -screen.pk


def _standing(screen: WallScreen) -> Standing:
    groups = frozenset(access.groups_for(wall_eyes(screen.wall)))
    return Standing(f"{screen.wall_id} {screen.wall.jurisdiction.path}", groups)


def screens_standing(ids: Iterable[int]) -> dict[int, Standing]:
    """Screens among those who listen that have not been revoked."""
    wanted = [-pk for pk in ids if pk < 0]
    if not wanted:
        return {}
    rows = WallScreen.objects.filter(pk__in=wanted, revoked_at=None)
    rows = rows.select_related("wall__jurisdiction").defer("wall__jurisdiction__boundary")
    return {_person(screen): _standing(screen) for screen in rows}


others.append(screens_standing)


def guest_by_key(raw: str, slug: str) -> Guest | None:
    """The screen whose key this is, as a guest of the feed."""
    screen = screen_by_key(raw, slug) if len(raw) >= SHORTEST_KEY else None
    if screen is None:
        return None
    standing = _standing(screen)
    return Guest(_person(screen), "", standing.groups or frozenset(), standing.signature)


def hint(part: dict[str, Any]) -> dict[str, Any]:
    """An event without its words: kind, place in the order, subjects, and a drawing that may be shown aloud."""
    if part.get("type") != "event":
        return part
    feature = (part.get("data") or {}).get("feature")
    properties = feature.get("properties", {}) if isinstance(feature, dict) else {}
    drawn = isinstance(feature, dict) and properties.get("layer") in DRAWN and not properties.get("sensitive")
    kept: dict[str, Any] = {
        key: part[key] for key in ("type", "cursor", "kind", "subject", "subjects", "at") if key in part
    }
    return {**kept, "actor": None, "data": {"feature": aloud(dict(feature or {}))} if drawn else {}}


def hints(text: str) -> str:
    """A frame's text with every event in it reduced to a hint."""
    told = orjson.loads(text)
    reduced = [hint(part) for part in told] if isinstance(told, list) else hint(told)
    return orjson.dumps(reduced).decode()


class WallConsumer(FeedConsumer):
    """As for people, but the guest is a screen and hears hints."""

    async def websocket_connect(self, message: dict[str, Any]) -> None:
        """Everything that goes out goes through `hints`."""
        whole: Any = self.base_send  # type: ignore[has-type]

        async def reduced(out: dict[str, Any]) -> None:
            if out["type"] == "websocket.send" and "text" in out:
                out = {**out, "text": hints(out["text"])}
            await whole(out)

        self.base_send = reduced
        await super().websocket_connect(message)

    async def _guest(self, cookies: str, ticket: str) -> Guest | None:
        jar: http.cookies.SimpleCookie = http.cookies.SimpleCookie()
        with contextlib.suppress(http.cookies.CookieError):
            jar.load(cookies)
        morsel = jar.get(COOKIE)
        slug = self.scope["url_route"]["kwargs"]["slug"]
        return await ask(guest_by_key, morsel.value if morsel else "", slug)


__all__ = ["WallConsumer", "hint", "hints"]
