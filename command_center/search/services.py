"""Learning how names read in pinyin (R-H2)."""

from collections.abc import Iterator

from django.core.cache import cache
from django.db.models import Exists, Model, OuterRef
from pypinyin import Style, lazy_pinyin

from command_center.models import SearchName
from incidents.reports.models import Report
from incidents.response.models import Incident
from organizations.models import Jurisdiction, Unit, User
from resources.places.models import Place
from resources.reserves.models import Item, Warehouse
from resources.teams.models import Team

SOURCES: tuple[tuple[type[Model], str], ...] = (
    (Incident, "title"),
    (Incident, "place"),
    (Team, "name"),
    (Team, "leader_name"),
    (Place, "name"),
    (Item, "name"),
    (Warehouse, "name"),
    (Unit, "name"),
    (User, "full_name"),
    (Jurisdiction, "name"),
    (Report, "title"),
)
# Somebody who searches waits for so many new texts (0.2 ms each) and no more; the rest is learnt in the background.
AT_ONCE = 300
EVERY_S = 5


def names_learn(*, most: int = AT_ONCE) -> int:
    """Write down how the texts read that nobody has met; how many. Derived from what is there, so it has no actor."""
    if not cache.add("search.learnt", 1, timeout=EVERY_S):
        return 0
    return _learn(list(_unknown(most)))


def names_learn_all(*, batch: int = 2000) -> int:
    """All of them, for the background task and after an import."""
    total = 0
    while True:
        learnt = _learn(list(_unknown(batch)))
        total += learnt
        if not learnt:
            return total


def _unknown(most: int) -> Iterator[str]:
    left = most
    for model, field in SOURCES:
        if left <= 0:
            return
        known = Exists(SearchName.objects.filter(text=OuterRef(field)))
        rows = model._default_manager.filter(~known).exclude(**{field: ""}).order_by()
        texts = rows.values_list(field, flat=True).distinct()[:left]
        for text in texts:
            left -= 1
            yield text


def _learn(texts: list[str]) -> int:
    rows = []
    for text in dict.fromkeys(texts):
        letters, sound = reads(text)
        rows.append(SearchName(text=text, letters=letters, sound=sound))
    SearchName.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def reads(text: str) -> tuple[str, str]:
    """(initials, whole pinyin) of a text, letters and digits only: 玉山村 → ysc, yushancun."""
    letters, sound = [], []
    for part in lazy_pinyin(text, style=Style.NORMAL, errors=list):  # type: ignore[arg-type]
        plain = "".join(char for char in part.casefold() if char.isascii() and char.isalnum())
        if not plain:
            continue
        sound.append(plain)
        letters.append(plain[0])
    return "".join(letters)[:120], "".join(sound)[:600]
