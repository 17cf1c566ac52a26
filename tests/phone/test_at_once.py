"""Two phones, two tabs, two gateways at the same moment: real transactions (R-B8)."""

import threading
import uuid

import pytest
from django.db import connection

from core.errors import ConflictError
from incidents.reports.models import FollowUp, Report, SmsMessage
from incidents.reports.services import FollowUpData, report_follow_up, report_verify, sms_receive
from incidents.response.models import Figure
from tests.factories import organizations as make
from tests.factories import reports as filed

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(job, times):
    """Results or exceptions of the same job in as many threads, released together."""
    results, gate = [None] * times, threading.Barrier(times)

    def run(index):
        try:
            gate.wait(5)
            results[index] = job(index)
        except Exception as error:  # noqa: BLE001
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(15)
    return results


def test_one_follow_up_sent_by_five_at_once_is_one():
    county = make.county()
    cadre = make.user("reporter", county[1])
    report = filed.report(cadre, figures={"trapped": 12})
    data = FollowUpData(figures={"trapped": 9}, client_key=uuid.uuid4())
    results = at_once(lambda _index: report_follow_up(report=report, data=data, actor=cadre).pk, 5)
    assert len(set(results)) == 1 and FollowUp.objects.count() == 1


def test_two_who_saw_the_same_never_overwrite_each_other_unseen():
    county = make.county()
    people = [make.user("reporter", county[0]) for _number in range(3)]
    duty = filed.officer(county[0])
    report = filed.report(people[0], figures={"trapped": 12})
    incident = report_verify(report=report, actor=duty).incident
    before = Figure.objects.filter(incident=incident).count()

    def job(index):
        data = FollowUpData(figures={"trapped": index}, base={"trapped": 12})
        return report_follow_up(report=report, data=data, actor=people[index])

    results = at_once(job, 3)
    assert sum(isinstance(result, ConflictError) for result in results) == 2, results
    assert FollowUp.objects.count() == 1 and Figure.objects.filter(incident=incident).count() == before + 1


def test_one_text_message_delivered_by_four_at_once_is_one_report():
    county = make.county()
    filed.event_type("10106")
    gateway = make.user("reporter", county[0], unit=make.unit(county[0]))
    make.user("grid_worker", county[0], phone="13912345678", unit=make.unit(county[0]))
    results = at_once(lambda _n: sms_receive(sender="13912345678", text="灾 1 玉山村 困2", actor=gateway).state, 4)
    assert sorted(results) == ["filed", "repeated", "repeated", "repeated"]
    assert Report.objects.count() == 1 and SmsMessage.objects.count() == 4
