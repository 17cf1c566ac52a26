"""Kinds of event of wall displays; scenes and extents are told in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from command_center.walls.models import Extent, Scene
from timeline.kinds import register


def _labels(data: Mapping[str, Any]) -> Mapping[str, Any]:
    named = {"scene": Scene, "extent": Extent}
    return {**data, **{key: kind(data[key]).label for key, kind in named.items() if data.get(key) in kind.values}}


WALL_CREATED = register("wall.created", _("Wall display %(wall)s set up"))
WALL_CHANGED = register("wall.changed", _("Wall display %(wall)s: settings changed"))
WALL_REMOVED = register("wall.removed", _("Wall display %(wall)s removed"))
WALL_RESIZED = register("wall.resized", _("Wall display %(wall)s: %(width)s m wide, read from %(farthest)s m"))
WALL_SCENE = register("wall.scene_changed", _("Wall display %(wall)s shows: %(scene)s %(focus)s"), _labels)
WALL_LAYERS = register("wall.layers_changed", _("Wall display %(wall)s: other layers on its map"))
WALL_EXTENT = register("wall.extent_changed", _("Wall display %(wall)s, map: %(extent)s"), _labels)
WALL_FROZEN = register("wall.frozen", _("Wall display %(wall)s held still for %(minutes)s min"))
WALL_RELEASED = register("wall.released", _("Wall display %(wall)s follows events again"))
WALL_BLANKED = register("wall.blanked", _("Wall display %(wall)s blanked for visitors"))
WALL_UNBLANKED = register("wall.unblanked", _("Wall display %(wall)s shows its contents again"))
WALL_MESSAGE = register("wall.message_shown", _("Wall display %(wall)s, message: %(message)s"))
WALL_MESSAGE_ENDED = register("wall.message_ended", _("Wall display %(wall)s: message taken down"))
SCREEN_PAIRED = register("wall.screen_paired", _("Screen %(screen)s paired with the wall display %(wall)s"))
SCREEN_REVOKED = register("wall.screen_revoked", _("Screen %(screen)s may no longer show the wall display %(wall)s"))
