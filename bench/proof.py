"""The proof of a ledger of 1,000,000 movements, in seconds, beside adding up the movements alone."""

from django.db import connection

from bench._reserves import county, fill
from bench.harness import Report, interleaved, median
from resources.reserves.selectors import readd

BARE = """
SELECT count(*) FROM (SELECT account, sum(quantity) FROM (
    SELECT target_id AS account, quantity FROM reserves_movement
    UNION ALL SELECT source_id, -quantity FROM reserves_movement) sides GROUP BY account) sums
"""


def run(report: Report) -> None:
    """Three rounds are enough for seconds."""
    place, _keeper = county()
    fill(place, warehouses=50, items=100, lots=20_000, movements_each=50)

    def bare():
        with connection.cursor() as cursor:
            cursor.execute(BARE)
            return cursor.fetchone()

    movements, _accounts, differences = readd()
    assert movements == 1_000_000 and differences == [], (movements, differences[:3])
    times = interleaved(3, ours=readd, bare=bare)
    limit = median(times["bare"])
    report.figure("proof of 1,000,000 movements, s", median(times["ours"]), limit=limit, at_most=30)
