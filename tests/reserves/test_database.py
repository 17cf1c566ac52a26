"""The database itself refuses what the services would: raw SQL, many at once (R-D3)."""

import threading
from datetime import timedelta

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from core.errors import ConflictError
from resources.reserves import selectors, services
from resources.reserves.models import Account, Movement, Transfer
from resources.reserves.services import Hold, Load
from tests.factories import organizations as people
from tests.factories import reserves as make

REFUSED = [
    "UPDATE reserves_movement SET quantity = 1",
    "DELETE FROM reserves_movement",
    "UPDATE reserves_account SET balance = 1000 WHERE kind = 'stock'",
    "UPDATE reserves_account SET kind = 'frozen' WHERE kind = 'stock'",
    "UPDATE reserves_account SET warehouse_id = NULL WHERE kind = 'stock'",
    "DELETE FROM reserves_account",
    """INSERT INTO reserves_account (lot_id, item_id, kind, warehouse_id, balance, position, custodian)
    SELECT lot_id, item_id, 'frozen', warehouse_id, 7, '', '' FROM reserves_account WHERE kind = 'stock'""",
    "UPDATE reserves_lot SET item_id = item_id + 1",
]
POST = """
INSERT INTO reserves_movement (lot_id, source_id, target_id, quantity, reason, document, incident, note, actor_name, at)
SELECT s.lot_id, s.id, t.id, %s, 'issue', '', '', '', '', now()
FROM reserves_account s, reserves_account t WHERE s.kind = %s AND t.kind = %s AND (s.lot_id = t.lot_id) = %s
"""


@pytest.mark.django_db
@pytest.mark.parametrize("statement", REFUSED)
def test_raw_sql_that_would_falsify_the_books_is_refused(store, statement):
    make.stock(store.main, store.tent, 5, actor=store.keeper)
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert selectors.readd()[2] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("quantity", "source", "target", "same"),
    [
        ("6", "stock", "supplier", True),
        ("0", "stock", "supplier", True),
        ("-1", "supplier", "stock", True),
        ("NaN", "supplier", "stock", True),
        ("Infinity", "supplier", "stock", True),
        ("1", "stock", "stock", True),
        ("1", "stock", "supplier", False),
    ],
)
def test_a_movement_the_books_cannot_bear_is_refused_whoever_writes_it(store, quantity, source, target, same):
    make.stock(store.main, store.tent, 5, actor=store.keeper)
    make.stock(store.main, make.item(), 5, actor=store.keeper)
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(POST, [quantity, source, target, same])
    assert selectors.readd()[2] == []


@pytest.mark.django_db
def test_a_movement_written_by_hand_moves_the_balances_and_says_what_is_left(store):
    make.stock(store.main, store.tent, 5, actor=store.keeper)
    with connection.cursor() as cursor:
        cursor.execute(POST, ["2", "stock", "supplier", True])
    newest = Movement.objects.latest("pk")
    assert (newest.source_balance, newest.target_balance) == (3, -3)
    assert selectors.readd()[2] == []


@pytest.mark.django_db
def test_the_proof_finds_a_balance_that_was_falsified_behind_the_triggers(store):
    lot = make.stock(store.main, store.tent, 5, actor=store.keeper)
    with connection.cursor() as cursor:
        # As somebody with the rights of the server could: no trigger fires for a session that plays the replica.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE reserves_account SET balance = 6 WHERE kind = 'stock'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    proof = services.proof_run(actor=store.keeper)
    assert not proof.equal
    assert [(row["what"], row["lot"], row["balance"]) for row in proof.differences] == [
        ("account", lot.pk, "6.000"),
        ("lot", lot.pk, "1.000"),
    ]


def together(count, work):
    """Run `work(number)` in threads that start at once; what each returned or raised."""
    start, answers = threading.Barrier(count), [None] * count

    def run(number):
        start.wait()
        try:
            answers[number] = work(number)
        except Exception as error:  # noqa: BLE001 - looked at by the test
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.fixture
def open_store(transactional_db):
    county, township, _village = people.county()
    return people.user("keeper", county), make.warehouse(county), make.warehouse(township)


def test_forty_at_once_after_the_last_33_33_get_one_and_7_get_a_409(open_store):
    keeper, main, _other = open_store
    lot = make.stock(main, make.item(), 33, actor=keeper)
    answers = together(40, lambda _n: services.issue_post(lot=lot, quantity=1, reason="r", actor=keeper))
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(refused) == 7 and all(isinstance(answer, ConflictError) for answer in refused)
    assert selectors.stock_of(lot.item, actor=keeper).on_hand == 0
    assert Movement.objects.filter(reason="issue").count() == 33
    assert services.proof_run(actor=keeper).equal


def test_all_ways_out_at_once_never_promise_a_piece_twice_nor_wait_for_each_other(open_store):
    """Issues, reservations, transfers both ways and freezes after the same goods: one success or one 409 each."""
    keeper, main, other = open_store
    item = make.item()
    soon = timezone.localdate() + timedelta(days=9)
    lots = [make.stock(main, item, 10, actor=keeper, expires_on=soon), make.stock(other, item, 10, actor=keeper)]
    ways = [
        lambda: services.issue_item(item=item, warehouse=main, quantity=3, reason="r", actor=keeper),
        lambda: services.reserve_stock(holds=[Hold(item, main, 4)], holder="request:1", actor=keeper),
        lambda: services.transfer_send(source=main, target=other, loads=[Load(lots[0], 3)], actor=keeper),
        lambda: services.transfer_send(source=other, target=main, loads=[Load(lots[1], 3)], actor=keeper),
        lambda: services.stock_freeze(lot=lots[1], warehouse=other, quantity=2, reason="r", actor=keeper),
    ]
    answers = together(20, lambda number: ways[number % 5]())
    wrong = [answer for answer in answers if isinstance(answer, Exception) and not isinstance(answer, ConflictError)]
    assert wrong == []
    assert services.proof_run(actor=keeper).equal
    assert not Account.objects.filter(kind__in=("stock", "reserved", "frozen", "transit"), balance__lt=0).exists()
    for sent in Transfer.objects.all():
        received = {line.lot_id: line.sent for line in sent.lines.all()}
        services.transfer_receive(transfer=sent, received=received, actor=keeper)
    figures = selectors.stock_of(item, actor=keeper)
    issued = Account.objects.filter(kind="issued").values_list("balance", flat=True)
    assert figures.on_hand + sum(issued) == 20
