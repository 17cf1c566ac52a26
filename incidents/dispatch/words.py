"""The words people say for the status of a team: one resolver for command bar, forms and programs (R-C3).

Chinese, English, pinyin initials and the letters of the status keys. A word that fits no status gives "".
"""

import unicodedata

from incidents.dispatch.models import DispatchStatus
from resources.teams.models import Readiness

# status → words; the first Chinese and the first English one are shown in help.
STATUS_WORDS: dict[str, tuple[str, ...]] = {
    DispatchStatus.ACKNOWLEDGED: ("收到", "ack", "回令", "已收到", "acknowledged", "copy", "sd", "hl"),
    DispatchStatus.EN_ROUTE: ("出动", "er", "途", "途中", "在途", "出发", "en route", "enroute", "e", "cd", "tz"),
    DispatchStatus.ON_SCENE: ("到", "os", "到场", "到达", "场", "on scene", "onscene", "s", "dc", "dd"),
    DispatchStatus.RETURNING: ("撤", "rtn", "撤收", "返回", "返", "returning", "return", "r", "cs", "fh"),
    DispatchStatus.ENDED: ("结束", "end", "归队", "完成", "ended", "done", "js", "gd"),
    DispatchStatus.RECALLED: ("召回", "recall", "recalled", "zh"),
    DispatchStatus.DECLINED: ("拒绝", "decline", "拒", "declined", "jj"),
    Readiness.STANDBY: ("待命", "av", "待", "可用", "available", "avail", "standby", "a", "dm"),
    Readiness.RESTING: ("休整", "rest", "休息", "resting", "xz"),
    Readiness.UNAVAILABLE: ("停用", "oos", "停", "不可用", "unavailable", "out of service", "o", "ty"),
}


def _key(word: str) -> str:
    return unicodedata.normalize("NFKC", word).strip().casefold()


_BY_WORD = {word: status for status, words in STATUS_WORDS.items() for word in words}
_BY_WORD |= {status: status for status in STATUS_WORDS}
# What may end a run of Chinese without a space before it: 消1到.
GLUED = tuple(sorted((word for word in _BY_WORD if not word.isascii()), key=len, reverse=True))


def status_of(word: str) -> str:
    """The status a word stands for, or ""."""
    return str(_BY_WORD.get(_key(word), ""))
