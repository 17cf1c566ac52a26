"""How many people live in an area: the population of each village by the share of it that lies inside.

An estimate by area, and said so wherever it is shown: people are not spread evenly. Source: the population each
jurisdiction was entered with.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from command_center.areas import Area
from organizations import access
from organizations.roles import Permission

SHOWN = 300
_WITHIN = """
WITH asked AS (
    SELECT CASE WHEN %(radius)s > 0 THEN ST_Buffer(%(shape)s::geometry::geography, %(radius)s)::geometry
                ELSE %(shape)s::geometry END AS area
)
SELECT j.id, j.name, j.name_en, j.population,
       CASE WHEN j.boundary IS NULL THEN 1.0
            ELSE ST_Area(ST_Intersection(j.boundary, asked.area)) / nullif(ST_Area(j.boundary), 0) END AS share
FROM organizations_jurisdiction j, asked
WHERE j.is_active AND j.level = 'village' AND j.path LIKE ANY(%(paths)s)
    AND (j.boundary && %(box)s::geometry OR (j.boundary IS NULL AND j.centre && %(box)s::geometry))
    AND ST_Intersects(coalesce(j.boundary, j.centre), asked.area)
ORDER BY share DESC NULLS LAST, j.population DESC NULLS LAST, j.id LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Village:
    """One village touched by the area: its people, and how many of them by the share of its land inside (0–1)."""

    id: int
    name: str
    name_en: str
    population: int | None
    share: float

    @property
    def inside(self) -> int | None:
        """Persons inside, by area; None where the village has no figure."""
        return None if self.population is None else round(self.population * self.share)


def villages_within(area: Area, *, actor: access.Actor) -> list[Village]:
    """Villages within reach that the area touches, the ones wholly inside first."""
    paths = [f"{path}%" for path in access.reach(actor).get(str(Permission.PLACE_VIEW), ())]
    if not paths:
        return []
    values: dict[str, Any] = {
        "radius": area.radius_m,
        "shape": area.shape.hexewkb.decode(),
        "box": area.box.hexewkb.decode(),
        "paths": paths,
        "limit": SHOWN,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WITHIN, values)
        rows = cursor.fetchall()
    return [
        Village(pk, name, name_en, people, min(1.0, float(share or 0))) for pk, name, name_en, people, share in rows
    ]
