"""Many at once: batches of positions in opposite orders and orders to several teams never wait for each other in a ring."""

import random
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from incidents.dispatch.models import Dispatch
from incidents.dispatch.services import dispatch_order_many, dispatch_set_status
from resources.teams.models import Team
from resources.teams.services import positions_ingest
from tests.factories import organizations as make
from tests.factories.dispatch import incident
from tests.factories.teams import team


def send_positions(rows, actor, seed):
    order = random.Random(seed)
    for step in range(6):
        at = timezone.now() + timedelta(milliseconds=step)
        shuffled = order.sample(rows, len(rows))
        batch = [{"team": row.pk, "at": at.isoformat(), "lon": 103.6, "lat": 30.9 + step / 50} for row in shuffled]
        assert positions_ingest(batch=batch, actor=actor).accepted == len(rows)


def order_and_end(rows, actor, where):
    for _ in range(4):
        for given in dispatch_order_many(incident=where, teams=list(reversed(rows)), actor=actor).dispatches:
            dispatch_set_status(dispatch=given, to="on_scene", actor=actor)
            dispatch_set_status(dispatch=given, to="ended", actor=actor)


@pytest.mark.django_db(transaction=True)
def test_positions_and_orders_at_once_end_without_a_deadlock_and_without_a_team_lost():
    place, township, _village = make.county()
    duty = make.user("duty_officer", place)
    rows = [team(township, capabilities=("water", "medical")) for _ in range(12)]
    jobs = [(send_positions, seed) for seed in range(3)] + [(order_and_end, incident(township)) for _ in range(3)]
    faults, barrier = [], threading.Barrier(len(jobs))

    def run(work, thing):
        try:
            barrier.wait(20)
            work(rows, type(duty).objects.get(pk=duty.pk), thing)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test reports it
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert faults == []
    assert not Dispatch.objects.exclude(status="ended").exists()
    assert set(Team.objects.values_list("readiness", flat=True)) == {"standby"}
