"""What the rules suggest, never decide: the type from a narrative, the grade from type and figures (R-B4).

The grading rules are data (`data/grades.csv`): the first grade, from 1 downward, any one of whose thresholds is reached.
Ranges are half-open: a threshold is the lower bound of its grade.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from core.text import half_width
from incidents.response.models import EventType, TypePattern

DATA = Path(__file__).parent / "data"
# The information-report standard counts the missing as deaths 死亡(含失踪).
DEAD_OR_MISSING = "dead_or_missing"


@dataclass(frozen=True)
class Threshold:
    """From `least` persons or yuan of `figure` on, the grade is at least as serious as `grade`."""

    rule: str
    prefix: str
    grade: int
    figure: str
    least: Decimal


@dataclass(frozen=True)
class GradeSuggestion:
    """A grade and the threshold that made it; `figure` is empty where nothing more serious was reached."""

    grade: int
    rule: str
    figure: str = ""
    value: Decimal | None = None
    least: Decimal | None = None


@dataclass(frozen=True)
class TypeSuggestion:
    """A type and the words of the narrative that suggest it."""

    event_type: EventType
    words: str


@cache
def thresholds() -> tuple[Threshold, ...]:
    """Every row of the grading rules."""
    with (DATA / "grades.csv").open(encoding="utf-8") as file:
        return tuple(
            Threshold(row["rule"], row["prefix"], int(row["grade"]), row["figure"], Decimal(row["least"]))
            for row in csv.DictReader(file)
        )


def _rule_for(code: str) -> list[Threshold]:
    """The rows whose prefix matches most of the code; those with an empty prefix are the default."""
    matching = [row for row in thresholds() if code.startswith(row.prefix)]
    longest = max(len(row.prefix) for row in matching)
    return [row for row in matching if len(row.prefix) == longest]


def grade_suggest(
    event_type: EventType | str, figures: Mapping[str, Decimal | int | float | None]
) -> GradeSuggestion | None:
    """The grade the published rules give these figures; None while nothing is known."""
    known = {name: Decimal(str(value)) for name, value in figures.items() if value is not None}
    if not known:
        return None
    if "deaths" in known or "missing" in known:
        known[DEAD_OR_MISSING] = known.get("deaths", Decimal(0)) + known.get("missing", Decimal(0))
    rows = _rule_for(event_type if isinstance(event_type, str) else event_type.pk)
    for row in sorted(rows, key=lambda row: row.grade):
        value = known.get(row.figure)
        if value is not None and value >= row.least:
            return GradeSuggestion(row.grade, row.rule, row.figure, value, row.least)
    return GradeSuggestion(4, rows[0].rule)


def type_suggest(text: str) -> TypeSuggestion | None:
    """The first pattern, in order, one of whose words is in the text; a suggestion that never overrides a choice."""
    patterns = TypePattern.objects.filter(event_type__is_active=True).select_related("event_type")
    return first_match(text, patterns)


def first_match(text: str, patterns: Iterable[TypePattern]) -> TypeSuggestion | None:
    """As `type_suggest`, for given patterns in order."""
    plain = half_width(text).casefold()
    if not plain.strip():
        return None
    for pattern in patterns:
        for word in half_width(pattern.pattern).casefold().split("|"):
            if _occurs(word.strip(), plain):
                return TypeSuggestion(pattern.event_type, word.strip())
    return None


def _occurs(word: str, text: str) -> bool:
    """Chinese words anywhere; Latin ones only where a word begins, so that `hail` is not found in `Shanghailander`."""
    if not word or word not in text:
        return False
    return not word[0].isascii() or re.search(rf"(?<![a-z0-9]){re.escape(word)}", text) is not None
