"""The figures of 50,000 lots in 500 warehouses, beside the same sums asked of the table directly."""

from django.db import connection

from bench._reserves import county, fill
from bench.harness import Report, interleaved, median
from resources.reserves import selectors

BARE = """
SELECT a.item_id, sum(a.balance) FILTER (WHERE a.kind IN ('stock','reserved','frozen')),
       sum(a.balance) FILTER (WHERE a.kind = 'reserved'), sum(a.balance) FILTER (WHERE a.kind = 'frozen'),
       sum(a.balance) FILTER (WHERE a.kind = 'stock' AND a.counting_id IS NULL AND l.recalled_at IS NULL
                              AND (l.expires_on IS NULL OR l.expires_on >= current_date)),
       sum(a.balance) FILTER (WHERE a.kind = 'transit')
FROM reserves_account a JOIN reserves_lot l ON l.id = a.lot_id WHERE a.warehouse_id IS NOT NULL GROUP BY a.item_id
"""


def run(report: Report) -> None:
    """All items at once, as the overview does."""
    place, keeper = county()
    fill(place, warehouses=500, items=100, lots=50_000)

    def ours():
        return selectors.stock_by_item(keeper)

    def bare():
        with connection.cursor() as cursor:
            cursor.execute(BARE)
            return cursor.fetchall()

    assert {item: stock.on_hand for item, stock in ours().items()} == {row[0]: row[1] for row in bare()}
    times = interleaved(9, ours=ours, bare=bare)
    limit = median(times["bare"]) * 1e3
    report.figure("stock view, 50,000 lots × 500 warehouses, ms", median(times["ours"]) * 1e3, limit=limit, reach=1.5)
