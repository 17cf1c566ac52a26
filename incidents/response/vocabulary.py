"""The published vocabulary: event types and the words that suggest them, from `data/*.csv` (R-B4).

Only what is missing is added: names a bureau has edited stay; patterns are loaded once, into an empty table.
"""

import csv
from functools import cache
from pathlib import Path

from incidents.response.models import EventType, TypePattern

DATA = Path(__file__).parent / "data"


@cache
def type_rows() -> tuple[dict[str, str], ...]:
    """Rows of event_types.csv, parents before children."""
    with (DATA / "event_types.csv").open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


@cache
def pattern_rows() -> tuple[dict[str, str], ...]:
    """Rows of type_patterns.csv."""
    with (DATA / "type_patterns.csv").open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


@cache
def prompt_rows() -> tuple[dict[str, str], ...]:
    """Rows of type_prompts.csv: questions of a type, separated by |, in both languages."""
    with (DATA / "type_prompts.csv").open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


def _load_prompts(using: str) -> None:
    """Questions are loaded once, while no type has any."""
    types = EventType.objects.using(using)
    if types.exclude(prompts="").exists():
        return
    known = types.in_bulk([row["code"] for row in prompt_rows()])
    for row in prompt_rows():
        if row["code"] in known:
            known[row["code"]].prompts = row["prompts"].replace("|", "\n")
            known[row["code"]].prompts_en = row["prompts_en"].replace("|", "\n")
    types.bulk_update(known.values(), ["prompts", "prompts_en"])


def load(*, using: str = "default") -> tuple[int, int]:
    """Add missing types, and patterns where there are none; (types, patterns) added."""
    types = EventType.objects.using(using)
    known = set(types.values_list("code", flat=True))
    missing = [
        EventType(
            code=row["code"],
            parent_id=row["parent"] or None,
            name=row["name"],
            name_en=row["name_en"],
            standard=row["standard"],
            cap_category=row["cap_category"],
            initials=row["initials"],
        )
        for row in type_rows()
        if row["code"] not in known
    ]
    types.bulk_create(missing, ignore_conflicts=True)
    _load_prompts(using)
    patterns = TypePattern.objects.using(using)
    if patterns.exists():
        return len(missing), 0
    rows = [
        TypePattern(event_type_id=row["event_type"], rank=int(row["rank"]), pattern=row["pattern"])
        for row in pattern_rows()
    ]
    patterns.bulk_create(rows)
    return len(missing), len(rows)
