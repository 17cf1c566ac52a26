"""The allocation: never worse than nearest-first, within every limit, proven best on small cases by trying everything."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench._allocation_cases import KINDS, big
from incidents.supply.allocation import Item, Lot, Need, Problem, Source, Stock, check, flow, greedy, solve
from incidents.supply.allocation.measure import better, measure
from incidents.supply.allocation.problem import NO_WAY
from incidents.supply.allocation.solver import lines_of

amounts = st.integers(0, 60)
payloads = st.none() | st.integers(10, 300)


@st.composite
def problems(draw, vehicles=payloads):
    sources, places, items = draw(st.integers(1, 4)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    minutes = np.array(
        draw(
            st.lists(
                st.lists(st.integers(-1, 240), min_size=places, max_size=places), min_size=sources, max_size=sources
            )
        )
    )
    needs = [
        Need(
            number,
            draw(st.integers(0, items - 1)),
            draw(st.integers(1, 60)),
            draw(st.integers(0, places - 1)),
            draw(st.integers(1, 4)),
            draw(st.none() | st.integers(10, 120)),
            tuple(draw(st.sets(st.integers(0, items - 1), max_size=1))),
        )
        for number in range(draw(st.integers(1, 5)))
    ]
    needs = [
        Need(n.id, n.item, n.quantity, n.place, n.priority, n.due, tuple(i for i in n.instead if i != n.item))
        for n in needs
    ]
    stocks = {}
    for source, item in itertools.product(range(sources), range(items)):
        first, second = draw(amounts), draw(amounts)
        lots = tuple(Lot(1000 * source + 10 * item + k, q, e) for k, q, e in ((0, first, 90), (1, second, 30)) if q)
        stocks[source, item] = Stock(first + second, draw(amounts), lots)
    held = [Source(n, f"W{n}", draw(vehicles)) for n in range(sources)]
    return Problem(
        held, needs, stocks, minutes, minutes.clip(0) * 0.7, {n: Item(n, n + 1.0, 0.1) for n in range(items)}
    )


def _within(problem, solution):
    hard = [
        trouble
        for trouble in check(problem, solution.lines)
        if trouble.hard or trouble.kind in ("floor", "no_room", "too_much")
    ]
    assert hard == []
    for number, need in enumerate(problem.needs):
        given_ = sum(line.quantity for line in solution.lines if line.need == number)
        missing = sum(short.missing for short in solution.shortfalls if short.need == number)
        assert given_ + missing == need.quantity


@settings(max_examples=120, deadline=None)
@given(problems())
def test_every_answer_keeps_to_stock_floor_way_and_vehicles_and_is_never_worse_than_nearest_first(problem):
    found = solve(problem)
    _within(problem, found)
    plain = measure(problem, greedy(problem))
    assert not better(plain, (found.coverage, found.arrival))
    assert found.gap is None or found.gap >= 0


@settings(max_examples=60, deadline=None)
@given(problems(vehicles=st.none()))
def test_without_vehicles_the_answer_is_proven_optimal(problem):
    found = solve(problem)
    assert (found.solver, found.gap) == ("optimal", 0.0)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 4), min_size=2, max_size=2),
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 4)), min_size=2, max_size=2),
    st.lists(st.integers(1, 50), min_size=4, max_size=4),
)
def test_no_way_of_sharing_out_is_better_than_the_one_found(stock, wanted, minutes):
    needs = [Need(n, 0, quantity, n, priority) for n, (quantity, priority) in enumerate(wanted)]
    stocks = {(source, 0): Stock(quantity, 0, (Lot(source, quantity),)) for source, quantity in enumerate(stock)}
    table = np.array(minutes).reshape(2, 2)
    problem = Problem([Source(0), Source(1)], needs, stocks, table, table)
    found = solve(problem)
    for flows in itertools.product(range(5), repeat=4):
        sent = dict(zip(((0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 0)), flows, strict=True))
        if any(flows[n] + flows[n + 2] > stock[n] for n in (0, 1)) or any(
            flows[2 * n] + flows[2 * n + 1] > needs[n].quantity for n in (0, 1)
        ):
            continue
        other = measure(problem, {key: quantity for key, quantity in sent.items() if quantity})
        assert not better(other, (found.coverage, found.arrival))


def _two_towns(**changes):
    needs = [Need(0, 0, 100, 0, 2), Need(1, 0, 100, 1, 2)]
    stocks = {(0, 0): Stock(100, 0, (Lot(1, 100, 40),)), (1, 0): Stock(100, 0, (Lot(2, 100, 40),))}
    minutes = np.array([[10, 10], [12, 120]])
    values = {
        "sources": [Source(0, "Longquan"), Source(1, "Baisha")],
        "needs": needs,
        "stocks": stocks,
        "minutes": minutes,
        "km": minutes,
    }
    return Problem(**(values | changes))


def test_the_nearest_store_is_left_to_the_one_who_has_no_other():
    problem = _two_towns()
    found = solve(problem)
    assert sorted((line.need, line.source) for line in found.lines) == [(0, 1), (1, 0)]
    assert measure(problem, greedy(problem))[1] > found.arrival


def test_the_more_urgent_need_comes_first_whatever_it_costs_the_others():
    needs = [Need(0, 0, 100, 0, 4), Need(1, 0, 150, 1, 1)]
    found = solve(_two_towns(needs=needs))
    assert sum(line.quantity for line in found.lines if line.need == 1) == 150
    assert [(short.need, short.missing, short.reasons[0][0]) for short in found.shortfalls] == [(0, 50, "urgent")]


def test_a_floor_is_kept_and_named_as_the_reason():
    stocks = {(0, 0): Stock(100, 80, (Lot(1, 100),))}
    found = solve(_two_towns(stocks=stocks, needs=[Need(0, 0, 100, 0)]))
    assert sum(line.quantity for line in found.lines) == 20
    assert found.shortfalls[0].missing == 80
    assert found.shortfalls[0].reasons == (("floor", 0, 80),)


def test_the_earliest_expiry_leaves_first_and_what_never_expires_last():
    lots = (Lot(1, 30, None), Lot(2, 30, 400), Lot(3, 30, 20))
    found = solve(_two_towns(stocks={(0, 0): Stock(90, 0, lots)}, needs=[Need(0, 0, 70, 0)]))
    assert [(line.lot, line.quantity) for line in found.lines] == [(3, 30), (2, 30), (1, 10)]


def test_no_way_means_no_goods():
    minutes = np.array([[NO_WAY, 10], [NO_WAY, 120]])
    found = solve(_two_towns(minutes=minutes))
    assert {line.need for line in found.lines} == {1}
    assert [reason[0] for reason in found.shortfalls[0].reasons] == ["no_way", "no_way"]


def test_what_replaces_is_given_only_where_the_thing_itself_is_short():
    stocks = {(0, 0): Stock(60, 0), (0, 1): Stock(60, 0), (1, 1): Stock(60, 0)}
    found = solve(_two_towns(stocks=stocks, needs=[Need(0, 0, 100, 0, instead=(1,))]))
    assert sorted((line.item, line.quantity) for line in found.lines) == [(0, 60), (1, 40)]


def test_full_vehicles_hold_back_what_they_cannot_carry_and_say_so():
    problem = _two_towns(sources=[Source(0, "L", 500), Source(1, "B", 300)], items={0: Item(0, 10.0)})
    found = solve(problem)
    assert sum(line.quantity for line in found.lines) == 80
    assert {short.reasons[0][0] for short in found.shortfalls} == {"no_room"}
    assert found.gap is not None and found.gap <= 0.001


def test_balance_decides_where_the_way_is_equally_long():
    stocks = {(0, 0): Stock(100, 0), (1, 0): Stock(300, 0)}
    found = solve(
        _two_towns(stocks=stocks, minutes=np.full((2, 2), 30), km=np.full((2, 2), 20.0), needs=[Need(0, 0, 200, 0)])
    )
    taken = {line.source: line.quantity for line in found.lines}
    assert abs(taken[0] / 100 - taken[1] / 300) <= 0.21


def test_without_time_the_greedy_answer_comes_at_once_and_says_so():
    found = solve(big(items_each=5), limit_s=0)
    assert (found.solver, found.gap, found.why) == ("greedy", None, "slow")
    assert found.lines


def test_without_the_solver_the_greedy_answer_comes_and_says_so(monkeypatch):
    monkeypatch.setattr(flow, "min_cost_flow", None)
    found = solve(_two_towns())
    assert (found.solver, found.why) == ("greedy", "away")
    assert found.lines == lines_of(_two_towns(), greedy(_two_towns()))


@pytest.mark.parametrize("kind", KINDS)
def test_the_supplied_cases_gain_over_nearest_first(kind):
    problem = KINDS[kind](1)
    found, plain = solve(problem), measure(problem, greedy(problem))
    assert found.solver == "optimal"
    assert found.arrival < plain[1]


def test_fifty_warehouses_two_hundred_needs_a_hundred_items_within_the_limit():
    found = solve(big(items_each=10, payload_kg=20_000))
    assert found.seconds < 2
    assert found.gap is not None and found.gap <= 0.02
