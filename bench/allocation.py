"""The allocation beside nearest-first and beside the proven bound: 50 warehouses × 200 places × 100 items, and small counties.

The bound is that of the linear program (a min-cost flow has whole-number optima, so without binding vehicles it is the optimum
itself). Arrival is weighted by urgency and by the share of what is asked of an item; covered shares are equal or better.
"""

from bench._allocation_cases import KINDS, big
from bench.harness import Report, interleaved, median
from incidents.supply.allocation import greedy, solve
from incidents.supply.allocation.measure import measure

LIMIT_S = 2.0
SEEDS = range(5)


def run(report: Report) -> None:
    """Size first, then quality."""
    for name, problem in (
        ("200 lines", big(items_each=1)),
        ("20,000 lines", big()),
        ("2,000 lines, vehicles full", big(items_each=10, payload_kg=20_000)),
    ):
        times = interleaved(
            3, ours=lambda problem=problem: solve(problem), greedy=lambda problem=problem: greedy(problem)
        )
        found = solve(problem)
        note = f"nearest-first alone {median(times['greedy']):.2f} s; {found.solver}"
        report.figure(f"50×200×100, {name}: solved, s", median(times["ours"]), at_most=LIMIT_S, note=note)
        report.figure(
            f"50×200×100, {name}: gap to the bound", found.gap if found.gap is not None else 1.0, at_most=0.02
        )
        plain = measure(problem, greedy(problem))
        covered = f"covered {sum(found.coverage):.2f}, nearest-first {sum(plain[0]):.2f}"
        report.figure(f"50×200×100, {name}: weighted arrival", found.arrival, limit=plain[1], note=covered)
    saved = []
    for name, make in KINDS.items():
        mine = [_saved(make(seed)) for seed in SEEDS]
        saved += mine
        report.figure(f"{name}: weighted arrival saved, %", sum(mine) / len(mine))
    report.figure("cases on average: weighted arrival saved, %", sum(saved) / len(saved), at_least=10)


def _saved(problem) -> float:
    found, plain = solve(problem), measure(problem, greedy(problem))
    assert all(a >= b - 1e-6 for a, b in zip(found.coverage, plain[0], strict=True))
    return 100 * (1 - found.arrival / plain[1])
