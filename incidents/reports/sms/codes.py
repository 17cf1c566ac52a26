"""The codes of a report by text message: kinds of event by number, figures by one character; printed on the key card."""

# Kind of event by number, in the order of the tiles on the phone; 0 is “other”.
TYPE_CODES: dict[str, str] = {
    "1": "10106",
    "2": "10101",
    "3": "10401",
    "4": "10402",
    "5": "10203",
    "6": "10206",
    "7": "10600",
    "8": "20600",
    "9": "20700",
    "10": "20400",
}
OTHER = "0"
TYPES = {kind: code for code, kind in TYPE_CODES.items()}

# What people write before a number of persons; longer words first. “伤” alone does not say how badly.
FIGURE_WORDS: dict[str, str] = {
    "死亡": "deaths",
    "遇难": "deaths",
    "失踪": "missing",
    "失联": "missing",
    "重伤": "seriously_injured",
    "轻伤": "slightly_injured",
    "受伤": "slightly_injured",
    "被困": "trapped",
    "转移": "relocated",
    "死": "deaths",
    "亡": "deaths",
    "失": "missing",
    "重": "seriously_injured",
    "轻": "slightly_injured",
    "伤": "slightly_injured",
    "困": "trapped",
    "转": "relocated",
}
UNGRADED = frozenset({"伤", "受伤"})
# `3#2#12#40`: kind, injured, trapped, relocated.
POSITIONS = ("slightly_injured", "trapped", "relocated")
LETTERS = {
    "deaths": "死",
    "missing": "失",
    "seriously_injured": "重",
    "slightly_injured": "伤",
    "trapped": "困",
    "relocated": "转",
}
SAMPLE = "灾 3 玉山村 伤2 困12 转40"


def sms_code(kind: str | None) -> str:
    """The number of a kind of event; “0” where it has none."""
    return TYPES.get(kind or "", OTHER)
