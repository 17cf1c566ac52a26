"""A written timeline (YAML) read into entries, and each figure sorted: into the ledger, or kept in words with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

# Words of the timeline → figures of the ledger. Several that mean the same are added up (critical is seriously injured).
LEDGER: dict[str, tuple[str, ...]] = {
    "deaths": ("dead", "deaths"),
    "missing": ("missing",),
    "seriously_injured": ("severe", "critical", "seriously_injured"),
    "slightly_injured": ("slight", "slightly_injured"),
    "trapped": ("trapped",),
    "relocated": ("relocated",),
    "loss_cny": ("loss_cny",),
}
# Only these categories count the whole event; figures of others are strengths, distances, parts of the area.
COUNTING = ("casualties", "relocation")
HAZARDS = {"earthquake": "10302", "landslide": "10401", "debris_flow": "10402", "flood": "10101", "rainstorm": "10203"}


class ScenarioError(ValueError):
    """The file is not a timeline, and why."""


@dataclass(frozen=True)
class Entry:
    """One line of the timeline; `figures` in the ledger's words, `unplaced` as (figure, reason)."""

    id: str
    at: datetime
    kind: str
    category: str
    text: str
    source: str
    note: str
    figures: dict[str, int]
    unplaced: list[tuple[str, str]]
    point: tuple[float, float] | None = None

    @property
    def words(self) -> str:
        """The entry as a person would note it: text, where it is from, what sort of time it carries."""
        parts = [self.text]
        if self.note:
            parts.append(f"（注：{self.note}）")
        if self.source:
            parts.append(f"来源：{self.source}")
        return " ".join([*parts, f"[{self.id} · {self.kind}]"])


@dataclass
class Scenario:
    """One event over days: entries in order of time, and lines that could not be read."""

    name: str
    place: str
    hazard: str
    entries: list[Entry] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)


def load(path: Path) -> Scenario:
    """Read a timeline; ScenarioError when it is none. Entries that cannot be read are kept with the reason."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        head = data["scenario"]
        scenario = Scenario(str(head["name"]), str(head.get("place", "")), str(head.get("hazard", "")))
        rows: Iterable[Any] = data["events"]
    except (yaml.YAMLError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise ScenarioError(f"{path.name}: not a timeline ({type(error).__name__}: {error})") from error
    sources = data.get("sources") or {}
    for number, row in enumerate(rows, start=1):
        try:
            scenario.entries.append(_entry(row, sources))
        except (KeyError, TypeError, ValueError) as error:
            label = row.get("id", f"#{number}") if isinstance(row, dict) else f"#{number}"
            scenario.unread.append((str(label), f"not understood: {error}"))
    scenario.entries.sort(key=lambda entry: entry.at)
    if not scenario.entries:
        raise ScenarioError(f"{path.name}: no entry could be read")
    return scenario


def _entry(row: dict[str, Any], sources: dict[str, Any]) -> Entry:
    at = datetime.fromisoformat(str(row["t"]))
    if at.tzinfo is None:
        raise ValueError("the time has no offset")
    given = dict(row.get("figures") or {})
    point = (float(given.pop("lon")), float(given.pop("lat"))) if {"lon", "lat"} <= set(given) else None
    category = str(row["category"])
    figures, unplaced = sort_figures(given, category)
    return Entry(
        id=str(row["id"]),
        at=at,
        kind=str(row.get("t_kind", "event")),
        category=category,
        text=str(row["text"]).strip(),
        source="、".join(_source(name, sources) for name in row.get("sources") or []),
        note=str(row.get("note") or ""),
        figures=figures,
        unplaced=unplaced,
        point=point,
    )


def _source(name: str, sources: dict[str, Any]) -> str:
    known = sources.get(name) or {}
    trust = f"，可信度 {known['trust']}" if "trust" in known else ""
    return f"{known.get('outlet', name)}{trust}"


def sort_figures(given: dict[str, Any], category: str) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Which figures may enter the ledger, and why the others may not. Nothing is split, guessed or added up across areas."""
    unplaced: list[tuple[str, str]] = []
    meanings = {word: name for name, words in LEDGER.items() for word in words}
    part_only = "dead" not in given and any(key.startswith("dead_") for key in given)
    figures: dict[str, int] = {}
    for key, value in given.items():
        name = meanings.get(key)
        if name is None:
            unplaced.append((f"{key}={value}", _why_not(key, category)))
        elif category not in COUNTING:
            unplaced.append((f"{key}={value}", f"said of a part, in an entry about {category}"))
        elif part_only:
            unplaced.append((f"{key}={value}", "counts a part of the area only"))
        elif isinstance(value, bool) or not isinstance(value, int) or value < 0:
            unplaced.append((f"{key}={value}", "not one whole number"))
        else:
            figures[name] = figures.get(name, 0) + value
    return figures, unplaced


def _why_not(key: str, category: str) -> str:
    if category == "response_level":
        return "response levels and what goes with them are decisions in the log, not figures"
    if key.startswith(("dead_", "injured_", "missing_")):
        return "counts a part of the area only"
    if key == "injured":
        return "injured are not divided into seriously and slightly"
    return "the ledger has no such figure"
