"""Event types: reference vocabulary that belongs to no jurisdiction."""

from django.db.models import Count, QuerySet

from incidents.response.models import EventType, TypePattern


def event_types(*, active: bool | None = True) -> QuerySet[EventType]:
    """Event types in order of their codes; `active=None` includes those no longer in use."""
    rows = EventType.objects.select_related("parent")
    return rows if active is None else rows.filter(is_active=active)


def event_types_with_use() -> QuerySet[EventType]:
    """Every event type with its patterns and how many incidents have it, for the settings page."""
    return event_types(active=None).prefetch_related("patterns").annotate(uses=Count("incidents"))


def type_patterns() -> QuerySet[TypePattern]:
    """Patterns in the order in which they are tried."""
    return TypePattern.objects.select_related("event_type")
