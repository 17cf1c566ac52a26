"""What if these go: how many ready teams of each capability would remain (the simulate view, R-C3)."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from organizations import access
from organizations.access import Actor
from organizations.roles import Permission

_SQL = """
SELECT c.code, c.name, c.name_en, count(*) FILTER (WHERE a.ready),
       count(*) FILTER (WHERE a.ready AND NOT a.team_id = ANY(%(going)s))
FROM teams_teamability a JOIN teams_capability c ON c.id = a.capability_id JOIN teams_team t ON t.id = a.team_id
    JOIN organizations_jurisdiction j ON j.id = t.jurisdiction_id
WHERE j.path LIKE ANY(%(paths)s) AND a.capability_id IN (
    SELECT capability_id FROM teams_team_capabilities WHERE team_id = ANY(%(going)s))
GROUP BY c.id ORDER BY c.rank
"""


def coverage_after(actor: Actor, team_ids: Iterable[int]) -> list[dict[str, Any]]:
    """Per capability of the teams that would go: ready teams within the actor's reach before and after."""
    paths = [f"{path}%" for path in sorted(access.reach(actor).get(Permission.TEAM_VIEW, ()))]
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"going": list(team_ids), "paths": paths})
        return [
            {"capability": code, "name": name, "name_en": name_en, "before": before, "after": after}
            for code, name, name_en, before, after in cursor.fetchall()
        ]
