"""A report comes in: checked, placed, numbered, owned, due, told (R-B1, R-A4)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from clocks.models import Deadline
from core.errors import ConflictError, UnprocessableError
from incidents.reports.models import Report
from incidents.reports.services import report_create, report_create_public
from tests.factories import organizations as make
from tests.factories import reports as filed
from timeline.models import Event

pytestmark = pytest.mark.django_db


def refused(actor, **fields):
    with pytest.raises(UnprocessableError) as caught:
        report_create(data=filed.data(**fields), actor=actor)
    assert not Report.objects.exists()
    return caught.value.errors


def test_a_report_is_numbered_owned_due_and_told_to_its_reporter(county):
    root, township, village = county
    grid = make.user("grid_worker", village)
    report = filed.report(grid, jurisdiction=village.code)
    assert report.owner_unit.jurisdiction == township  # the village has no unit that takes reports
    assert report.status == "submitted"
    assert report.number.endswith("R0001")
    deadline = Deadline.objects.get(subject=f"report:{report.pk}")
    assert (deadline.due_at - report.received_at).total_seconds() == 600
    event = Event.objects.get(kind="report.created")
    assert f"user@{grid.pk}" in event.audience
    assert f"report.view@{root.pk}" in event.audience
    assert event.data["feature"]["id"] == f"report:{report.pk}"
    assert "description" not in event.data["feature"]["properties"]


def test_numbers_have_no_gaps_also_after_a_refusal(county):
    duty = filed.officer(county[0])
    first = filed.report(duty)
    with pytest.raises(UnprocessableError):
        report_create(data=filed.data(event_type="99999"), actor=duty)
    second = filed.report(duty)
    assert [r.number[-4:] for r in (first, second)] == ["0001", "0002"]


def test_three_times_are_kept(county):
    duty = filed.officer(county[0])
    occurred, received = timezone.now() - timedelta(hours=2), timezone.now() - timedelta(hours=1)
    report = filed.report(duty, occurred_at=occurred, received_at=received)
    assert (report.occurred_at, report.received_at) == (occurred, received)
    assert report.created_at > received


def test_everything_wrong_is_named_at_once(county):
    duty = filed.officer(county[0])
    errors = refused(
        duty,
        event_type="nothing",
        jurisdiction="nowhere",
        source="rumour",
        title="",
        description=" ",
        figures={"deaths": -1, "ghosts": 2},
        occurred_at=timezone.now() + timedelta(minutes=6),
    )
    assert set(errors) == {
        "event_type",
        "jurisdiction",
        "source",
        "description",
        "figures.deaths",
        "figures.ghosts",
        "occurred_at",
    }


@pytest.mark.parametrize(
    ("value", "ok"),
    [
        (None, True),
        (0, True),
        ("12", True),
        (1.5, False),
        (True, False),
        (-1, False),
        ("٣x", False),
        (float("inf"), False),
    ],
)
def test_figures_are_whole_people_and_unknown_is_not_zero(county, value, ok):
    duty = filed.officer(county[0])
    if not ok:
        assert "figures.trapped" in refused(duty, figures={"trapped": value})
        return
    report = filed.report(duty, figures={"trapped": value})
    assert report.figures["trapped"] == (None if value is None else int(value))


@pytest.mark.parametrize(
    ("minutes", "years", "field"), [(6, 0, "occurred_at"), (4, 0, None), (0, 60, "occurred_at"), (0, 5, None)]
)
def test_times_that_cannot_be_are_refused_and_a_slow_clock_is_not(county, minutes, years, field):
    duty = filed.officer(county[0])
    when = timezone.now() + timedelta(minutes=minutes) - timedelta(days=365 * years)
    if field:
        assert field in refused(duty, occurred_at=when)
    else:
        assert filed.report(duty, occurred_at=when).occurred_at == when


def test_swapped_coordinates_are_turned_round_and_flagged(county):
    duty = filed.officer(county[0])
    beyond = filed.report(duty, location=(30.9, 103.6))
    assert (round(beyond.location.x, 1), round(beyond.location.y, 1)) == (103.6, 30.9)
    assert beyond.swapped and not beyond.outside


def test_a_place_outside_is_accepted_and_flagged(county):
    duty = filed.officer(county[0])
    far = filed.report(duty, location=(100.0, 30.0))
    assert far.outside and not far.swapped
    assert filed.report(duty, location=(103.61, 30.91)).outside is False


def test_a_place_on_no_map_never_blocks(county):
    report = filed.report(filed.officer(county[0]), location=None, place="老磨坊后面")
    assert report.location is None
    assert report.place == "老磨坊后面"


def test_coordinates_off_the_earth_are_refused(county):
    assert "location" in refused(filed.officer(county[0]), location=(999.0, 999.0))


def test_the_smallest_area_around_the_pin_is_chosen_within_reach(county):
    root, _township, village = county
    assert filed.report(filed.officer(root), location=(103.6, 30.9)).jurisdiction == village
    stranger = make.jurisdiction(at=(110.0, 30.0))
    make.unit(stranger)
    assert filed.report(filed.officer(stranger), location=(103.6, 30.9)).jurisdiction == stranger


def test_nobody_files_where_they_may_not(county):
    other = make.jurisdiction(at=(110.0, 30.0))
    make.unit(other)
    assert "jurisdiction" in refused(filed.officer(county[0]), jurisdiction=other.code)
    with pytest.raises((PermissionDenied, UnprocessableError)):
        report_create(data=filed.data(), actor=make.user("keeper", county[0]))


def test_a_tree_without_a_receiving_unit_refuses_in_words():
    alone = make.jurisdiction(at=(110.0, 30.0))
    make.unit(alone, receives_reports=False)
    assert "jurisdiction" in refused(filed.officer(alone))


def test_a_form_sent_twice_is_one_report(county):
    duty, key = filed.officer(county[0]), uuid4()
    first = report_create(data=filed.data(client_key=key), actor=duty)
    assert report_create(data=filed.data(client_key=key), actor=duty) == first
    with pytest.raises(ConflictError):
        report_create(data=filed.data(client_key=key), actor=filed.officer(county[0]))
    assert Report.objects.count() == 1


def test_a_suggested_grade_comes_from_the_figures(county):
    duty = filed.officer(county[0])
    assert filed.report(duty, figures={"deaths": 30}).suggested_grade == 1
    assert filed.report(duty, figures={}).suggested_grade is None


def test_a_residents_report_is_marked_and_belongs_to_nobody_signed_in(county):
    report = report_create_public(data=filed.data(source="resident", location=Point(103.6, 30.9)), actor=None)
    assert report.unverified_public and report.reporter is None
    assert report.jurisdiction == county[2]
    assert len(report.receipt) >= 22


@pytest.mark.parametrize("text", ["𠮷野家，买买提·艾力", "a\u0301", "第一行\n第二行"])
def test_rare_characters_survive(county, text):
    assert filed.report(filed.officer(county[0]), description=text).description == text
