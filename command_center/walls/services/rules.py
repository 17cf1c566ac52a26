"""What every change of a wall has in common: the lock, the permission, the record."""

from typing import Any

from django.utils.translation import gettext as _

from command_center.walls.models import Wall
from core.errors import AppError, NotFoundError
from organizations import access
from organizations.models import User
from organizations.roles import Permission
from timeline.kinds import Kind
from timeline.services import record


class TooManyError(AppError):
    """Asked too often; it works again in a few minutes."""

    status = 429


def locked(wall: Wall) -> Wall:
    """The row as it is now, held until the transaction ends; NotFoundError when it has been removed meanwhile."""
    found = Wall.objects.select_for_update(no_key=True).filter(pk=wall.pk).values_list("pk").first()
    if found is None:
        raise NotFoundError(_("There is no such wall display, or it is out of your reach."))
    return Wall.objects.select_related("jurisdiction", "focus").get(pk=wall.pk)


def permit(actor: User, wall: Wall) -> None:
    """PermissionDenied unless the actor may control walls there."""
    access.require(actor, Permission.WALL_CHANGE, wall.jurisdiction)


def told(kind: Kind, wall: Wall, actor: User, **data: Any) -> None:
    """Put a change on record, for everybody who may watch walls there."""
    record(
        kind,
        wall,
        jurisdiction=wall.jurisdiction,
        permission=Permission.WALL_VIEW,
        actor=actor,
        data={"wall": wall.name, **data},
    )
