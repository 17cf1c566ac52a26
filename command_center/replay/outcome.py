"""What a replay has to say when it is over: counts, what was cut short, every row that could not be held."""

from collections.abc import Callable, Iterable

from command_center.replay.figures import Figures, Interval
from command_center.replay.player import Outcome
from command_center.replay.rows import Unheld

Say = Callable[[str], None]
SHOWN = 20


def tell_outcome(outcome: Outcome, say: Say, *, every: bool = False) -> None:
    """Counts first, then each kind of row that was not held with its lines (all of them when `every`)."""
    rate = outcome.total / outcome.seconds if outcome.seconds else 0
    kinds = ", ".join(f"{name} {count}" for name, count in sorted(outcome.actions.items()))
    say(f"{outcome.total} actions in {outcome.seconds:.0f} s ({rate:.0f}/s): {kinds or '–'}")
    if outcome.known:
        say(f"{outcome.known} calls were here already; only what was missing was played.")
    if outcome.diverted:
        say(
            f"{len(outcome.diverted)} assignments ended early: the unit was dispatched to another call before it had cleared"
        )
        say("  (a team has one assignment; the earlier one ends when the next begins):")
        _list(outcome.diverted, say, every)
    tell_unheld(outcome.unheld, say, every=every)


def tell_unheld(unheld: Iterable[Unheld], say: Say, *, every: bool = False) -> None:
    """Rows the model cannot hold, grouped by reason, each with file and line."""
    by_reason: dict[str, list[str]] = {}
    for row in unheld:
        reason = row.reason.split(": it had been sent on")[0]
        by_reason.setdefault(reason, []).append(f"{row.file}:{row.line} {row.text} – {row.reason}")
    if not by_reason:
        say("Every row was held.")
    for reason, rows in sorted(by_reason.items()):
        say(f"{len(rows)} {'row' if len(rows) == 1 else 'rows'} not held – {reason}:")
        _list(rows, say, every)


def _list(rows: list[str], say: Say, every: bool) -> None:
    for row in rows if every else rows[:SHOWN]:
        say(f"  {row}")
    if not every and len(rows) > SHOWN:
        say(f"  … and {len(rows) - SHOWN} more (--report FILE writes them all)")


def tell_figures(found: Figures, say: Say) -> None:
    """Percentiles in seconds, nearest rank."""
    say(f"{'':34}{'call to dispatch':>28}{'dispatch to arrival':>28}")
    say(f"{'':34}{'n':>8}{'P50 s':>10}{'P90 s':>10}{'n':>8}{'P50 s':>10}{'P90 s':>10}")
    say(_line("all", found.call_to_dispatch, found.dispatch_to_arrival))
    for waits, drives in (
        (found.call_to_dispatch_by_type, found.dispatch_to_arrival_by_type),
        (found.call_to_dispatch_by_unit, found.dispatch_to_arrival_by_unit),
    ):
        say("")
        for name in sorted(set(waits) | set(drives)):
            say(_line(name, waits.get(name), drives.get(name)))


def _line(name: str, wait: Interval | None, drive: Interval | None) -> str:
    return f"{name[:33]:34}{_cells(wait)}{_cells(drive)}"


def _cells(interval: Interval | None) -> str:
    if interval is None:
        return f"{0:>8}{'–':>10}{'–':>10}"
    return f"{interval.n:>8}{interval.p50!s:>10}{interval.p90!s:>10}"
