"""How an event reads in a template: its words in the reader's language, and where to go for more."""

from django import template

from timeline.kinds import text
from timeline.models import Event

register = template.Library()


@register.filter
def event_text(event: Event) -> str:
    """The event in words."""
    return text(event.kind, event.data)


@register.filter
def event_url(event: Event) -> str:
    """The page of what it is about, where the event says so; only addresses of our own."""
    feature = event.data.get("feature")
    properties = feature.get("properties") if isinstance(feature, dict) else None
    url = event.data.get("url") or (properties or {}).get("url") or ""
    return url if isinstance(url, str) and url.startswith("/") and not url.startswith("//") else ""
