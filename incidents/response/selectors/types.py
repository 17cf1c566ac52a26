"""Event types: reference vocabulary that belongs to no jurisdiction."""

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from incidents.response.models import EventType, TypePattern


def event_types(*, active: bool | None = True, q: str = "") -> QuerySet[EventType]:
    """Event types in order of their codes, or those found by code, name or initials; `active=None`: also unused ones."""
    rows = EventType.objects.select_related("parent")
    if active is not None:
        rows = rows.filter(is_active=active)
    if q.strip():
        word = q.strip()
        rows = rows.filter(
            Q(code__startswith=word)
            | Q(name__icontains=word)
            | Q(name_en__icontains=word)
            | Q(initials__startswith=word.lower())
        )
    return rows


def event_type_get(code: str, *, active: bool | None = True) -> EventType | None:
    """One event type, or None."""
    return event_types(active=active).filter(pk=code).first()


def event_types_with_use(*, q: str = "") -> QuerySet[EventType]:
    """Every event type with its patterns and how many incidents have it, for the settings page."""
    return event_types(active=None, q=q).prefetch_related("patterns").annotate(uses=Count("incidents")).order_by("code")


def type_patterns() -> QuerySet[TypePattern]:
    """Patterns in the order in which they are tried."""
    return TypePattern.objects.select_related("event_type")


def prompts_for(event_type: EventType | None) -> list[str]:
    """What to ask about an event of this type, in the reader's language: its own questions, else its group's."""
    english = (get_language() or "").startswith("en")
    at = event_type
    for _level in range(3):
        if at is None:
            break
        text = (at.prompts_en or at.prompts) if english else at.prompts
        if text.strip():
            return [line.strip() for line in text.splitlines() if line.strip()]
        at = at.parent
    return []
