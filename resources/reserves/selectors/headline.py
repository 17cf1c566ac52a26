"""What a room full of people asks of the stores first: tents, bedding, water, food (R-D4, R-H1)."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from organizations import access
from organizations.models import Jurisdiction
from organizations.roles import Permission

# Of each category the item there is most of, by its sums over all stores; figures of different items are never added.
_SQL = """
    SELECT DISTINCT ON (shown.rank) i.name, i.name_en, u.name AS unit, u.name_en AS unit_en, held.on_hand, held.available
    FROM (
        SELECT a.item_id, sum(a.balance) AS on_hand, sum(a.balance) FILTER (WHERE a.kind = 'stock') AS available
        FROM reserves_account a
        JOIN reserves_warehouse w ON w.id = a.warehouse_id AND w.is_active
        JOIN organizations_jurisdiction j ON j.id = w.jurisdiction_id
        WHERE a.kind IN ('stock', 'reserved', 'frozen') AND j.path LIKE %s || '%%'
        GROUP BY a.item_id
    ) held
    JOIN reserves_item i ON i.id = held.item_id
    JOIN reserves_measure u ON u.id = i.unit_id
    JOIN reserves_category c ON c.id = i.category_id
    JOIN unnest(ARRAY['103', '104', '102', '101']) WITH ORDINALITY AS shown(code, rank) ON c.code LIKE shown.code || '%%'
    WHERE held.on_hand > 0
    ORDER BY shown.rank, held.on_hand DESC, i.id
"""


@dataclass(frozen=True)
class Unit:
    """A unit by its names."""

    name: str
    name_en: str


@dataclass(frozen=True)
class Held:
    """How much of one item there is in all stores together, in its unit."""

    name: str
    name_en: str
    unit: Unit
    on_hand: Decimal
    available: Decimal


def stock_headline(*, jurisdiction: Jurisdiction, actor: access.Actor) -> list[Held]:
    """Up to four goods in the stores below the jurisdiction; none without reach over all of it."""
    if not access.can(actor, Permission.RESERVE_VIEW, jurisdiction):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [jurisdiction.path])
        return [
            Held(name, name_en, Unit(unit, unit_en), on_hand, available or Decimal(0))
            for name, name_en, unit, unit_en, on_hand, available in cursor.fetchall()
        ]
