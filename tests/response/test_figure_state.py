"""The ledger: every statement stays, the newest by its own time is in force, what adds up does not silently fall."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core.errors import UnprocessableError
from incidents.response.models import Figure
from incidents.response.selectors import current_values, current_values_of, figure_rows
from incidents.response.services import figure_state
from tests.factories.response import incident
from timeline.kinds import text
from timeline.models import Event


@pytest.fixture
def opened(place):
    return incident(jurisdiction=place.county, actor=place.officer, occurred_at=timezone.now() - timedelta(hours=5))


def hours_ago(hours):
    return timezone.now() - timedelta(hours=hours)


def state(place, item, values, **kw):
    return figure_state(incident=item, values=values, **{"source": "县公安局", "actor": place.officer, **kw})


def line(rows, name):
    return next(row for row in rows if row.name == name)


def test_current_and_past_values_are_both_shown(place, opened):
    state(place, opened, {"deaths": 1}, as_of=hours_ago(3))
    state(place, opened, {"deaths": 3}, as_of=hours_ago(1), source="县卫健局")
    row = line(figure_rows(opened, actor=place.officer), "deaths")
    assert (row.current.value, row.delta, [past.value for past in row.past]) == (3, 2, [1])
    assert row.current.source == "县卫健局" and row.current.author == place.officer


def test_the_newest_by_its_own_time_is_in_force_however_late_an_older_one_is_entered(place, opened):
    state(place, opened, {"trapped": 5}, as_of=hours_ago(1))
    state(place, opened, {"trapped": 9}, as_of=hours_ago(2))
    assert current_values(opened, actor=place.officer) == {"trapped": 5}


def test_unknown_is_not_nought(place, opened):
    state(place, opened, {"missing": None, "deaths": 0})
    assert current_values(opened, actor=place.officer) == {"missing": None, "deaths": 0}


def test_a_cumulative_figure_that_falls_needs_a_note(place, opened):
    state(place, opened, {"deaths": 3}, as_of=hours_ago(2))
    with pytest.raises(UnprocessableError) as refused:
        state(place, opened, {"deaths": 2}, as_of=hours_ago(1))
    assert set(refused.value.errors) == {"deaths"}
    assert Figure.objects.count() == 1
    state(place, opened, {"deaths": 2}, as_of=hours_ago(1), note="重复统计一人")
    assert current_values(opened, actor=place.officer) == {"deaths": 2}


def test_a_statement_entered_late_may_not_make_the_later_one_fall(place, opened):
    state(place, opened, {"deaths": 3}, as_of=hours_ago(1))
    with pytest.raises(UnprocessableError):
        state(place, opened, {"deaths": 4}, as_of=hours_ago(2))


@pytest.mark.parametrize("name", ["missing", "trapped"])
def test_the_missing_and_the_trapped_may_become_fewer(place, opened, name):
    state(place, opened, {name: 9}, as_of=hours_ago(2))
    state(place, opened, {name: 1}, as_of=hours_ago(1))
    assert current_values(opened, actor=place.officer) == {name: 1}


@pytest.mark.parametrize(
    "values",
    [{}, {"deaths": -1}, {"deaths": 1.5}, {"cows": 1}, {"deaths": "many"}, {"loss_cny": "1.234"}, {"deaths": 10**13}],
)
def test_impossible_figures_are_refused_whole(place, opened, values):
    with pytest.raises(UnprocessableError):
        state(place, opened, {**values, "trapped": 1} if values else values)
    assert not Figure.objects.exists()


@pytest.mark.parametrize("kw", [{"source": ""}, {"as_of": timezone.now() + timedelta(days=2)}])
def test_a_figure_says_who_says_so_and_when(place, opened, kw):
    with pytest.raises(UnprocessableError):
        state(place, opened, {"deaths": 1}, **kw)


def test_the_loss_keeps_its_fen(place, opened):
    state(place, opened, {"loss_cny": "1234567.89"})
    assert current_values(opened, actor=place.officer)["loss_cny"] == Decimal("1234567.89")


def test_the_event_tells_the_figures_in_words_and_unknown_ones_as_a_question_mark(place, opened):
    state(place, opened, {"deaths": 2, "missing": None})
    event = Event.objects.get(kind="incident.figures_stated")
    assert event.data["figures"] == {"deaths": 2, "missing": None}
    words = text(event.kind, event.data)
    assert "2" in words and "?" in words and "县公安局" in words


def test_figures_of_many_incidents_come_in_one_query(place, opened, django_assert_num_queries):
    others = [incident(jurisdiction=place.county, actor=place.officer, figures={"deaths": n}) for n in range(4)]
    with django_assert_num_queries(1):
        found = current_values_of([other.pk for other in others], actor=place.officer)
    assert [found[other.pk]["deaths"] for other in others] == [0, 1, 2, 3]


@pytest.mark.parametrize("who", ["stranger", "auditor", "reporter"])
def test_who_may_not_change_the_incident_states_nothing(place, opened, who):
    with pytest.raises(PermissionDenied):
        state(place, opened, {"deaths": 1}, actor=getattr(place, who))
