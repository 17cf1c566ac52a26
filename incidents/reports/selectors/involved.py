"""Units that may be named as involved: the directory of units in use, by name or pinyin initials (R-B1)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from core.text import half_width
from organizations.access import Actor
from organizations.models import Unit, User

SHOWN = 8


def units_matching(text: str, *, actor: Actor) -> list[Unit]:
    """Units in use whose name or initials hold the words; those that begin so come first."""
    words = half_width(text).strip()[:60]
    if not words or not actor.is_authenticated:
        return []
    names = Q(name__icontains=words) | Q(name_en__icontains=words) | Q(initials__icontains=words)
    rows = Unit.objects.filter(names, is_active=True).select_related("jurisdiction")
    rows = rows.defer("jurisdiction__boundary", "jurisdiction__centre").order_by("jurisdiction__path", "name")
    near = actor.unit.jurisdiction.path if isinstance(actor, User) and actor.unit else ""
    found = sorted(rows[:60], key=lambda unit: (not _close(unit, near), not _begins(unit, words)))
    return found[:SHOWN]


def _begins(unit: Unit, words: str) -> bool:
    return unit.name.startswith(words) or unit.initials.startswith(words.lower())


def _close(unit: Unit, near: str) -> bool:
    """Of the same place, or below it."""
    return bool(near) and unit.jurisdiction.path.startswith(near)


def units_named(names: Iterable[str], *, actor: Actor) -> list[dict[str, Any]]:
    """What is stored of each name: the unit where exactly one is called so in either language, else the words alone."""
    wanted = list(names)
    if not wanted or not actor.is_authenticated:
        return []
    known: dict[str, list[Unit]] = {}
    for unit in Unit.objects.filter(Q(name__in=wanted) | Q(name_en__in=wanted), is_active=True):
        for name in {unit.name, unit.name_en}:
            known.setdefault(name, []).append(unit)
    return [_stored(name, known.get(name, [])) for name in wanted]


def _stored(name: str, units: list[Unit]) -> dict[str, Any]:
    if len(units) != 1:
        return {"unit": None, "name": name, "name_en": ""}
    return {"unit": units[0].pk, "name": units[0].name, "name_en": units[0].name_en}
