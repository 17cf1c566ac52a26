"""How an event reads to programs."""

from typing import Any

from rest_framework import serializers

from timeline.kinds import text
from timeline.models import Event


class EventSerializer(serializers.ModelSerializer[Event]):
    """`{"id","kind","subject","actor","at","text"}`, and when it occurred, its cursor in commit order and its values."""

    actor = serializers.SerializerMethodField()
    cursor = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()
    data = serializers.SerializerMethodField()  # type: ignore[assignment]

    class Meta:
        model = Event
        fields = ["id", "cursor", "kind", "subject", "actor", "at", "occurred_at", "text", "data"]

    def get_actor(self, event: Event) -> str | None:
        """The person's name as it was then; null for what the platform did itself."""
        return event.actor_name or None

    def get_cursor(self, event: Event) -> int | None:
        """Its place in commit order."""
        return event.entry.cursor if hasattr(event, "entry") else None

    def get_text(self, event: Event) -> str:
        """The event in words, in the reader's language."""
        return text(event.kind, event.data)

    def get_data(self, event: Event) -> dict[str, Any]:
        """The values of the words and what a screen needs to redraw this one thing."""
        return event.data
