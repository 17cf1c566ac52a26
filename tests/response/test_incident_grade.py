"""Grades are decided by people, with a reason, beside what the rules suggest."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from core.errors import ConflictError, UnprocessableError
from incidents.response.models import GradeChange
from incidents.response.selectors import grade_changes
from incidents.response.services import figure_state, incident_change_status, incident_grade
from incidents.response.suggestions import grade_suggest, thresholds
from tests.factories.response import incident
from timeline.models import Event


@pytest.fixture
def opened(place):
    return incident(jurisdiction=place.county, actor=place.officer, type_code="20401")


def test_a_decision_is_kept_with_reason_author_and_the_rules_view(place, opened):
    figure_state(incident=opened, values={"deaths": 2, "missing": 1}, source="119", actor=place.officer)
    incident_grade(incident=opened, grade=2, reason="人员密集场所", actor=place.commander)
    decision = GradeChange.objects.get()
    assert (decision.grade, decision.suggested, decision.reason) == (2, 3, "人员密集场所")
    assert decision.author == place.commander
    incident_grade(incident=opened, grade=3, reason="核实后下调", actor=place.commander)
    assert [change.grade for change in grade_changes(opened, actor=place.officer)] == [3, 2]
    event = Event.objects.filter(kind="incident.graded").order_by("-id").first()
    assert event.data["changes"] == {"grade": [2, 3]} and event.data["feature"]["properties"]["grade"] == 3


def test_no_reason_no_grade(place, opened):
    with pytest.raises(UnprocessableError):
        incident_grade(incident=opened, grade=2, reason=" ", actor=place.commander)


@pytest.mark.parametrize("grade", [0, 5, -1])
def test_there_are_four_grades(place, opened, grade):
    with pytest.raises(UnprocessableError):
        incident_grade(incident=opened, grade=grade, reason="x", actor=place.commander)


def test_the_same_grade_again_is_a_conflict(place, opened):
    incident_grade(incident=opened, grade=2, reason="x", actor=place.commander)
    with pytest.raises(ConflictError):
        incident_grade(incident=opened, grade=2, reason="x", actor=place.officer)


def test_a_closed_incident_is_not_graded(place, opened):
    incident_change_status(incident=opened, to="closed", reason="误报", actor=place.officer)
    with pytest.raises(ConflictError):
        incident_grade(incident=opened, grade=2, reason="x", actor=place.officer)


@pytest.mark.parametrize("who", ["stranger", "auditor", "reporter"])
def test_who_may_not_decide_the_grade_does_not(place, opened, who):
    with pytest.raises(PermissionDenied):
        incident_grade(incident=opened, grade=1, reason="x", actor=getattr(place, who))


@pytest.mark.parametrize(
    ("code", "figures", "grade"),
    [
        ("20401", {"deaths": 30}, 1),
        ("20401", {"deaths": 29}, 2),
        ("20401", {"deaths": 29, "missing": 1}, 1),
        ("20401", {"deaths": 10}, 2),
        ("20401", {"deaths": 9}, 3),
        ("20401", {"deaths": 3}, 3),
        ("20401", {"deaths": 2}, 4),
        ("20600", {"seriously_injured": 100}, 1),
        ("20600", {"seriously_injured": 99}, 2),
        ("20600", {"seriously_injured": 50}, 2),
        ("20600", {"seriously_injured": 10}, 3),
        ("20600", {"seriously_injured": 9}, 4),
        ("20100", {"loss_cny": 99_999_999.99}, 2),
        ("20100", {"loss_cny": 100_000_000}, 1),
        ("20100", {"trapped": 30}, 1),
        ("10401", {"relocated": 1000}, 1),
        ("10401", {"relocated": 999}, 2),
        ("10401", {"relocated": 100}, 3),
        ("10401", {"relocated": 99}, 4),
        ("10401", {"loss_cny": 5_000_000}, 2),
        ("10302", {"deaths": 299}, 2),
        ("10302", {"deaths": 250, "missing": 50}, 1),
        ("10302", {"deaths": 49}, 3),
        ("10302", {"deaths": 9}, 4),
        ("10601", {"deaths": 3}, 3),
        ("10601", {"seriously_injured": 50}, 2),
        ("21401", {"relocated": 50_000}, 1),
        ("21401", {"relocated": 49_999}, 2),
        ("21401", {"loss_cny": 20_000_000}, 2),
        ("21401", {"loss_cny": 5_000_000}, 3),
        ("10101", {"deaths": 3}, 3),
        ("99999", {"deaths": 10}, 2),
        ("20401", {"deaths": 0}, 4),
    ],
)
def test_the_rules_give_the_grades_of_the_regulations_at_their_bounds(code, figures, grade):
    assert grade_suggest(code, figures).grade == grade


def test_nothing_known_suggests_nothing():
    assert grade_suggest("20401", {}) is None
    assert grade_suggest("20401", {"deaths": None}) is None


def test_a_suggestion_says_which_threshold_made_it():
    found = grade_suggest("20401", {"deaths": 12})
    assert (found.figure, found.value, found.least) == ("dead_or_missing", Decimal(12), Decimal(10))


def test_within_a_rule_a_more_serious_grade_never_asks_for_less():
    by = {}
    for row in thresholds():
        by.setdefault((row.rule, row.figure), []).append((row.grade, row.least))
    for rows in by.values():
        least = [limit for _, limit in sorted(rows)]
        assert least == sorted(least, reverse=True)
