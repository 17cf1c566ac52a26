"""Who is on it: claims, heartbeats, take-overs; two people at once (R-B5)."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from core.errors import ConflictError, UnprocessableError
from incidents.reports.models import PublicAttempt, Report
from incidents.reports.services import (
    public_attempt,
    report_claim,
    report_claim_beat,
    report_reject,
    report_release,
    report_take_over,
    report_verify,
)
from incidents.response.models import Incident
from tests.factories import organizations as make
from tests.factories import reports as filed
from timeline.models import Event


@pytest.mark.django_db
def test_a_claim_belongs_to_the_first(county):
    first, second = filed.officer(county[0]), filed.officer(county[0])
    report = filed.report(first)
    report_claim(report=report, actor=first)
    with pytest.raises(ConflictError, match=first.full_name):
        report_claim(report=report, actor=second)
    with pytest.raises(ConflictError):
        report_reject(report=report, reason="误报", actor=second)
    assert Event.objects.filter(kind="report.claimed").count() == 1


@pytest.mark.django_db
def test_claiming_again_is_a_heartbeat_and_no_second_event(county):
    duty = filed.officer(county[0])
    report = filed.report(duty)
    report_claim(report=report, actor=duty)
    report_claim(report=report, actor=duty)
    assert Event.objects.filter(kind="report.claimed").count() == 1


@pytest.mark.django_db
def test_a_quiet_claim_is_stale_and_is_taken_over_only_with_a_reason(county):
    first, second = filed.officer(county[0]), filed.officer(county[0])
    report = report_claim(report=filed.report(first), actor=first)
    assert not report.claim_is_stale
    Report.objects.update(claim_seen_at=timezone.now() - timedelta(seconds=31))
    report.refresh_from_db()
    assert report.claim_is_stale
    with pytest.raises(UnprocessableError):
        report_take_over(report=report, reason="  ", actor=second)
    report_take_over(report=report, reason="换班", actor=second)
    with pytest.raises(ConflictError, match=second.full_name):
        report_claim_beat(report=report, actor=first)
    event = Event.objects.get(kind="report.taken_over")
    assert f"user@{first.pk}" in event.audience
    assert event.data["previous"] == str(first)


@pytest.mark.django_db
def test_a_released_report_is_free_again(county):
    first, second = filed.officer(county[0]), filed.officer(county[0])
    report = filed.report(first)
    report_claim(report=report, actor=first)
    report_release(report=report, actor=first)
    assert report_claim(report=report, actor=second).claimed_by == second


@pytest.mark.django_db
def test_taking_over_what_nobody_holds_is_said_to_be_needless(county):
    duty = filed.officer(county[0])
    with pytest.raises(ConflictError):
        report_take_over(report=filed.report(duty), reason="x", actor=duty)


@pytest.mark.django_db
def test_a_grid_worker_cannot_claim(county):
    grid = make.user("grid_worker", county[2])
    with pytest.raises(PermissionDenied):
        report_claim(report=filed.report(grid), actor=grid)


def both(*jobs):
    """Run at the same time on real connections; what each returned or raised."""
    start, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(index, job):
        try:
            start.wait(5)
            results[index] = job()
        except Exception as error:  # noqa: BLE001 - what it raised is the result
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(i, job)) for i, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(15)
    return results


@pytest.mark.django_db(transaction=True)
def test_two_people_claim_at_once_and_one_has_it():
    root, _township, _village = make.county()
    people = [filed.officer(root) for _number in range(4)]
    report = filed.report(people[0])
    results = both(*[lambda person=person: report_claim(report=report, actor=person) for person in people])
    assert sum(isinstance(result, ConflictError) for result in results) == 3
    winner = next(result for result in results if isinstance(result, Report))
    report.refresh_from_db()
    assert report.claimed_by == winner.claimed_by


@pytest.mark.django_db(transaction=True)
def test_verifying_at_once_makes_one_incident():
    root, _township, _village = make.county()
    people = [filed.officer(root) for _number in range(4)]
    report = filed.report(people[0])
    results = both(*[lambda person=person: report_verify(report=report, actor=person) for person in people])
    assert sum(isinstance(result, ConflictError) for result in results) == 3, results
    assert Incident.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_by_six_at_once_is_one_report():
    root, _township, _village = make.county()
    duty, key = filed.officer(root), uuid.uuid4()
    kind = filed.event_type("10106").pk
    results = both(*[lambda: filed.report(duty, event_type=kind, client_key=key) for _number in range(6)])
    assert {result.pk for result in results} == {Report.objects.get().pk}


@pytest.mark.django_db(transaction=True)
def test_the_public_limit_holds_when_all_press_at_once():
    both(*[lambda: public_attempt(device="one", address="192.0.2.1", actor=None) for _number in range(8)])
    assert PublicAttempt.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_numbers_given_at_once_have_no_gap_and_no_twin():
    root, _township, _village = make.county()
    duty = filed.officer(root)
    kind = filed.event_type("10106").pk
    results = both(*[lambda: filed.report(duty, event_type=kind) for _number in range(6)])
    assert sorted(report.number[-4:] for report in results) == [f"{n:04d}" for n in range(1, 7)]
