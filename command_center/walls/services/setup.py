"""Setting walls up: name, size, reader, place, labels (R-H1)."""

import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from command_center.walls.events import WALL_CHANGED, WALL_CREATED, WALL_REMOVED, WALL_RESIZED
from command_center.walls.models import Wall, Words
from command_center.walls.services.rules import locked, permit, told
from core.errors import ConflictError, UnprocessableError
from organizations import access
from organizations.models import Jurisdiction, User
from organizations.roles import Permission

WIDTH_M = (0.5, 40.0)
FARTHEST_M = (1.0, 60.0)
RESERVED = frozenset({"new", "pair"})
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def _size_errors(width_m: float, farthest_m: float) -> dict[str, str]:
    return {
        name: _("Between %(least)s and %(most)s metres.") % {"least": f"{least:g}", "most": f"{most:g}"}
        for name, value, (least, most) in (("width_m", width_m, WIDTH_M), ("farthest_m", farthest_m, FARTHEST_M))
        if not least <= value <= most
    }


def _refuse(errors: dict[str, str]) -> None:
    if errors:
        raise UnprocessableError(next(iter(errors.values())), errors=errors)


@transaction.atomic
def wall_create(
    *,
    slug: str,
    name: str,
    jurisdiction: Jurisdiction,
    name_en: str = "",
    width_m: float = 3.6,
    farthest_m: float = 8.0,
    words: str = Words.ZH,
    actor: User,
) -> Wall:
    """Set up a wall display of a jurisdiction; ConflictError when its address is taken."""
    errors = _size_errors(width_m, farthest_m)
    if not _SLUG.fullmatch(slug) or slug in RESERVED:
        errors["slug"] = _("Small letters, digits and hyphens; not “new” or “pair”.")
    if not name.strip():
        errors["name"] = _("Give it a name.")
    if words not in Words.values:
        errors["words"] = _("Choose from the list.")
    _refuse(errors)
    access.require(actor, Permission.WALL_CHANGE, jurisdiction)
    try:
        with transaction.atomic():
            wall = Wall.objects.create(
                slug=slug,
                name=name.strip(),
                name_en=name_en.strip(),
                jurisdiction=jurisdiction,
                width_m=width_m,
                farthest_m=farthest_m,
                words=words,
            )
    except IntegrityError as error:
        message = _("There is already a wall display with this address.")
        raise ConflictError(message, errors={"slug": message}) from error
    told(WALL_CREATED, wall, actor)
    return wall


@transaction.atomic
def wall_change(
    *,
    wall: Wall,
    name: str,
    jurisdiction: Jurisdiction,
    name_en: str,
    width_m: float,
    farthest_m: float,
    words: str,
    actor: User,
) -> Wall:
    """Change what a wall is: its name, place, size and labels. Both the old and the new place must be the actor's."""
    wall = locked(wall)
    errors = _size_errors(width_m, farthest_m)
    if not name.strip():
        errors["name"] = _("Give it a name.")
    if words not in Words.values:
        errors["words"] = _("Choose from the list.")
    _refuse(errors)
    permit(actor, wall)
    access.require(actor, Permission.WALL_CHANGE, jurisdiction)
    if jurisdiction.pk != wall.jurisdiction_id and wall.screens.filter(revoked_at=None).exists():
        # A paired screen was let in to see one place; showing it another is a new decision, made with a new code.
        message = _("Revoke its paired screens first: they were let in for another jurisdiction.")
        raise ConflictError(message, errors={"jurisdiction": message})
    wall.name, wall.name_en, wall.jurisdiction = name.strip(), name_en.strip(), jurisdiction
    wall.width_m, wall.farthest_m, wall.words = width_m, farthest_m, words
    wall.save(update_fields=["name", "name_en", "jurisdiction", "width_m", "farthest_m", "words"])
    told(WALL_CHANGED, wall, actor)
    return wall


@transaction.atomic
def wall_resize(*, wall: Wall, width_m: float, farthest_m: float, actor: User) -> Wall:
    """Say how wide a wall is and how far away its farthest reader sits, in metres; its letters follow (R-H1)."""
    wall = locked(wall)
    _refuse(_size_errors(width_m, farthest_m))
    permit(actor, wall)
    wall.width_m, wall.farthest_m = width_m, farthest_m
    wall.save(update_fields=["width_m", "farthest_m"])
    told(WALL_RESIZED, wall, actor, width=f"{width_m:g}", farthest=f"{farthest_m:g}")
    return wall


@transaction.atomic
def wall_remove(*, wall: Wall, actor: User) -> None:
    """Take a wall display down for good; its paired screens are out at once."""
    wall = locked(wall)
    permit(actor, wall)
    told(WALL_REMOVED, wall, actor)
    wall.delete()
