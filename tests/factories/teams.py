"""Teams for tests: plain rows with their abilities, without events."""

import itertools

from django.contrib.gis.geos import Point
from django.utils import timezone

from resources.teams.models import Capability, Team
from resources.teams.services import abilities_rewrite
from tests.factories import organizations

_numbers = itertools.count(1)


def capability(code="water"):
    """A capability of the vocabulary by its code (made when it is not in it)."""
    return Capability.objects.get_or_create(code=code, defaults={"name": code, "name_en": code})[0]


def team(jurisdiction, *, capabilities=("water",), at=None, base=(103.6, 30.9), position_at=None, **fields):
    """A team on standby at `base` (lon, lat or None); `at` is its last position, reported at `position_at` (now)."""
    number = next(_numbers)
    unit = fields.pop("unit", None) or jurisdiction.units.order_by("pk").first() or organizations.unit(jurisdiction)
    row = Team.objects.create(
        jurisdiction=jurisdiction,
        unit=unit,
        code=fields.pop("code", f"T{number}"),
        name=fields.pop("name", f"救援{number}队"),
        name_en=fields.pop("name_en", f"Rescue team {number}"),
        kind=fields.pop("kind", "professional"),
        base=Point(*base, srid=4326) if base else None,
        position=Point(*at, srid=4326) if at else None,
        position_at=(position_at or timezone.now()) if at else None,
        strength=fields.pop("strength", 8),
        leader_phone=fields.pop("leader_phone", "13800000000"),
        **fields,
    )
    row.capabilities.set([capability(code) for code in capabilities])
    abilities_rewrite([row.pk])
    return row
