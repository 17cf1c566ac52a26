"""Everything the roof keeps in the database."""

from command_center.commands.models import CommandAlias
from command_center.drill.models import Ground
from command_center.search.models import SearchName
from command_center.walls.models import Wall, WallPairing, WallScreen

__all__ = ["CommandAlias", "Ground", "SearchName", "Wall", "WallPairing", "WallScreen"]
