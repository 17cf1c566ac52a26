"""What walls show, and who may see which."""

from command_center.walls.selectors.eyes import wall_eyes
from command_center.walls.selectors.focus import focus_allowed, focus_choices
from command_center.walls.selectors.scenes import WallScene, wall_scene
from command_center.walls.selectors.walls import screen_by_key, screen_get, wall_get, walls_list

__all__ = [
    "WallScene",
    "focus_allowed",
    "focus_choices",
    "screen_by_key",
    "screen_get",
    "wall_eyes",
    "wall_get",
    "wall_scene",
    "walls_list",
]
