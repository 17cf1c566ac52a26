"""Opening: number, owner, grade, figures, events, and what is refused."""

import threading
from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from core.errors import UnprocessableError
from incidents.response.models import Figure, GradeChange, Incident
from incidents.response.selectors import current_values
from incidents.response.services import incident_open, number_next
from incidents.response.services.opening import number_prefix
from organizations import access
from tests.factories import organizations as orgs
from tests.factories.response import event_type, incident
from timeline.models import Event


def test_an_incident_gets_the_next_number_of_its_county_and_year(place):
    first = incident(jurisdiction=place.county, actor=place.officer)
    second = incident(jurisdiction=place.town, actor=place.officer)
    other = incident(jurisdiction=place.neighbour, actor=place.stranger)
    year = timezone.localtime().year
    assert first.number == f"510182-{year}-0001"
    assert second.number == f"510182-{year}-0002"
    assert other.number == f"510183-{year}-0001"


def test_the_year_is_that_of_the_receipt_in_local_time(place):
    received = timezone.make_aware(timezone.datetime(2021, 1, 1, 0, 30))
    opened = incident(jurisdiction=place.county, actor=place.officer, received_at=received, occurred_at=received)
    assert opened.number == "510182-2021-0001"


@pytest.mark.parametrize(
    ("code", "prefix"), [("510182100000", "510182"), ("5101", "510100"), ("sf-fire", "SF-FIRE"), ("441900", "441900")]
)
def test_the_number_starts_with_six_digits_or_the_local_code(code, prefix):
    assert number_prefix(code) == prefix


def test_a_city_and_a_county_with_the_same_six_digits_share_one_counter(db):
    city = orgs.jurisdiction(level="city", code="4419")
    county = orgs.jurisdiction(city, code="441900")
    a = incident(jurisdiction=county)
    b = incident(jurisdiction=city)
    assert [a.number[-4:], b.number[-4:]] == ["0001", "0002"]


def test_a_refused_opening_leaves_no_gap(place):
    with pytest.raises(UnprocessableError):
        incident(jurisdiction=place.county, actor=place.officer, figures={"deaths": -1})
    assert incident(jurisdiction=place.county, actor=place.officer).number.endswith("-0001")


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_get_eight_numbers_without_a_gap():
    county = orgs.jurisdiction(code="510999000000")
    taken, barrier = [], threading.Barrier(8)

    def take():
        barrier.wait()
        with transaction.atomic():
            taken.append(number_next(jurisdiction=county, series="incident", at=timezone.now())[2])
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(taken) == list(range(1, 9))


def test_the_opening_is_told_with_what_the_map_needs(place):
    opened = incident(jurisdiction=place.county, actor=place.officer, location=Point(103.6, 30.9, srid=4326))
    event = Event.objects.get(kind="incident.opened")
    assert event.subject == f"incident:{opened.pk}"
    assert event.data["feature"]["geometry"]["coordinates"] == [103.6, 30.9]
    assert event.data["feature"]["properties"]["layer"] == "incidents"
    assert set(event.audience) & access.groups_for(place.city_officer)
    assert not set(event.audience) & access.groups_for(place.stranger)


def test_a_place_on_no_map_never_blocks(place):
    opened = incident(jurisdiction=place.county, actor=place.officer, location=None, place="")
    assert opened.location is None and not opened.outside


def test_a_point_outside_the_boundary_is_taken_and_flagged(place):
    opened = incident(jurisdiction=place.county, actor=place.officer, location=Point(120, 30, srid=4326))
    assert opened.outside


def test_the_first_grade_and_the_known_figures_are_recorded(place):
    opened = incident(
        jurisdiction=place.county,
        actor=place.officer,
        grade=3,
        figures={"deaths": 3, "missing": None},
        type_code="20401",
    )
    decision = GradeChange.objects.get(incident=opened)
    assert (decision.grade, decision.suggested) == (3, 3)
    assert current_values(opened, actor=place.officer) == {"deaths": 3}
    assert Figure.objects.get().source == str(opened.owner_unit)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "  "),
        ("title", "长" * 201),
        ("grade", 5),
        ("occurred_at", timezone.now() + timedelta(days=1)),
        ("occurred_at", timezone.make_aware(timezone.datetime(1066, 10, 14))),
        ("location", Point(30.9, 103.6, srid=4326)),
        ("place", "地" * 301),
        ("description", "a\x00b"),
        ("figures", {"deaths": 1.5}),
        ("figures", {"cows": 3}),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_nothing_is_left(place, field, value):
    with pytest.raises(UnprocessableError) as refused:
        incident(jurisdiction=place.county, actor=place.officer, **{field: value})
    assert refused.value.errors
    assert not Incident.objects.exists()


@pytest.mark.parametrize("who", ["reporter", "auditor", "stranger", "town_officer"])
def test_only_those_who_may_change_incidents_there_open_one(place, who):
    with pytest.raises(PermissionDenied):
        incident_open(
            jurisdiction=place.county,
            event_type=event_type(),
            title="不应开",
            occurred_at=timezone.now(),
            owner_unit=place.county_unit,
            actor=getattr(place, who),
        )
    assert not Incident.objects.exists()


def test_rare_characters_and_minority_names_are_kept(place):
    opened = incident(jurisdiction=place.county, actor=place.officer, title="𠮷家沟·㵘河 洪水", place="买买提·吐尔逊家")
    assert Incident.objects.get(pk=opened.pk).title == "𠮷家沟·㵘河 洪水"
