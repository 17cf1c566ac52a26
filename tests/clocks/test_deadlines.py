"""Deadlines: opened with the limit in force, raised once with their true lateness, whoever sweeps (R-B2)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clocks.kinds import ClockKind, register
from clocks.models import Deadline, Limit, Pulse
from clocks.selectors import DeadlineFilter, deadlines_matching, deadlines_of
from clocks.services import deadline_cancel, deadline_meet, deadline_open, sweep
from organizations.roles import Permission
from tests.factories import organizations as make
from timeline.models import Event

pytestmark = pytest.mark.django_db

raised = []
ANSWER = register(ClockKind("test.answer", "Answer", 60, warn_seconds=30, on_breach=lambda row: raised.append(row.pk)))


def refuse(_deadline):
    raise RuntimeError("this reaction fails")


FAILING = register(ClockKind("test.failing", "Failing", 60, on_breach=refuse))


def owe(place, kind=ANSWER, seconds_ago=0, **more):
    unit = place.units.first() or make.unit(place)
    start = timezone.now() - timedelta(seconds=seconds_ago)
    return deadline_open(
        kind=kind, subject=place, jurisdiction=place, permission=Permission.INCIDENT_VIEW, owner_unit=unit, start=start,
        actor=None, **more,
    )  # fmt: skip


def kinds_told():
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_the_limit_is_that_of_the_nearest_place_in_force_at_the_time(county):
    here, township, village = county
    now = timezone.now()
    Limit.objects.create(kind=ANSWER.name, jurisdiction=None, seconds=500, effective_from=now - timedelta(days=9))
    Limit.objects.create(kind=ANSWER.name, jurisdiction=here, seconds=300, effective_from=now - timedelta(days=9))
    Limit.objects.create(kind=ANSWER.name, jurisdiction=here, seconds=200, effective_from=now - timedelta(days=1))
    Limit.objects.create(kind=ANSWER.name, jurisdiction=here, seconds=100, effective_from=now + timedelta(days=1))
    Limit.objects.create(kind=ANSWER.name, jurisdiction=township, seconds=40, effective_from=now - timedelta(days=5))
    assert [(row.due_at - row.opened_at).seconds for row in (owe(here), owe(township), owe(village))] == [200, 40, 40]
    elsewhere = owe(make.jurisdiction())
    assert (elsewhere.due_at - elsewhere.opened_at).seconds == 500


def test_what_is_past_due_is_raised_once_with_its_true_lateness(county):
    raised.clear()
    deadline = owe(county[0], seconds_ago=3660)
    assert sweep(component="test") == 1
    assert sweep(component="test") == 0
    deadline.refresh_from_db()
    assert deadline.breached_at is not None
    event = Event.objects.get(kind="clock.breached")
    assert 3600 <= event.data["late_by_s"] < 3610
    assert raised == [deadline.pk]


def test_a_warning_comes_before_and_not_after_the_breach(county):
    deadline = owe(county[0], seconds_ago=40)
    assert sweep(component="test") == 1
    assert kinds_told() == ["clock.opened", "clock.warned"]
    Deadline.objects.filter(pk=deadline.pk).update(due_at=timezone.now())
    sweep(component="test")
    assert kinds_told() == ["clock.opened", "clock.warned", "clock.breached"]
    late = owe(county[1], seconds_ago=400)
    sweep(component="test")
    late.refresh_from_db()
    assert late.breached_at is not None and late.warned_at is None


def test_what_was_met_or_cancelled_in_time_is_not_raised(county):
    here, township, _village = county
    owe(here, seconds_ago=20)
    owe(township, seconds_ago=20)
    deadline_meet(kind=ANSWER, subject=here, actor=None)
    deadline_cancel(kind=ANSWER, subject=township, actor=None)
    Deadline.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert sweep(component="test") == 0


def test_a_deadline_met_late_keeps_its_lateness_on_record(county):
    owe(county[0], seconds_ago=100)
    met = deadline_meet(kind=ANSWER, subject=county[0], actor=None)
    assert met is not None
    assert Event.objects.get(kind="clock.met").data["late_by_s"] == 40
    assert deadline_meet(kind=ANSWER, subject=county[0], actor=None) is None


def test_one_failing_reaction_does_not_hold_back_the_others_and_is_tried_again(county):
    raised.clear()
    failing = owe(county[0], kind=FAILING, seconds_ago=100)
    good = owe(county[1], seconds_ago=90)
    assert sweep(component="test") == 1
    failing.refresh_from_db()
    assert failing.breached_at is None
    assert raised == [good.pk]
    assert "clock.breached" in kinds_told() and Event.objects.filter(kind="clock.breached").count() == 1


def test_failing_reactions_more_than_one_chunk_do_not_starve_what_is_due_after_them(county, monkeypatch):
    monkeypatch.setattr("clocks.services.SWEEP_CHUNK", 2)
    raised.clear()
    for _ in range(4):
        owe(make.jurisdiction(county[0]), kind=FAILING, seconds_ago=500)
    good = owe(county[1], seconds_ago=90)
    sweep(component="test")
    assert raised == [good.pk]


def test_each_sweep_leaves_a_pulse(county):
    sweep(component="test")
    assert Pulse.objects.get(component="test").beat_at <= timezone.now()


def test_deadlines_are_seen_by_those_who_hear_of_them_and_by_the_person_they_are_on(county):
    here = county[0]
    officer, neighbour = make.user("duty_officer", here), make.user("duty_officer", make.jurisdiction())
    deadline = owe(here, owner=neighbour)
    assert list(deadlines_of(here, officer)) == [deadline]
    assert list(deadlines_of(here, neighbour)) == [deadline]
    assert list(deadlines_of(here, make.user("duty_officer", make.jurisdiction()))) == []
    assert set(make.user().memberships.all()) == set()


@pytest.mark.parametrize(("state", "count"), [("open", 3), ("late", 1), ("warned", 1), ("met", 1), ("all", 4), ("", 4)])
def test_states_narrow(county, state, count):
    here, township, village = county
    officer = make.user("duty_officer", here)
    owe(here, seconds_ago=100)
    owe(township, seconds_ago=40)
    owe(village)
    done = make.jurisdiction(here)
    owe(done)
    deadline_meet(kind=ANSWER, subject=done, actor=None)
    assert deadlines_matching(DeadlineFilter(state=state), officer).count() == count


def test_late_ones_come_first(county):
    here, township, village = county
    officer = make.user("duty_officer", here)
    rows = [owe(here), owe(township, seconds_ago=100), owe(village, seconds_ago=40)]
    assert list(deadlines_matching(DeadlineFilter(), officer)) == [rows[1], rows[2], rows[0]]


def test_the_page_and_the_api_show_what_is_due(county, signed_in, token_client):
    here = county[0]
    officer = make.user("duty_officer", here)
    owe(here, seconds_ago=100)
    page = signed_in(officer).get("/clocks/")
    assert page.status_code == 200 and "Answer" in page.content.decode()
    told = token_client(officer).get("/api/v1/clocks/?state=late").json()["results"][0]
    assert told["kind"] == "test.answer" and 40 <= told["late_by_s"] < 60 and told["met_at"] is None
    assert told["owner"] == here.units.first().name
    assert token_client(officer).get("/api/v1/clocks/?state=x").status_code == 422
