"""Eight after one lot: the service, and a movement posted by SQL, beside a bare conditional UPDATE that keeps a row of it.

The limit takes from one number where there is enough, writes one plain row of what it did, and commits: no accounts, no
rights, no event. `posting` is what the ledger's triggers cost over it; the whole service adds rights, event and feed.
"""

import threading
import time

import psycopg2
from django.db import connection

from bench._reserves import county
from bench.harness import Report, median
from resources.reserves.models import Account
from resources.reserves.services import issue_post
from tests.factories import reserves as make

AT_ONCE, EACH, ROUNDS = 8, 25, 7
BARE = "UPDATE bare_stock SET quantity = quantity - 1 WHERE id = 1 AND quantity >= 1"
KEPT = "INSERT INTO bare_movement (lot, quantity, reason, at) VALUES (1, 1, 'issue', now())"
POSTED = """
INSERT INTO reserves_movement (lot_id, source_id, target_id, quantity, reason, document, incident, note, actor_name)
VALUES (%s, %s, %s, 1, 'issue', '', '', '', '')
"""


def crowd(work) -> float:
    """Seconds until eight threads have each done their part; `work()` gives each its own act and its end."""
    start = threading.Barrier(AT_ONCE + 1)

    def run():
        act, end = work()
        start.wait()
        for _turn in range(EACH):
            act()
        end()

    threads = [threading.Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def sql(*statements):
    """A connection of its own that runs the statements and commits."""
    params = connection.get_connection_params()
    params.pop("cursor_factory", None)
    line = psycopg2.connect(**params)

    def act():
        with line.cursor() as cursor:
            for statement, values in statements:
                cursor.execute(statement, values)
        line.commit()

    return act, line.close


def run(report: Report) -> None:
    """In turn: bare, posted by SQL, through the service."""
    place, keeper = county()
    lot = make.stock(make.warehouse(place), make.item(), 1_000_000, actor=keeper)
    issue_post(lot=lot, quantity=1, reason="r", actor=keeper)
    source = Account.objects.get(lot=lot, kind="stock")
    target = Account.objects.get(lot=lot, kind="issued")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare_stock (id int PRIMARY KEY, quantity numeric(14,3) CHECK (quantity >= 0))")
        cursor.execute("INSERT INTO bare_stock VALUES (1, 1000000)")
        cursor.execute(
            "CREATE TABLE bare_movement (id bigserial PRIMARY KEY, lot int, quantity numeric, reason text, at timestamptz)"
        )

    def service():
        return lambda: issue_post(
            lot=lot, quantity=1, reason="r", warehouse=source.warehouse, actor=keeper
        ), connection.close

    sides = {
        "bare": lambda: sql((BARE, ()), (KEPT, ())),
        "posted": lambda: sql((POSTED, (lot.pk, source.pk, target.pk))),
        "service": service,
    }
    taken = {name: [] for name in sides}
    for number in range(ROUNDS + 1):
        for name, work in sides.items():
            seconds = crowd(work)
            if number:
                taken[name].append(seconds / (AT_ONCE * EACH) * 1e3)
    bare = median(taken["bare"])
    report.figure("posting by SQL, 8 at once after one lot, ms each", median(taken["posted"]), limit=bare, reach=2)
    report.figure("the whole service, 8 at once after one lot, ms each", median(taken["service"]), limit=bare, reach=2)
