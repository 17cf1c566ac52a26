"""The two tables of a dispatch centre's record, row by row; what cannot be read is kept with its line and the reason."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

STEPS = ("received", "entered", "dispatched", "enroute", "on_scene", "transport", "at_hospital", "clear")


@dataclass(frozen=True, slots=True)
class Unheld:
    """A row the model cannot hold, and why; `stage` is where it was met."""

    file: str
    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Call:
    """One call for help; times UTC, place WGS 84."""

    line: int
    number: str
    received: datetime
    entered: datetime
    type: str
    priority: str
    disposition: str
    address: str
    city: str
    battalion: str
    station: str
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the log of units: at this time this unit, for this call, was so."""

    line: int
    at: datetime
    event: str
    call: str
    unit: str
    unit_type: str

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%dT%H:%M:%SZ} {self.event} {self.call} {self.unit}".strip()


@dataclass
class Record:
    """Everything read: calls by number, steps in time order, and what was not understood."""

    calls: dict[str, Call] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    unheld: list[Unheld] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Rows understood."""
        return len(self.calls) + len(self.steps)


def read(calls: Path, events: Path, day: date | None = None) -> Record:
    """Read both tables; with `day`, only calls received on that UTC day and everything that was done for them."""
    record = Record()
    for line, row in _lines(calls):
        call = _call(line, row, calls.name, record)
        if call is None or (day is not None and call.received.date() != day):
            continue
        if call.number in record.calls:
            record.unheld.append(Unheld(calls.name, line, call.number, "a second call with this number"))
            continue
        record.calls[call.number] = call
    skipped = _skipped_calls(calls, record) if day is not None else frozenset()
    for line, row in _lines(events):
        step = _step(line, row, events.name, record)
        if step is None or step.call in skipped:
            continue
        if step.call not in record.calls:
            record.unheld.append(Unheld(events.name, line, str(step), "no such call in the table of calls"))
            continue
        record.steps.append(step)
    record.steps.sort(key=lambda step: (step.at, step.line))
    return record


def _skipped_calls(calls: Path, record: Record) -> frozenset[str]:
    """Calls of other days: not errors, only not asked for."""
    return frozenset(row.get("call_number", "") for _line, row in _lines(calls)) - set(record.calls)


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield reader.line_num, {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _call(line: int, row: dict[str, str], file: str, record: Record) -> Call | None:
    try:
        received, entered = _moment(row["received_utc"]), _moment(row["entered_utc"])
        if not row["call_number"] or not row["call_type"]:
            raise ValueError("call_number and call_type are needed")
    except (KeyError, ValueError) as error:
        record.unheld.append(Unheld(file, line, ",".join(row.values())[:80], f"not understood: {error}"))
        return None
    try:
        point = (float(row["lon"]), float(row["lat"]))
    except (KeyError, ValueError):
        point = None
    return Call(
        line=line,
        number=row["call_number"],
        received=received,
        entered=entered,
        type=row["call_type"],
        priority=row.get("final_priority", ""),
        disposition=row.get("disposition", ""),
        address=row.get("address", ""),
        city=row.get("city", ""),
        battalion=row.get("battalion", ""),
        station=row.get("station_area", ""),
        point=point,
    )


def _step(line: int, row: dict[str, str], file: str, record: Record) -> Step | None:
    text = ",".join(row.values())[:80]
    try:
        at = _moment(row["ts_utc"])
        event, call, unit = row["event"], row["call_number"], row.get("unit_id", "")
    except (KeyError, ValueError) as error:
        record.unheld.append(Unheld(file, line, text, f"not understood: {error}"))
        return None
    if event not in STEPS:
        record.unheld.append(Unheld(file, line, text, f"an event this replay does not know: {event}"))
        return None
    if not unit and event not in ("received", "entered"):
        record.unheld.append(Unheld(file, line, text, "a unit's step without a unit"))
        return None
    return Step(line, at, event, call, unit, row.get("unit_type", ""))
