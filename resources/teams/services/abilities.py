"""Keeping TeamAbility, the table the nearest-neighbour search walks, in step with its team."""

from collections.abc import Sequence

from django.db import connection, transaction

_REWRITE = """
WITH gone AS (
    DELETE FROM teams_teamability a WHERE a.team_id = ANY(%(teams)s) AND NOT EXISTS (
        SELECT FROM teams_team_capabilities c WHERE c.team_id = a.team_id AND c.capability_id = a.capability_id)
)
INSERT INTO teams_teamability (team_id, capability_id, ready, place)
SELECT c.team_id, c.capability_id,
       t.readiness = 'standby' AND t.on_shift AND t.is_active, COALESCE(t.position, t.base)
FROM teams_team_capabilities c JOIN teams_team t ON t.id = c.team_id
WHERE c.team_id = ANY(%(teams)s)
ON CONFLICT (team_id, capability_id) DO UPDATE SET ready = EXCLUDED.ready, place = EXCLUDED.place
"""


@transaction.atomic
def abilities_rewrite(team_ids: Sequence[int]) -> None:
    """Make the abilities of these teams say what the teams say: capabilities, readiness, place. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_REWRITE, {"teams": list(team_ids)})
