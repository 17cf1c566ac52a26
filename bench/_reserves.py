"""Reserves in bulk for the benchmarks: rows straight into the tables, balances as their movements say."""

from django.db import connection

from tests.factories import organizations as people
from tests.factories import reserves as make


def county():
    """A county with a keeper."""
    place = people.jurisdiction(level="county")
    people.unit(place)
    return place, people.user("keeper", place)


def fill(place, *, warehouses: int, items: int, lots: int, movements_each: int = 1) -> None:
    """Lots spread over warehouses, each received and then issued piece by piece; no trigger fires, the sums are set."""
    first = make.warehouse(place)
    kinds = [make.item(category=make.category("1030000")) for _ in range(items)]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "INSERT INTO reserves_warehouse SELECT (jsonb_populate_record(w, jsonb_build_object("
            "'id', nextval(pg_get_serial_sequence('reserves_warehouse', 'id')), 'code', 'B'||n))).* "
            "FROM reserves_warehouse w, generate_series(2, %s) n WHERE w.id = %s",
            [warehouses, first.pk],
        )
        cursor.execute(
            "INSERT INTO reserves_lot (item_id, batch, serial, supplier, fund_source, recall_note, expires_on, created_at, updated_at) "
            "SELECT (%s::bigint[])[1 + n %% %s], 'B'||n, '', '', '', '', current_date + n %% 900, now(), now() "
            "FROM generate_series(1, %s) n",
            [[kind.pk for kind in kinds], items, lots],
        )
        for kind, where in (("supplier", "NULL"), ("stock", "w.id"), ("issued", "NULL")):
            cursor.execute(
                "INSERT INTO reserves_account (lot_id, item_id, kind, warehouse_id, balance, position, custodian) "
                f"SELECT l.id, l.item_id, '{kind}', {where}, 0, '', '' FROM reserves_lot l JOIN (SELECT id, "
                "row_number() OVER (ORDER BY id) - 1 AS n FROM reserves_warehouse) w ON w.n = l.id %% %s",
                [warehouses],
            )
        move = (
            "INSERT INTO reserves_movement (lot_id, source_id, target_id, quantity, reason, document, incident, note, actor_name) "
            "SELECT s.lot_id, s.id, t.id, {amount}, '{reason}', '', '', '', '' FROM reserves_account s "
            "JOIN reserves_account t ON t.lot_id = s.lot_id AND t.kind = '{to}' {times} WHERE s.kind = '{of}'"
        )
        cursor.execute(move.format(amount=movements_each + 10, reason="purchase", of="supplier", to="stock", times=""))
        if movements_each > 1:
            again = f"CROSS JOIN generate_series(2, {int(movements_each)})"
            cursor.execute(move.format(amount=1, reason="issue", of="stock", to="issued", times=again))
        cursor.execute(
            "UPDATE reserves_account a SET balance = m.total FROM (SELECT account, sum(q) AS total FROM ("
            "SELECT target_id AS account, quantity AS q FROM reserves_movement UNION ALL "
            "SELECT source_id, -quantity FROM reserves_movement) x GROUP BY account) m WHERE m.account = a.id"
        )
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("ANALYZE")
