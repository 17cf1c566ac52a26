"""Kinds of event the roof records."""

from command_center.commands.events import COMMAND_WORD_DROPPED, COMMAND_WORD_SET
from command_center.walls.events import WALL_RESIZED

__all__ = ["COMMAND_WORD_DROPPED", "COMMAND_WORD_SET", "WALL_RESIZED"]
