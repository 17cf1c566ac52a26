"""Re-adding the ledger in SQL, and the proofs that were kept (R-D3)."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from organizations import access
from organizations.roles import Permission
from resources.reserves.models import Proof
from resources.reserves.workflow import NEVER_NEGATIVE

MOST = 200

# What each account should hold by its movements, beside what it says it holds.
_ACCOUNTS = """
SELECT a.id, a.lot_id, a.warehouse_id, a.kind, a.balance::text, coalesce(m.total, 0)::text
FROM reserves_account a
LEFT JOIN (
    SELECT account, sum(quantity) AS total FROM (
        SELECT target_id AS account, quantity FROM reserves_movement
        UNION ALL
        SELECT source_id, -quantity FROM reserves_movement
    ) sides GROUP BY account
) m ON m.account = a.id
WHERE a.balance <> coalesce(m.total, 0) OR (a.balance < 0 AND a.kind = ANY(%s))
ORDER BY a.id LIMIT %s
"""
_LOTS = "SELECT lot_id, sum(balance)::text FROM reserves_account GROUP BY lot_id HAVING sum(balance) <> 0 LIMIT %s"
_RESERVED = """
SELECT coalesce(a.lot_id, r.lot_id), coalesce(a.warehouse_id, r.warehouse_id),
       coalesce(a.balance, 0)::text, coalesce(r.held, 0)::text
FROM (SELECT lot_id, warehouse_id, balance FROM reserves_account WHERE kind = 'reserved' AND balance <> 0) a
FULL JOIN (
    SELECT lot_id, warehouse_id, sum(quantity - taken - released) AS held FROM reserves_reservation
    WHERE quantity > taken + released GROUP BY 1, 2
) r ON r.lot_id = a.lot_id AND r.warehouse_id = a.warehouse_id
WHERE coalesce(a.balance, 0) <> coalesce(r.held, 0) LIMIT %s
"""


def readd() -> tuple[int, int, list[dict[str, Any]]]:
    """(movements, accounts, differences): accounts against movements, each lot against zero, holds against orders.

    One snapshot needs one transaction; the three questions are asked of the same one only under REPEATABLE READ, so a
    difference found while others post is looked at again by the caller of a second run.
    """
    differences: list[dict[str, Any]] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM reserves_movement), (SELECT count(*) FROM reserves_account)")
        movements, accounts = cursor.fetchone()
        cursor.execute(_ACCOUNTS, [list(NEVER_NEGATIVE), MOST])
        for pk, lot, warehouse, kind, says, adds in cursor.fetchall():
            row = {"what": "account", "account": pk, "lot": lot, "warehouse": warehouse, "kind": kind}
            differences.append({**row, "balance": says, "movements": adds})
        cursor.execute(_LOTS, [MOST])
        differences += [{"what": "lot", "lot": lot, "balance": total, "movements": "0"} for lot, total in cursor]
        cursor.execute(_RESERVED, [MOST])
        for lot, warehouse, says, held in cursor.fetchall():
            row = {"what": "reserved", "lot": lot, "warehouse": warehouse}
            differences.append({**row, "balance": says, "movements": held})
    return movements, accounts, differences


def proofs(actor: access.Actor) -> QuerySet[Proof]:
    """Proofs that were kept, newest first, for those who see reserves anywhere."""
    if not access.can_anywhere(actor, Permission.RESERVE_VIEW):
        return Proof.objects.none()
    return Proof.objects.select_related("actor")
