"""The verbs of the command bar: their words in Chinese, English and pinyin initials, and how to use them.

The parser, the help overlay and the printed key card all read this one list (R-H2).
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Verb:
    """One verb: `takes` names what must follow, in order; the examples show it in both languages."""

    name: str
    words: tuple[str, ...]
    takes: tuple[str, ...]
    does: Any
    zh: str
    en: str
    writes: bool = False

    @property
    def example(self) -> str:
        """In the language of the screen."""
        return self.en if (get_language() or "").startswith("en") else self.zh

    @property
    def word(self) -> str:
        """The word to begin a line with, in the language of the screen."""
        english = (get_language() or "").startswith("en")
        return next((word for word in self.words if word.isascii() == english), self.words[0])

    @property
    def shown(self) -> str:
        """The words in order, for help: 派 · 派遣 · d · dispatch · pq."""
        return " · ".join(self.words)


VERBS = (
    Verb(
        "dispatch",
        ("派", "d", "派遣", "dispatch", "pq"),
        ("incident", "units"),
        _("Order teams to an incident"),
        "派 3 消1 急2",
        "d 3 E1 M2",
        writes=True,
    ),
    Verb(
        "status",
        ("状", "s", "状态", "status", "zt"),
        ("unit", "status"),
        _("Set the status of a team"),
        "状 消1 到",
        "s E1 os",
        writes=True,
    ),
    Verb(
        "note",
        ("记", "n", "记录", "note", "jl"),
        ("incident", "text"),
        _("Write a line into the log of an incident"),
        "记 3 水位上涨30cm",
        "n 3 water up 30 cm",
        writes=True,
    ),
    Verb(
        "level",
        ("级", "lv", "定级", "level", "grade", "dj"),
        ("incident", "level", "reason"),
        _("Decide the grade of an incident, with a reason"),
        "级 3 II 人员被困",
        "lv 3 2 people trapped",
        writes=True,
    ),
    Verb(
        "report",
        ("续", "r", "续报", "report", "xb"),
        ("incident",),
        _("Open the follow-up report of an incident"),
        "续 3",
        "r 3",
    ),
    Verb(
        "map",
        ("图", "m", "地图", "map", "dt"),
        ("place",),
        _("Show a place or an incident on the map"),
        "图 玉山村",
        "m 3",
    ),
    Verb(
        "call",
        ("呼", "c", "呼叫", "call", "hj"),
        ("text",),
        _("Start a call task: comes with warnings"),
        "呼 玉山村 支书",
        "c Yushan leader",
    ),
    Verb(
        "close",
        ("结", "x", "结案", "close", "ja"),
        ("incident", "reason"),
        _("Close an incident and say how it ended"),
        "结 3 已处置",
        "x 3 dealt with",
        writes=True,
    ),
    Verb(
        "find", ("找", "f", "查找", "搜", "find", "cz"), ("text",), _("Search everything"), "找 山洪", "f flash flood"
    ),
    Verb("help", ("?", "帮助", "help", "bz"), (), _("Keys and commands"), "?", "?"),
)
BY_NAME = {verb.name: verb for verb in VERBS}
BY_WORD = {word: verb.name for verb in VERBS for word in verb.words}
LEVELS = {
    "1": 1,
    "i": 1,
    "ⅰ": 1,
    "一": 1,
    "一级": 1,
    "红": 1,
    "红色": 1,
    "red": 1,
    "i级": 1,
    "ⅰ级": 1,
    "2": 2,
    "ii": 2,
    "ⅱ": 2,
    "二": 2,
    "二级": 2,
    "橙": 2,
    "橙色": 2,
    "orange": 2,
    "ii级": 2,
    "ⅱ级": 2,
    "3": 3,
    "iii": 3,
    "ⅲ": 3,
    "三": 3,
    "三级": 3,
    "黄": 3,
    "黄色": 3,
    "yellow": 3,
    "iii级": 3,
    "ⅲ级": 3,
    "4": 4,
    "iv": 4,
    "ⅳ": 4,
    "四": 4,
    "四级": 4,
    "蓝": 4,
    "蓝色": 4,
    "blue": 4,
    "iv级": 4,
    "ⅳ级": 4,
}


def verb_of(word: str) -> str:
    """The verb a word stands for, or ""."""
    return BY_WORD.get(word.casefold(), "")
