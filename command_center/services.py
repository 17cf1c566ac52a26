"""Changing the little that the roof owns: the size of walls."""

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.events import WALL_RESIZED
from command_center.models import Wall
from core.errors import UnprocessableError
from organizations import access
from organizations.models import User
from organizations.roles import Permission
from timeline.services import record

WIDTH_M = (0.5, 40.0)
FARTHEST_M = (1.0, 60.0)


@transaction.atomic
def wall_resize(*, wall: Wall, width_m: float, farthest_m: float, actor: User) -> Wall:
    """Say how wide a wall is and how far away its farthest reader sits, in metres; its letters follow (R-H1)."""
    wall = Wall.objects.select_for_update().get(pk=wall.pk)
    errors = {
        name: _("Between %(least)s and %(most)s metres.") % {"least": f"{least:g}", "most": f"{most:g}"}
        for name, value, (least, most) in (("width_m", width_m, WIDTH_M), ("farthest_m", farthest_m, FARTHEST_M))
        if not least <= value <= most
    }
    if errors:
        raise UnprocessableError(next(iter(errors.values())), errors=errors)
    access.require(actor, Permission.INCIDENT_CHANGE, wall.jurisdiction)
    wall.width_m, wall.farthest_m = width_m, farthest_m
    wall.save(update_fields=["width_m", "farthest_m"])
    record(
        WALL_RESIZED,
        wall,
        jurisdiction=wall.jurisdiction,
        permission=Permission.WALL_VIEW,
        actor=actor,
        data={"wall": wall.name, "width": f"{width_m:g}", "farthest": f"{farthest_m:g}"},
    )
    return wall
