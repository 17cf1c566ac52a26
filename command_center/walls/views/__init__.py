"""Pages of walls: shown, controlled, set up, paired."""

from command_center.walls.views import pairing, remote, setup, show

__all__ = ["pairing", "remote", "setup", "show"]
