"""Two at once: the last tents go to one request, the other hears it in words; no approval counts twice."""

import threading

import pytest
from django.db import connection

from core.errors import ConflictError
from incidents.supply import services
from incidents.supply.models import Shipment
from organizations.models import User
from resources.reserves.selectors import stock_of
from tests.factories import organizations as people
from tests.factories import reserves
from tests.factories import supply as make


def at_once(jobs):
    """Run the jobs at the same moment; what each returned, or the exception it ended with."""
    barrier, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(number, job):
        try:
            barrier.wait(20)
            results[number] = job()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test looks at it
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.mark.django_db(transaction=True)
def test_of_eight_requests_for_the_last_33_tents_three_of_eleven_succeed_and_none_is_promised_twice():
    scene = make.scene(people.county())
    reserves.stock(scene.near, scene.tent, 33)
    waiting = []
    for _turn in range(8):
        made = services.request_approve(request=make.request(scene, 11), actor=scene.leader)
        waiting.append(services.request_propose(request=made, actor=scene.duty))

    def confirm(made):
        return lambda: services.request_confirm(request=made, actor=User.objects.get(pk=scene.duty.pk))

    results = at_once([confirm(made) for made in waiting])
    refused = [result for result in results if isinstance(result, Exception)]
    assert {type(error) for error in refused} == {ConflictError}
    assert len(refused) == 5
    figures = stock_of(scene.tent, scene.near, actor=scene.keeper)
    assert (figures.on_hand, figures.reserved, figures.available) == (33, 33, 0)
    assert Shipment.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_the_same_request_confirmed_twice_at_once_is_reserved_once():
    scene = make.scene(people.county())
    reserves.stock(scene.near, scene.tent, 100)
    made = services.request_approve(request=make.request(scene, 20), actor=scene.leader)
    services.request_propose(request=made, actor=scene.duty)

    def confirm():
        return services.request_confirm(request=made, actor=User.objects.get(pk=scene.duty.pk))

    results = at_once([confirm, confirm])
    assert sorted(isinstance(result, ConflictError) for result in results) == [False, True]
    assert stock_of(scene.tent, scene.near, actor=scene.keeper).reserved == 20
