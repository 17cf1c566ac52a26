"""Two people at the same moment, on real transactions: one succeeds, the other is told; nothing is lost or doubled."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from clocks.models import Deadline
from core.errors import AppError
from incidents.response.models import Figure, GradeChange, Incident, LogEntry
from incidents.response.services import (
    figure_state,
    handover_accept,
    handover_offer,
    handover_withdraw,
    incident_change_status,
    incident_correct,
    incident_grade,
    incident_note,
    incident_update,
)
from tests.factories import organizations as orgs
from tests.factories.response import incident
from timeline.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


class Scene:
    """A county and a township, an officer in each, an incident of the county's bureau."""

    def __init__(self):
        self.county = orgs.jurisdiction(code="510777000000")
        self.town = orgs.jurisdiction(self.county)
        self.county_unit, self.town_unit = orgs.unit(self.county), orgs.unit(self.town)
        self.officer = orgs.user("duty_officer", at=self.county)
        self.town_officer = orgs.user("duty_officer", at=self.town)
        self.incident = incident(
            jurisdiction=self.county,
            owner_unit=self.county_unit,
            actor=self.officer,
            occurred_at=timezone.now() - timedelta(hours=1),
        )


def together(*works):
    """Run all at once; (how many succeeded, the refusals)."""
    barrier, outcomes = threading.Barrier(len(works)), []

    def run(work):
        barrier.wait()
        try:
            work()
            outcomes.append(None)
        except AppError as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return outcomes.count(None), [error for error in outcomes if error is not None]


def test_accepting_and_withdrawing_at_once_leaves_one_owner_and_no_open_clock():
    scene = Scene()
    handover_offer(item=scene.incident, to=scene.town_unit, actor=scene.officer)
    done, refused = together(
        lambda: handover_accept(item=scene.incident, actor=scene.town_officer),
        lambda: handover_withdraw(item=scene.incident, actor=scene.officer),
    )
    assert done == 1 and [error.status for error in refused] == [409]
    after = Incident.objects.get()
    accepted = Event.objects.filter(kind="incident.handover_accepted").exists()
    assert after.owner_unit == (scene.town_unit if accepted else scene.county_unit) and after.handover_to is None
    assert not Deadline.objects.filter(met_at=None, cancelled_at=None).exists()


def test_two_offers_at_once_make_one():
    scene = Scene()
    other = orgs.unit(scene.county)
    done, refused = together(
        lambda: handover_offer(item=scene.incident, to=scene.town_unit, actor=scene.officer),
        lambda: handover_offer(item=scene.incident, to=other, actor=scene.officer),
    )
    assert done == 1 and len(refused) == 1 and Deadline.objects.count() == 1


def test_of_eight_who_close_it_one_does():
    scene = Scene()
    done, refused = together(
        *[
            lambda: incident_change_status(incident=scene.incident, to="closed", reason="解除", actor=scene.officer)
            for _ in range(8)
        ]
    )
    assert done == 1 and {error.status for error in refused} == {409}
    assert Event.objects.filter(kind="incident.closed").count() == 1


def test_two_editors_of_one_version_one_is_shown_both_sides():
    scene = Scene()

    def write(title):
        return lambda: incident_update(
            incident=scene.incident, version=1, changes={"title": title}, actor=scene.officer
        )

    done, (error,) = together(write("甲"), write("乙"))
    assert done == 1 and {error.extra["current"]["title"], error.extra["yours"]["title"]} == {"甲", "乙"}
    assert Incident.objects.get().version == 2


def test_one_line_is_struck_once():
    scene = Scene()
    entry = incident_note(incident=scene.incident, text="错", actor=scene.officer)
    done, _refused = together(
        *[
            lambda n=n: incident_correct(incident=scene.incident, entry=entry.pk, text=f"对{n}", actor=scene.officer)
            for n in range(4)
        ]
    )
    assert done == 1 and LogEntry.objects.filter(strikes=entry).count() == 1


def test_the_same_grade_is_decided_once_and_every_figure_stays():
    scene = Scene()
    done, _refused = together(
        *[
            lambda: incident_grade(incident=scene.incident, grade=2, reason="敏感", actor=scene.officer)
            for _ in range(4)
        ]
    )
    assert done == 1 and GradeChange.objects.count() == 1
    done, _refused = together(
        *[
            lambda n=n: figure_state(
                incident=scene.incident, values={"trapped": n}, source=f"来源{n}", actor=scene.officer
            )
            for n in range(6)
        ]
    )
    assert done == 6 and Figure.objects.count() == 6


def test_eight_opened_at_once_are_numbered_without_a_gap():
    scene = Scene()
    done, _refused = together(
        *[
            lambda: incident(jurisdiction=scene.county, owner_unit=scene.county_unit, actor=scene.officer)
            for _ in range(8)
        ]
    )
    numbers = sorted(int(number[-4:]) for number in Incident.objects.values_list("number", flat=True))
    assert done == 8 and numbers == list(range(1, 10))
