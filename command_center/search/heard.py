"""Names as they sound: the dictionary of pinyin as a condition on a column (R-H2)."""

from django.db.models import Q

from command_center.models import SearchName
from command_center.search.hits import Query

FULL = 3


def heard(query: Query, *fields: str) -> Q:
    """Rows with one of these columns reading like the letters typed; nothing when they cannot be pinyin.

    One letter must begin a name; from two on they may stand anywhere in its initials, from three on in its whole pinyin.
    """
    letters = query.letters
    if not letters:
        return Q(pk__in=[])
    names = Q(letters__startswith=letters) if len(letters) == 1 else Q(letters__contains=letters)
    if len(letters) >= FULL:
        names |= Q(sound__contains=letters)
    texts = SearchName.objects.filter(names).values("text")
    condition = Q()
    for field in fields:
        condition |= Q(**{f"{field}__in": texts})
    return condition


def written(query: Query, *fields: str) -> Q:
    """Rows in which each word stands somewhere in one of these columns."""
    condition = Q()
    for word in query.words:
        somewhere = Q()
        for field in fields:
            somewhere |= Q(**{f"{field}__icontains": word})
        condition &= somewhere
    return condition
