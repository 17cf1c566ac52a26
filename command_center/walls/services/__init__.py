"""What may be done to walls: set up, controlled, paired with screens."""

from command_center.walls.services.control import (
    wall_blank,
    wall_freeze,
    wall_release,
    wall_say,
    wall_set_extent,
    wall_set_layers,
    wall_show_scene,
)
from command_center.walls.services.hearing import wall_heard
from command_center.walls.services.pairing import (
    pairing_begin,
    pairing_collect,
    pairing_confirm,
    screen_revoke,
)
from command_center.walls.services.setup import wall_change, wall_create, wall_remove, wall_resize

__all__ = [
    "pairing_begin",
    "pairing_collect",
    "pairing_confirm",
    "screen_revoke",
    "wall_blank",
    "wall_change",
    "wall_create",
    "wall_freeze",
    "wall_heard",
    "wall_release",
    "wall_remove",
    "wall_resize",
    "wall_say",
    "wall_set_extent",
    "wall_set_layers",
    "wall_show_scene",
]
