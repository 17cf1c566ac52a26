"""What a search is asked and what it finds (R-H2)."""

from dataclasses import dataclass
from typing import Any

from core.text import half_width

LIMIT = 100


def map_url(point: Any, selection: str = "", layer: str = "") -> str:
    """The address of the map at a point (lon/lat), with something selected and its layer shown; "" without a point."""
    if not point:
        return ""
    shown = f"&layers=incidents,reports,teams,{layer}" if layer else ""
    return f"/map/?c={point.y:.5f},{point.x:.5f}&z=14{shown}" + (f"&sel={selection}" if selection else "")


@dataclass(frozen=True)
class Query:
    """What was typed: words to be found each, and letters when it may be pinyin."""

    text: str

    @classmethod
    def of(cls, typed: str) -> "Query":
        """Normalised; NUL and the like never reach the database."""
        text = half_width(typed.encode("utf-8", "ignore").decode("utf-8").replace("\x00", " "))
        return cls(" ".join(text.replace("、", " ").replace("，", " ").split())[:LIMIT])

    @property
    def words(self) -> list[str]:
        """Each must be found."""
        return self.text.split()[:6]

    @property
    def letters(self) -> str:
        """The whole as pinyin, or "": letters and digits of a plain keyboard with at least one letter."""
        joined = "".join(self.text.split()).casefold().replace("'", "")
        fits = joined.isascii() and joined.isalnum() and not joined.isdigit()
        return joined if fits else ""

    @property
    def number(self) -> int | None:
        """The whole as a running number: 3, 3号, #3."""
        bare = self.text.strip("#号 ")
        return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 9 else None


@dataclass(frozen=True)
class Hit:
    """One line of the result: what it is, why it is here, how it stands, where Enter goes."""

    kind: str
    kind_words: Any
    icon: str
    title: str
    url: str
    number: str = ""
    detail: str = ""
    state: str = ""
    why: Any = ""
    grade: int | None = None
    closed: bool = False
