"""A process killed in the middle of a transfer: all of it happened, or none of it (R-D3)."""

import subprocess
import sys
import time

import pytest

from tests.faults.processes import ROOT

pytestmark = pytest.mark.faults

STOCK = """
from tests.factories import organizations as people
from tests.factories import reserves as make
county = people.jurisdiction(code="88000001", level="county")
people.unit(county)
township = people.jurisdiction(county, code="88000002")
keeper = people.user("keeper", county, username="ledger-keeper")
main, other = make.warehouse(county), make.warehouse(township)
lots = [make.stock(main, make.item(), 400, actor=keeper) for _ in range(5)]
answer = {"keeper": keeper.pk, "main": main.pk, "other": other.pk, "lots": [lot.pk for lot in lots]}
"""
SEND = """
import django
django.setup()
from organizations.models import User
from resources.reserves.models import Lot, Warehouse
from resources.reserves.services import Load, transfer_send
keeper = User.objects.get(pk={keeper})
main, other = (Warehouse.objects.select_related("jurisdiction").get(pk=pk) for pk in ({main}, {other}))
lots = list(Lot.objects.filter(pk__in={lots}).select_related("item__unit"))
print("sending", flush=True)
while True:
    transfer_send(source=main, target=other, loads=[Load(lot, 1) for lot in lots], actor=keeper)
"""
STATE = """
SELECT (SELECT count(*) FROM reserves_transfer), (SELECT count(*) FROM reserves_transferline),
       (SELECT count(*) FROM reserves_movement WHERE reason = 'transfer_out'),
       (SELECT coalesce(sum(balance), 0)::int FROM reserves_account WHERE kind = 'transit'),
       (SELECT coalesce(sum(balance), 0)::int FROM reserves_account WHERE kind = 'stock'),
       (SELECT count(*) FROM timeline_event WHERE kind = 'transfer.sent')
"""


def test_kill_9_in_the_middle_of_transfers_leaves_whole_transfers_only(site):
    world = site.python(STOCK)
    whole = 400 * len(world["lots"])
    for wait in (0.05, 0.11, 0.17):
        process = subprocess.Popen(
            [sys.executable, "-c", SEND.format(**world)],
            cwd=ROOT,
            env=site.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdout.readline() == b"sending\n"
        time.sleep(wait)
        process.kill()
        process.wait()
        time.sleep(0.3)
        transfers, lines, movements, away, here, events = site.sql(STATE)[0]
        assert lines == movements == away == transfers * len(world["lots"])
        assert events == transfers and here + away == whole
    assert transfers > 0
    answer = site.python("from resources.reserves.selectors import readd\nanswer = readd()[2]")
    assert answer == []
