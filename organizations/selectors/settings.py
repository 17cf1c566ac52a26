"""What a person has arranged for themselves."""

from typing import Any

from organizations.access import Actor
from organizations.models import PersonSetting


def settings_of(actor: Actor, *keys: str) -> dict[str, Any]:
    """The actor's own arrangements, all or those named; who is not signed in has none."""
    if not actor.is_authenticated:
        return {}
    rows = PersonSetting.objects.filter(user_id=actor.pk)
    if keys:
        rows = rows.filter(key__in=keys)
    return dict(rows.values_list("key", "value"))
