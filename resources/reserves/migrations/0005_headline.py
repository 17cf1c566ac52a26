"""The headline of a warehouse on the map: of tents, bedding, water and food the item it has most of (R-H1)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION reserves_headline(warehouse bigint) RETURNS json LANGUAGE sql STABLE AS $$
    SELECT coalesce(json_agg(json_build_object(
        'name', name, 'name_en', name_en, 'on_hand', trim_scale(total), 'unit', unit, 'unit_en', unit_en
    ) ORDER BY rank), '[]'::json)
    FROM (
        SELECT DISTINCT ON (shown.rank) shown.rank, i.name, i.name_en, held.total, u.name AS unit, u.name_en AS unit_en
        FROM (
            SELECT item_id, sum(balance) AS total FROM reserves_account
            WHERE warehouse_id = warehouse AND kind IN ('stock', 'reserved', 'frozen') GROUP BY item_id
        ) held
        JOIN reserves_item i ON i.id = held.item_id
        JOIN reserves_measure u ON u.id = i.unit_id
        JOIN reserves_category c ON c.id = i.category_id
        JOIN unnest(ARRAY['103', '104', '102', '101']) WITH ORDINALITY AS shown(code, rank) ON c.code LIKE shown.code || '%'
        WHERE held.total > 0
        ORDER BY shown.rank, held.total DESC, i.id
    ) rows
$$;
"""


class Migration(migrations.Migration):
    """A function the map and the events share."""

    dependencies = [("reserves", "0004_opening")]

    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION reserves_headline(bigint)")]
