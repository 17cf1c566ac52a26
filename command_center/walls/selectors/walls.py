"""Walls and the screens paired with them."""

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from command_center.walls.models import Wall, WallScreen
from core.errors import NotFoundError
from organizations import access
from organizations.authentication import digest_of
from organizations.models import Jurisdiction
from organizations.roles import Permission


def walls_list(*, actor: access.Actor) -> QuerySet[Wall]:
    """Walls the actor may show."""
    rows = Wall.objects.select_related("jurisdiction", "focus").defer("jurisdiction__boundary")
    living = WallScreen.objects.filter(revoked_at=None).select_related("paired_by")
    return access.scope(rows, actor, Permission.WALL_VIEW).prefetch_related(Prefetch("screens", living, "living"))


def wall_get(slug: str, *, actor: access.Actor) -> Wall:
    """One wall by its address; NotFoundError when it is not there or out of reach."""
    rows = Wall.objects.select_related("jurisdiction", "focus").defer("jurisdiction__boundary")
    wall = access.scope(rows, actor, Permission.WALL_VIEW).filter(slug=slug).first()
    if wall is None:
        raise NotFoundError(_("There is no such wall display, or it is out of your reach."))
    return wall


def screen_by_key(raw: str, slug: str, *, actor: None = None) -> WallScreen | None:
    """The paired screen whose key this is, for its own wall only; None once revoked. The key is who asks: no actor."""
    rows = WallScreen.objects.select_related("wall__jurisdiction", "wall__focus").defer("wall__jurisdiction__boundary")
    return rows.filter(digest=digest_of(raw), wall__slug=slug, revoked_at=None).first()


def screen_get(pk: int, slug: str, *, actor: access.Actor) -> WallScreen:
    """One screen of a wall within reach, or NotFoundError."""
    wall = wall_get(slug, actor=actor)
    screen = WallScreen.objects.filter(pk=pk, wall=wall).first()
    if screen is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return screen


def wall_places(*, actor: access.Actor) -> QuerySet[Jurisdiction]:
    """Jurisdictions the actor may set up walls for, by path."""
    in_use = Jurisdiction.objects.filter(is_active=True).exclude(level="grid").defer("boundary")
    return access.scope(in_use, actor, Permission.WALL_CHANGE, field="").order_by("path")
