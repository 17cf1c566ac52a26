"""Who last changed what of a thing, for the two sides of an edit conflict (R-C3)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from timeline.models import Event

LATEST = 30
_CHANGED = Q(kind__endswith=".updated") | Q(kind__endswith=".changed") | Q(kind__endswith=".edited")


def authors(subject: str, names: Sequence[str]) -> Mapping[str, tuple[str, datetime]]:
    """Field → (who, when), from the newest changes of the subject; what no event names belongs to the newest of all.

    Asked only for somebody who may edit the subject and is about to: they may know who else did.
    """
    events = Event.objects.filter(_CHANGED, subjects__contains=[subject], subject=subject).exclude(actor_name="")
    found: dict[str, tuple[str, datetime]] = {}
    newest: tuple[str, datetime] | None = None
    for who, at, data in events.order_by("-id").values_list("actor_name", "at", "data")[:LATEST]:
        newest = newest or (who, at)
        for name in names:
            if name not in found and _names(data, name):
                found[name] = (who, at)
    return {name: found.get(name, newest) for name in names} if newest else {}


def _names(data: Mapping[str, Any], name: str) -> bool:
    """Whether an event tells of this field: by `changes`, or in the list of `fields`."""
    changes, fields = data.get("changes"), data.get("fields")
    if isinstance(changes, Mapping) and name in changes:
        return True
    return isinstance(fields, str) and name in fields.split(", ")
