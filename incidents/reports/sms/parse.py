"""A text message as a report: `灾 3 玉山村 伤2 困12 转40`, `3#2#12#40`, `更正 R0012 困10`. Pure, and never raises (R-B8).

Spaces, punctuation and full-width characters are all one; numbers may be Chinese; “?” is unknown. What is not understood
stays: words belong to the place or the story, and are read back.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.text import half_width
from incidents.reports.sms.codes import FIGURE_WORDS, OTHER, POSITIONS, TYPE_CODES, UNGRADED

LONGEST = 1000
MOST = 1_000_000
_WORD = "|".join(FIGURE_WORDS)
_HAN = "零〇一二两三四五六七八九十百千万"
_NUMBER = rf"\d{{1,9}}|[{_HAN}]{{1,9}}|[?]|不详|不明|未知"
_FIGURE = re.compile(rf"(?P<word>{_WORD})(?:了|约|:|=)?\s*(?P<number>{_NUMBER})\s*(?:人|名|个)?")
_TURNED = re.compile(rf"(?P<number>\d{{1,9}}|[{_HAN}]{{1,9}})\s*(?:人|名)(?P<word>{_WORD})")
_HEAD = re.compile(r"^(?:报灾|灾情|灾|report|zai|bz)(?![a-z])[\s:,]*", re.IGNORECASE)
_FIX = re.compile(
    r"^(?:更正|改正|续报|[改续](?=[\s\dR:,#]))[\s:,#]*(?:[a-z]*\d*-?\d*-?r)?0*(?P<number>\d{1,9})?(?=\D|$)[\s:,#]*",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"[\s,;、。!#]+")
_DIGITS = {
    char: value
    for value, chars in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_POWERS = {"十": 10, "百": 100, "千": 1000}


@dataclass
class Parsed:
    """What was understood. A figure that is None was said to be unknown; `problems` are reasons why it is not a report."""

    corrects: bool = False
    number: str = ""
    type_code: str = ""
    event_type: str | None = None
    place: str = ""
    words: str = ""
    figures: dict[str, int | None] = field(default_factory=dict)
    ungraded: bool = False
    problems: list[str] = field(default_factory=list)

    @property
    def readable(self) -> bool:
        """Whether it says enough to be filed."""
        return not self.problems


def parse(text: str) -> Parsed:
    """Understand one message; `problems` holds "empty", "too_long", "type", "nothing" or "number" where it is no report."""
    found = Parsed()
    plain = half_width(str(text)).replace("\x00", "").strip()
    if not plain:
        found.problems.append("empty")
        return found
    if len(plain) > LONGEST:
        found.problems.append("too_long")
        return found
    fix = _FIX.match(plain)
    if fix:
        found.corrects, found.number = True, fix["number"] or ""
        plain = plain[fix.end() :]
    else:
        plain = _HEAD.sub("", plain, count=1)
        plain = _positions(plain, found) or _kind(plain, found)
    rest = _figures(plain, found)
    _words(rest, found)
    _judge(found)
    return found


def _positions(plain: str, found: Parsed) -> str:
    """`3#2#12#40`, with words wherever they stand; "" when it is not written so."""
    if "#" not in plain:
        return ""
    parts = [part.strip() for part in plain.split("#")]
    if not parts[0].isascii() or not parts[0].isdigit():
        return ""
    _set_kind(parts[0], found)
    numbers = [part for part in parts[1:] if part == "?" or _value(part) is not None]
    for name, part in zip(POSITIONS, numbers, strict=False):
        found.figures[name] = _value(part)
    found.ungraded = "slightly_injured" in found.figures
    if len(numbers) > len(POSITIONS):
        found.problems.append("number")
    return " ".join(part for part in parts[1:] if part not in numbers) or " "


def _kind(plain: str, found: Parsed) -> str:
    head = re.match(r"(\d{1,2})(?=\D|$)", plain)
    if head is None:
        return plain
    _set_kind(head[1], found)
    return plain[head.end() :]


def _set_kind(code: str, found: Parsed) -> None:
    plain = code.lstrip("0") or OTHER
    if plain != OTHER and plain not in TYPE_CODES:
        found.problems.append("type")
        return
    found.type_code, found.event_type = plain, TYPE_CODES.get(plain)


def _figures(plain: str, found: Parsed) -> str:
    for pattern in (_TURNED, _FIGURE):
        for match in pattern.finditer(plain):
            name = FIGURE_WORDS[match["word"]]
            number = _value(match["number"])
            if number is not None and number > MOST:
                found.problems.append("number")
                continue
            # “重伤2 伤3”: two words may mean the same figure; what was said twice adds up.
            known = found.figures.get(name)
            found.figures[name] = number if known is None else known + (number or 0)
            found.ungraded = found.ungraded or match["word"] in UNGRADED
        plain = pattern.sub(" ", plain)
    return plain


def _value(text: str) -> int | None:
    """A number in digits or in Chinese; None for “?” and for what is no number."""
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 9 else MOST + 1
    if not text or any(char not in _HAN for char in text):
        return None
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        else:
            section, digit = section + (digit or 1) * _POWERS[char], 0
    return min(total + section + digit, MOST + 1)


def _words(rest: str, found: Parsed) -> None:
    parts = [part for part in _SPLIT.split(rest) if part and part not in {"人", "名"}]
    if found.corrects:
        found.words = " ".join(parts)
        return
    found.place = parts[0][:100] if parts else ""
    found.words = " ".join(parts[1:])


def _judge(found: Parsed) -> None:
    if found.problems:
        return
    if found.corrects:
        if not found.figures and not found.words:
            found.problems.append("nothing")
    elif not found.place and not found.figures:
        found.problems.append("nothing")
    elif not found.type_code and not found.figures:
        # A few words without a code or a number may be anything: ask for the form rather than guess.
        found.problems.append("type")


def unknown_parts(found: Parsed) -> Iterator[str]:
    """Figures that were said to be unknown, by name."""
    return (name for name, value in found.figures.items() if value is None)
