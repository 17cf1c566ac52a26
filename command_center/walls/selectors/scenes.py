"""One look at a wall: the panels of its scene, each kept apart, so that one that cannot be read does not take the others along.

A panel that fails shows its last good value, greyed, with its time (ux S7).
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

from command_center.walls.models import Scene, Wall
from command_center.walls.selectors import panels
from command_center.walls.selectors.eyes import wall_eyes
from command_center.walls.selectors.focus import focus_panel

log = logging.getLogger(__name__)

KEPT_S = 6 * 3600


@dataclass
class Panel:
    """What one panel shows and from when it is; `failed` when it could not be read now."""

    value: Any
    at: datetime | None
    failed: bool = False


@dataclass
class WallScene:
    """One look at the wall's jurisdiction: its panels by name."""

    wall: Wall
    scene: str
    at: datetime
    focus_pk: int | None = None
    panels: dict[str, Panel] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Panel:
        """`scene.forces` in a template."""
        try:
            return self.__dict__["panels"][name]
        except KeyError:
            raise AttributeError(name) from None


def _kept(wall: Wall, name: str, read: Callable[[], Any]) -> Panel:
    key = f"wall:{wall.pk}:{wall.jurisdiction_id}:{wall.scene}:{wall.focus_id}:{name}:{get_language()}"
    try:
        panel = Panel(read(), timezone.now())
    except Exception:
        log.exception("the panel %s of the wall %s could not be read", name, wall.slug)
        known = cache.get(key)
        return Panel(known.value, known.at, failed=True) if known else Panel(None, None, failed=True)
    cache.set(key, panel, KEPT_S)
    return panel


def wall_scene(wall: Wall, *, rows: int) -> WallScene:
    """The panels of the wall's scene, seen with the wall's own eyes; `rows` incidents at most are listed."""
    eyes = wall_eyes(wall)
    look = WallScene(wall, wall.scene, timezone.now())
    look.panels["incidents"] = _kept(wall, f"incidents.{rows}", lambda: panels.incidents_panel(wall, rows, actor=eyes))
    look.focus_pk = _focus(wall, look.incidents.value)
    for name, read in _parts(wall, look, eyes):
        look.panels[name] = _kept(wall, name, read)
    if wall.scene == Scene.INCIDENT and look.focus.value is None and not look.focus.failed:
        look.scene = Scene.EVERYDAY  # the incident was closed, or may no longer be shown: the wall does not stay empty
        for name, read in _parts(wall, look, eyes):
            if name not in look.panels:
                look.panels[name] = _kept(wall, name, read)
    return look


def _focus(wall: Wall, incidents: dict[str, Any] | None) -> int | None:
    if wall.scene == Scene.INCIDENT:
        return wall.focus_id
    listed = (incidents or {}).get("listed") or []
    return listed[0]["pk"] if listed else None


def _parts(wall: Wall, look: WallScene, eyes: Any) -> Iterator[tuple[str, Callable[[], Any]]]:
    """The panels of the scene besides the incidents, and how each is read."""
    pk = look.focus_pk
    whole = look.scene == Scene.INCIDENT
    yield "focus", lambda: None if pk is None else focus_panel(wall, pk, whole=whole, actor=eyes)
    yield "posts", lambda: panels.posts_panel(wall)
    yield "events", lambda: panels.told(panels.tellable(wall, actor=eyes)[: panels.EVENTS_SHOWN])
    yield "recent", lambda: panels.recent_panel(wall, actor=eyes)
    if look.scene != Scene.INCIDENT:
        yield "forces", lambda: panels.forces_panel(wall, actor=eyes)
        yield "shelters", lambda: panels.shelters_panel(wall, actor=eyes)
    if look.scene in (Scene.EVERYDAY, Scene.DRILL):
        shown = panels.incidents_shown(wall, actor=eyes)
        yield "impact", lambda: panels.impact_panel(shown, actor=eyes)
        yield "supplies", lambda: panels.supplies_panel(wall, actor=eyes)
    calm = look.incidents.value is not None and not look.incidents.value["listed"]
    if look.scene == Scene.WARNING or calm:
        yield "ready", lambda: panels.ready_panel(wall, actor=eyes)
    if look.scene == Scene.WARNING:
        yield "warnings", lambda: panels.warnings_panel(wall, actor=eyes)
