"""The remote control: scene, layers, extent, holding still, blanking, a message. Every screen of the wall follows (R-H1)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.walls.events import (
    WALL_BLANKED,
    WALL_EXTENT,
    WALL_FROZEN,
    WALL_LAYERS,
    WALL_MESSAGE,
    WALL_MESSAGE_ENDED,
    WALL_RELEASED,
    WALL_SCENE,
    WALL_UNBLANKED,
)
from command_center.walls.models import Extent, Scene, Wall
from command_center.walls.selectors.focus import focus_allowed
from command_center.walls.selectors.map import WALL_LAYERS as LAYERS
from command_center.walls.services.rules import locked, permit, told
from core.errors import ConflictError, UnprocessableError
from incidents.response.models import Incident
from organizations.models import User

FREEZE_MINUTES = (1, 60)
MESSAGE_MINUTES = (1, 24 * 60)
MESSAGE_LENGTH = 120


def _within(name: str, value: int, bounds: tuple[int, int]) -> None:
    if not bounds[0] <= value <= bounds[1]:
        message = _("Between %(least)s and %(most)s minutes.") % {"least": bounds[0], "most": bounds[1]}
        raise UnprocessableError(message, errors={name: message})


@transaction.atomic
def wall_show_scene(*, wall: Wall, scene: str, focus: Incident | None = None, actor: User) -> Wall:
    """Choose what a wall is arranged for; the incident scene needs an open incident that may be shown aloud."""
    wall = locked(wall)
    if scene not in Scene.values:
        raise UnprocessableError(_("Choose from the list."), errors={"scene": _("Choose from the list.")})
    focus = focus or wall.focus
    if scene == Scene.INCIDENT and focus is None:
        message = _("Choose the incident to focus on.")
        raise UnprocessableError(message, errors={"focus": message})
    if focus is not None and scene == Scene.INCIDENT and not focus_allowed(wall, focus):
        message = _("This incident is closed, sensitive or elsewhere; a wall does not show it.")
        raise ConflictError(message, errors={"focus": message})
    permit(actor, wall)
    wall.scene = scene
    wall.focus = focus if scene == Scene.INCIDENT else None
    if scene == Scene.INCIDENT:
        wall.extent = Extent.INCIDENT
    elif wall.extent == Extent.INCIDENT:
        wall.extent = Extent.ALL
    wall.save(update_fields=["scene", "focus", "extent"])
    told(WALL_SCENE, wall, actor, scene=scene, focus=wall.focus.number if wall.focus else "")
    return wall


@transaction.atomic
def wall_set_layers(*, wall: Wall, layers: list[str], actor: User) -> Wall:
    """Choose what the wall's map shows; incidents always stay on."""
    wall = locked(wall)
    unknown = [name for name in layers if name not in LAYERS]
    if unknown:
        message = _("A wall has no layer “%(name)s”.") % {"name": unknown[0][:40]}
        raise UnprocessableError(message, errors={"layers": message})
    permit(actor, wall)
    wall.layers = [name for name in LAYERS if name in {*layers, "incidents"}]
    wall.save(update_fields=["layers"])
    told(WALL_LAYERS, wall, actor, layers=wall.layers)
    return wall


@transaction.atomic
def wall_set_extent(*, wall: Wall, extent: str, actor: User) -> Wall:
    """Choose what the map fits itself to."""
    wall = locked(wall)
    if extent not in Extent.values:
        raise UnprocessableError(_("Choose from the list."), errors={"extent": _("Choose from the list.")})
    if extent == Extent.INCIDENT and wall.focus is None:
        raise ConflictError(_("No incident is in focus on this wall."))
    permit(actor, wall)
    wall.extent = extent
    wall.save(update_fields=["extent"])
    told(WALL_EXTENT, wall, actor, extent=extent)
    return wall


@transaction.atomic
def wall_freeze(*, wall: Wall, minutes: int, actor: User) -> Wall:
    """Hold the panels still, marked loudly, and let them go by themselves after `minutes`."""
    wall = locked(wall)
    _within("minutes", minutes, FREEZE_MINUTES)
    permit(actor, wall)
    wall.frozen_at = timezone.now()
    wall.frozen_until = wall.frozen_at + timedelta(minutes=minutes)
    wall.save(update_fields=["frozen_at", "frozen_until"])
    told(WALL_FROZEN, wall, actor, minutes=minutes)
    return wall


@transaction.atomic
def wall_release(*, wall: Wall, actor: User) -> Wall:
    """Let a held wall follow events again; ConflictError when it already does."""
    wall = locked(wall)
    if not wall.is_frozen:
        raise ConflictError(_("This wall is not held still."))
    permit(actor, wall)
    wall.frozen_at = wall.frozen_until = None
    wall.save(update_fields=["frozen_at", "frozen_until"])
    told(WALL_RELEASED, wall, actor)
    return wall


@transaction.atomic
def wall_blank(*, wall: Wall, blank: bool, actor: User) -> Wall:
    """Hide everything while visitors are in the room, or show it again."""
    wall = locked(wall)
    permit(actor, wall)
    wall.blanked_at = timezone.now() if blank else None
    wall.save(update_fields=["blanked_at"])
    told(WALL_BLANKED if blank else WALL_UNBLANKED, wall, actor)
    return wall


@transaction.atomic
def wall_say(*, wall: Wall, message: str, minutes: int = 30, actor: User) -> Wall:
    """Show a message across the wall for `minutes`; an empty one takes it down."""
    wall = locked(wall)
    message = " ".join(message.split())
    if len(message) > MESSAGE_LENGTH:
        words = _("At most %(count)s characters: a wall is read from afar.") % {"count": MESSAGE_LENGTH}
        raise UnprocessableError(words, errors={"message": words})
    _within("minutes", minutes, MESSAGE_MINUTES)
    permit(actor, wall)
    wall.message = message
    wall.message_until = timezone.now() + timedelta(minutes=minutes) if message else None
    wall.save(update_fields=["message", "message_until"])
    told(WALL_MESSAGE if message else WALL_MESSAGE_ENDED, wall, actor, message=message)
    return wall
