"""The feed's cursor is given at COMMIT: in the order in which others begin to see, whatever the ids (R-C6)."""

import threading

import pytest
from django.db import connection, transaction

from tests.factories import organizations as make
from timeline.kinds import register
from timeline.models import Event, FeedEntry
from timeline.services import record

pytestmark = pytest.mark.django_db(transaction=True)

TOLD = register("test.told", "test")


def tell(place):
    return record(TOLD, place, jurisdiction=place, permission="incident.view", actor=None).pk


def in_thread(work):
    """Run on a connection of its own and give back what it returned."""
    answer = []

    def run():
        try:
            answer.append(work())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return answer[0]


def cursors():
    return dict(FeedEntry.objects.values_list("event_id", "cursor"))


def test_who_commits_first_comes_first_though_its_id_is_higher():
    place = make.jurisdiction()
    with transaction.atomic():
        slow = tell(place)
        quick = in_thread(lambda: tell(place))
        assert quick > slow
        assert in_thread(lambda: list(cursors())) == [quick]
    order = cursors()
    assert order[quick] < order[slow]


def test_what_is_rolled_back_leaves_no_cursor_and_no_event():
    place = make.jurisdiction()
    with pytest.raises(RuntimeError), transaction.atomic():
        tell(place)
        raise RuntimeError
    with transaction.atomic():
        kept = tell(place)
        with pytest.raises(RuntimeError), transaction.atomic():
            tell(place)
            raise RuntimeError
    assert list(cursors()) == [kept] == list(Event.objects.values_list("pk", flat=True))


def test_one_ring_for_a_transaction_however_much_it_tells():
    place = make.jurisdiction()
    with transaction.atomic():
        for _ in range(5):
            tell(place)
        with pytest.raises(RuntimeError), transaction.atomic():
            tell(place)
            raise RuntimeError
        assert len(connection.run_on_commit) == 1
    with transaction.atomic():
        with pytest.raises(RuntimeError), transaction.atomic():
            tell(place)
            raise RuntimeError
        assert connection.run_on_commit == []
        tell(place)
        assert len(connection.run_on_commit) == 1
