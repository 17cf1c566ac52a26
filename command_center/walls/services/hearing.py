"""What a screen that shows a wall says of itself: when, version, freshness, size; no event, at most once in ten seconds."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from command_center.walls.models import Wall, WallScreen
from organizations import access

LEAST = timedelta(seconds=10)


def wall_heard(*, wall: Wall, screen: WallScreen | None, said: dict[str, Any], actor: access.Actor) -> None:
    """Keep what the screen said; `actor` is the person at it, or nobody at a paired screen."""
    now = timezone.now()
    kept = {**said, "by": str(actor) if actor.is_authenticated else ""}
    due = Q(heard_at=None) | Q(heard_at__lte=now - LEAST)
    Wall.objects.filter(due, pk=wall.pk).update(heard_at=now, heard=kept)
    if screen is not None:
        stale = Q(seen_at=None) | Q(seen_at__lte=now - LEAST)
        WallScreen.objects.filter(stale, pk=screen.pk, revoked_at=None).update(seen_at=now, seen=kept)
