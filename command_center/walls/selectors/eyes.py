"""A wall sees with its own eyes: the same for everybody who stands before it, whoever signed in or nobody.

Read permissions at the wall's own jurisdiction, held by no account: an actor that exists only while a wall is drawn. It
reads through the same selectors as people do and can change nothing, for it holds no permission that changes anything.
"""

from command_center.walls.models import Wall
from organizations.models import User
from organizations.roles import Permission

SEES = (
    Permission.INCIDENT_VIEW,
    Permission.REPORT_VIEW,
    Permission.TEAM_VIEW,
    Permission.PLACE_VIEW,
    Permission.CLOCK_VIEW,
    Permission.RESERVE_VIEW,
    Permission.SHELTER_VIEW,
    Permission.WALL_VIEW,
)


def wall_eyes(wall: Wall) -> User:
    """The actor of a wall; it is in no table (id 0), so nothing can be owned by it or addressed to it."""
    eyes = User(pk=0, username="", full_name="", is_active=True)
    eyes._reach = {str(permission): {wall.jurisdiction.path} for permission in SEES}  # type: ignore[attr-defined]
    eyes._roles = set()  # type: ignore[attr-defined]
    return eyes
