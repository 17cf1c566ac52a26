"""How a deadline reads to programs."""

from rest_framework import serializers

from clocks.kinds import label_of
from clocks.lateness import late_by_s
from clocks.models import Deadline


class DeadlineSerializer(serializers.ModelSerializer[Deadline]):
    """`{"kind","due_at","met_at","late_by_s","owner"}` and what explains them; lateness in whole seconds."""

    label = serializers.SerializerMethodField()  # type: ignore[assignment]
    late_by_s = serializers.SerializerMethodField()
    owner = serializers.SerializerMethodField()
    person = serializers.SerializerMethodField()

    class Meta:
        model = Deadline
        fields = [
            "id", "kind", "label", "subject", "opened_at", "warn_at", "due_at", "met_at", "cancelled_at", "breached_at",
            "late_by_s", "owner", "person",
        ]  # fmt: skip

    def get_label(self, deadline: Deadline) -> str:
        """What is owed, in the reader's language."""
        return label_of(deadline.kind)

    def get_late_by_s(self, deadline: Deadline) -> int:
        """Seconds past due when it was met, or now; 0 while in time."""
        return late_by_s(deadline)

    def get_owner(self, deadline: Deadline) -> str:
        """The accountable unit."""
        return deadline.owner_unit.name

    def get_person(self, deadline: Deadline) -> str | None:
        """The person it is on, where one is named."""
        return str(deadline.owner) if deadline.owner else None
