"""One typed line taken apart: pure, total, and never guessing: what does not fit is named in `odd` (R-H2).

Full-width characters count as their half-width twins and `，、；` as separators, each one for one, so that the text of a
note is cut out of the line as it was typed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from command_center.commands.grammar import BY_WORD, LEVELS, verb_of
from incidents.dispatch.words import GLUED, status_of

LIMIT = 10_000
_SEPARATORS = str.maketrans(dict.fromkeys("\u3000\u00a0\t\r\n，、；,;", " "))
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_INCIDENT = re.compile(r"#?(?P<number>[0-9A-Za-z]{2,16}-\d{4}-\d{1,8}|\d{4}-\d{1,8}|\d{1,8})[号:]?")
_HAN_VERBS = tuple(sorted((word for word in BY_WORD if not word.isascii()), key=len, reverse=True))
_FINDS = ("查找", "找", "搜")


@dataclass(frozen=True)
class Token:
    """A word of the line, normalised, and where it stands in it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Parsed:
    """What a line says. `missing`: what must still be typed; `odd`: what cannot be read. verb "" is no command."""

    verb: str = ""
    incident: str = ""
    units: tuple[str, ...] = ()
    status: str = ""
    level: int = 0
    text: str = ""
    missing: str = ""
    odd: str = ""


def plain(line: str) -> str:
    """Half-width, separators as spaces; as long as the line itself."""
    return line.translate(_SEPARATORS).translate(_WIDE).translate(_SEPARATORS)


def tokens(line: str) -> list[Token]:
    """The words of a line."""
    return [Token(found.group(), found.start(), found.end()) for found in re.finditer(r"[^ ]+", plain(line))]


def parse(line: str, aliases: Mapping[str, str] | None = None) -> Parsed:
    """Take a line apart; `aliases` replace its first word once."""
    line = expand(line[:LIMIT], aliases or {})
    words = tokens(line)
    if not words:
        return Parsed(missing="verb")
    verb, rest = _verb(words)
    if not verb:
        return Parsed(text=line.strip())
    return _PARTS[verb](verb, rest, line)


def expand(line: str, aliases: Mapping[str, str]) -> str:
    """The line with an alias at its beginning replaced by what it stands for."""
    words = tokens(line)
    meaning = aliases.get(words[0].text.casefold(), "") if words else ""
    return f"{meaning} {line[words[0].end :].strip()}".strip() if meaning else line


def _verb(words: list[Token]) -> tuple[str, list[Token]]:
    """The verb and what follows; Chinese needs no space before a number: 派3."""
    first, rest = words[0], words[1:]
    text = first.text.lstrip("/") or first.text
    found = verb_of(text)
    if found:
        return found, rest
    for word in _HAN_VERBS:
        tail = text[len(word) :]
        if not text.startswith(word) or not tail:
            continue
        if re.match(r"#?\d", tail) or word in _FINDS:
            return verb_of(word), [Token(tail, first.end - len(tail), first.end), *rest]
    return "", words


def _incident(rest: list[Token]) -> tuple[str, list[Token]]:
    """The incident's number and what follows; text may be glued to it: 3水位上涨."""
    if not rest:
        return "", rest
    first = rest[0]
    found = _INCIDENT.match(first.text)
    if not found:
        return "", rest
    tail = first.text[found.end() :]
    if not tail:
        return found["number"], rest[1:]
    if tail[0].isascii() or not found["number"].isdigit():
        return "", rest
    return found["number"], [Token(tail, first.end - len(tail), first.end), *rest[1:]]


def _tail(rest: list[Token], line: str) -> str:
    """What was typed from here on, as it was typed."""
    return line[rest[0].start :].strip() if rest else ""


def _dispatch(verb: str, rest: list[Token], line: str) -> Parsed:
    number, rest = _incident(rest)
    if not number:
        return Parsed(verb, missing="incident", odd=rest[0].text if rest else "")
    units, task = [], ""
    for token in rest:
        name, colon, _after = token.text.partition(":")
        if name:
            units.append(name)
        if colon:
            start = token.start + len(name) + 1
            task = line[start:].strip()
            break
    return Parsed(verb, number, tuple(units), text=task, missing="" if units else "units")


def _status(verb: str, rest: list[Token], line: str) -> Parsed:
    """The status word is read from the end: names of teams may have several words."""
    names = [token.text for token in rest]
    if not names:
        return Parsed(verb, missing="unit")
    for size in (3, 2, 1):
        status = status_of(" ".join(names[-size:])) if len(names) > size else ""
        if status:
            return Parsed(verb, units=tuple(names[:-size]), status=status)
    last = names[-1]
    for word in GLUED:
        if last.endswith(word) and last != word:
            return Parsed(verb, units=(*names[:-1], last[: -len(word)]), status=status_of(word))
    if len(names) == 1 and status_of(last) and not last.isascii():
        return Parsed(verb, status=status_of(last), missing="unit")
    return Parsed(verb, units=tuple(names), missing="status")


def _text(verb: str, rest: list[Token], line: str) -> Parsed:
    """Number and text: a note, or how it ended."""
    number, rest = _incident(rest)
    if not number:
        return Parsed(verb, missing="incident", odd=rest[0].text if rest else "")
    text = _tail(rest, line).lstrip(":：").strip()
    return Parsed(verb, number, text=text, missing="" if text else "text" if verb == "note" else "reason")


def _level(verb: str, rest: list[Token], line: str) -> Parsed:
    number, rest = _incident(rest)
    if not number:
        return Parsed(verb, missing="incident", odd=rest[0].text if rest else "")
    if not rest:
        return Parsed(verb, number, missing="level")
    level = LEVELS.get(rest[0].text.casefold(), 0)
    if not level:
        return Parsed(verb, number, missing="level", odd=rest[0].text)
    reason = _tail(rest[1:], line)
    return Parsed(verb, number, level=level, text=reason, missing="" if reason else "reason")


def _report(verb: str, rest: list[Token], line: str) -> Parsed:
    number, rest = _incident(rest)
    if not number:
        return Parsed(verb, missing="incident", odd=rest[0].text if rest else "")
    return Parsed(verb, number, odd=rest[0].text if rest else "")


def _map(verb: str, rest: list[Token], line: str) -> Parsed:
    if not rest:
        return Parsed(verb, missing="place")
    number, after = _incident(rest)
    if number and not after:
        return Parsed(verb, number)
    return Parsed(verb, text=_tail(rest, line))


def _words(verb: str, rest: list[Token], line: str) -> Parsed:
    text = _tail(rest, line)
    return Parsed(verb, text=text, missing="" if text else "text")


def _help(verb: str, rest: list[Token], line: str) -> Parsed:
    return Parsed(verb, text=_tail(rest, line))


_PARTS = {
    "dispatch": _dispatch,
    "status": _status,
    "note": _text,
    "close": _text,
    "level": _level,
    "report": _report,
    "map": _map,
    "call": _words,
    "find": _words,
    "help": _help,
}
