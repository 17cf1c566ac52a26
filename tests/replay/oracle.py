"""The same figures straight from the CSV, in plain Python: shares no code with the platform, and must agree with it."""

import csv
import math
from datetime import datetime


def _t(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")


def percentile(values, share):
    ordered = sorted(values)
    return ordered[math.ceil(share * len(ordered)) - 1] if ordered else None


def _figure(values):
    return len(values), percentile(values, 0.5), percentile(values, 0.9)


def _by(pairs):
    grouped = {}
    for key, value in pairs:
        grouped.setdefault(key, []).append(value)
    return {key: _figure(values) for key, values in grouped.items()}


def calculate(calls_path, events_path, day=None):
    """(figures, lines): `lines` are arrivals after the same unit had been dispatched to another call, or had cleared.

    A team of the platform has one assignment, and nothing follows its end; those arrivals cannot be held and are left out
    here too, by this file's own reading of the record.
    """
    with open(calls_path, encoding="utf-8", newline="") as file:
        calls = {row["call_number"]: row for row in csv.DictReader(file) if row["received_utc"].startswith(day or "20")}
    with open(events_path, encoding="utf-8", newline="") as file:
        rows = [(line, row) for line, row in enumerate(csv.DictReader(file), start=2) if row["call_number"] in calls]
    received = {number: _t(row["received_utc"]) for number, row in calls.items()}
    sent, order, cleared = {}, {}, {}
    for line, row in rows:
        if row["event"] == "clear":
            cleared[row["call_number"], row["unit_id"]] = (_t(row["ts_utc"]), line)
        if row["event"] == "dispatched":
            sent[row["call_number"], row["unit_id"]] = _t(row["ts_utc"])
            order.setdefault(row["unit_id"], []).append((_t(row["ts_utc"]), line, row["call_number"]))
    waits = [(number, unit, int((at - received[number]).total_seconds())) for (number, unit), at in sent.items()]
    drives, late = [], []
    for line, row in rows:
        if row["event"] != "on_scene":
            continue
        number, unit, at = row["call_number"], row["unit_id"], _t(row["ts_utc"])
        began = next(((t, n) for t, n, call in order.get(unit, ()) if call == number), None)
        if began is None:
            continue  # never dispatched: there is no interval
        if any(began < (t, n) < (at, line) for t, n, call in order[unit] if call != number) or (
            cleared.get((number, unit), (at, line)) < (at, line)
        ):
            late.append(line)
            continue
        drives.append((number, unit, int((at - sent[number, unit]).total_seconds())))
    first = {}
    for number, _unit, seconds in waits:
        first[number] = min(seconds, first.get(number, seconds))
    kind = {number: row["call_type"] for number, row in calls.items()}
    figures = {
        "call_to_dispatch": _figure(list(first.values())),
        "dispatch_to_arrival": _figure([seconds for _n, _u, seconds in drives]),
        "call_to_dispatch_by_type": _by((kind[number], seconds) for number, seconds in first.items()),
        "dispatch_to_arrival_by_type": _by((kind[number], seconds) for number, _unit, seconds in drives),
        "call_to_dispatch_by_unit": _by((unit, seconds) for _number, unit, seconds in waits),
        "dispatch_to_arrival_by_unit": _by((unit, seconds) for _number, unit, seconds in drives),
    }
    return figures, late
