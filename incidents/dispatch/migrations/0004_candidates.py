"""The search behind recommendations as a function: its plan is made once per connection, not once per question.

Planning this statement takes three times as long as running it; a prepared statement would not survive a pooler that
hands connections on between transactions, a function does.
"""

from django.db import migrations

# 400: teams the walk may pass over because they are out of the actor's reach. 12: teams kept per capability.
# 5: teams of unknown whereabouts kept beside them. Constants, so that the cached plan knows how little it must fetch.
FORWARD = """
CREATE FUNCTION dispatch_candidates(
    p_capability text, p_type text, p_incident bigint, p_here geometry, p_midnight timestamptz, p_paths text[]
) RETURNS TABLE (
    need_code varchar, need_name varchar, need_name_en varchar, wanted int, rank int, capability_id bigint, already bigint,
    team_id bigint, code varchar, name varchar, name_en varchar, kind varchar, speed_kmh int, strength int,
    position_at timestamptz, ended_at timestamptz, tracked boolean, phone varchar, path varchar,
    lon float8, lat float8, metres float8, load_today bigint, declined boolean
) LANGUAGE plpgsql STABLE SET plan_cache_mode = 'force_generic_plan' AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH wish AS MATERIALIZED (
        SELECT c.id, c.code, c.name, c.name_en, 1 AS wanted, 0 AS rank FROM teams_capability c WHERE c.code = p_capability
        UNION ALL
        SELECT c.id, c.code, c.name, c.name_en, n.wanted::int, n.rank::int
        FROM dispatch_capabilityneed n JOIN teams_capability c ON c.id = n.capability_id
        WHERE p_capability IS NULL AND n.type_prefix = (
            SELECT w.type_prefix FROM dispatch_capabilityneed w WHERE p_type LIKE w.type_prefix || '%'
            ORDER BY length(w.type_prefix) DESC LIMIT 1)
    ), need AS MATERIALIZED (
        SELECT wish.*, (
            SELECT count(*) FROM dispatch_dispatch d JOIN teams_team_capabilities c ON c.team_id = d.team_id
            WHERE d.incident_id = p_incident AND c.capability_id = wish.id
                AND d.status NOT IN ('ended', 'declined', 'undone')) AS already
        FROM wish
    )
    SELECT need.code, need.name, need.name_en, need.wanted, need.rank, need.id, need.already,
        t.id, t.code, t.name, t.name_en, t.kind, t.speed_kmh::int, t.strength::int,
        t.position_at, t.ended_at, t.tracked, t.leader_phone, t.path,
        ST_X(t.place), ST_Y(t.place), ST_DistanceSphere(t.place, p_here),
        (SELECT count(*) FROM dispatch_dispatch d
         WHERE d.team_id = t.id AND d.ordered_at >= p_midnight AND d.status <> 'undone'),
        EXISTS (SELECT FROM dispatch_dispatch d
                WHERE d.team_id = t.id AND d.incident_id = p_incident AND d.status = 'declined')
    FROM need LEFT JOIN LATERAL (
        (SELECT m.id, m.code, m.name, m.name_en, m.kind, m.speed_kmh, m.strength, m.position_at, m.ended_at,
                m.position IS NOT NULL AS tracked, m.leader_phone, j.path,
                COALESCE(m.position, a.place) AS place
         FROM (SELECT b.team_id, b.place FROM teams_teamability b
               WHERE b.capability_id = need.id AND b.ready AND b.place IS NOT NULL ORDER BY b.place <-> p_here LIMIT 400
         ) a JOIN teams_team m ON m.id = a.team_id JOIN organizations_jurisdiction j ON j.id = m.jurisdiction_id
         WHERE j.path LIKE ANY(p_paths) LIMIT 12)
        UNION ALL
        (SELECT m.id, m.code, m.name, m.name_en, m.kind, m.speed_kmh, m.strength, m.position_at, m.ended_at,
                m.position IS NOT NULL, m.leader_phone, j.path, a.place
         FROM teams_teamability a JOIN teams_team m ON m.id = a.team_id
            JOIN organizations_jurisdiction j ON j.id = m.jurisdiction_id
         WHERE a.capability_id = need.id AND a.ready AND a.place IS NULL AND j.path LIKE ANY(p_paths) LIMIT 5)
    ) t ON TRUE;
END $$;
"""

BACKWARD = "DROP FUNCTION dispatch_candidates(text, text, bigint, geometry, timestamptz, text[]);"


class Migration(migrations.Migration):
    """One function."""

    dependencies = [
        ("dispatch", "0003_needs_and_times"),
        ("teams", "0005_history_key"),
        ("organizations", "0001_initial"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
