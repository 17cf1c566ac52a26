"""Two doors at the same moment, on real transactions: the last bed goes once, and nobody is in two places (R-D9)."""

import threading

import pytest
from django.db import connections
from django.db.models import Sum

from core.errors import AppError
from organizations.models import User
from resources.shelters import services
from resources.shelters.models import Stay, Tally
from tests.factories import organizations as make
from tests.factories.shelters import number, open_shelter, person, register, reload

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds):
    """Run the deeds in threads that start together; the errors they met, None where there was none."""
    start, met = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(turn, deed):
        connections.close_all()
        start.wait()
        try:
            deed()
        except AppError as error:
            met[turn] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return met


@pytest.fixture
def duty(county):
    return make.user("duty_officer", county[0])


def afresh(user):
    return User.objects.get(pk=user.pk)


def test_two_at_the_last_bed_one_comes_in_and_one_is_told(county, duty):
    row = open_shelter(county[2], duty, capacity=3)
    register(row, duty, person("先到"), person("先来"))
    errors = at_once(
        lambda: register(row, afresh(duty), person("甲")),
        lambda: register(row, afresh(duty), person("乙")),
        lambda: services.heads_count(shelter=row, delta=1, actor=afresh(duty)),
    )
    assert [error.status for error in errors if error] == [409, 409]
    row = reload(row)
    assert row.heads == 3 and row.status == "full"
    inside = Stay.objects.filter(shelter=row, left_at=None).count()
    assert (row.named, row.unnamed) == (inside, Tally.objects.filter(shelter=row).aggregate(n=Sum("delta"))["n"] or 0)


def test_the_same_two_people_at_two_doors_are_taken_in_once(county, duty):
    here, there = open_shelter(county[2], duty), open_shelter(county[1], duty)
    pair = [person("甲", id_number=number(1)), person("乙", id_number=number(2))]
    for _round in range(2):
        errors = at_once(
            lambda: register(here, afresh(duty), *pair), lambda: register(there, afresh(duty), *reversed(pair))
        )
        assert sum(error is None for error in errors) == 1
        assert next(error for error in errors if error).status == 409
        assert Stay.objects.filter(left_at=None).count() == 2 == reload(here).heads + reload(there).heads
        for row in (here, there):
            ids = list(Stay.objects.filter(shelter=row, left_at=None).values_list("pk", flat=True))
            if ids:
                services.stays_end(shelter=row, stay_ids=ids, left_as="home", actor=duty)


def test_transfers_the_opposite_way_do_not_wait_in_a_circle(county, duty):
    here, there = open_shelter(county[2], duty), open_shelter(county[1], duty)
    (one,), (two,) = register(here, duty, person("甲")), register(there, duty, person("乙"))
    errors = at_once(
        lambda: services.stays_transfer(shelter=here, stay_ids=[one.pk], to=there, actor=afresh(duty)),
        lambda: services.stays_transfer(shelter=there, stay_ids=[two.pk], to=here, actor=afresh(duty)),
    )
    assert errors == [None, None]
    assert (reload(here).named, reload(there).named) == (1, 1)
