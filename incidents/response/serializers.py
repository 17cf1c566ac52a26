"""Shapes of what programs send about incidents, and the API's description of what they get."""

from typing import Any

from django.contrib.gis.geos import Point
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from incidents.response.models import Grade, LogKind, Status

_POINT = {
    "type": "object",
    "nullable": True,
    "properties": {
        "type": {"type": "string", "enum": ["Point"]},
        "coordinates": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3},
    },
}
_OBJECT = {"type": "object", "additionalProperties": True}


@extend_schema_field(_POINT)
class GeoPointField(serializers.Field):
    """GeoJSON Point, lon/lat in degrees, WGS 84."""

    default_error_messages = {"shape": _("Send a GeoJSON Point with [longitude, latitude], or null.")}

    def to_internal_value(self, data: Any) -> Point:
        """A Point, or a ValidationError."""
        pair = data.get("coordinates") if isinstance(data, dict) and data.get("type") == "Point" else None
        if not isinstance(pair, list) or len(pair) not in (2, 3) or not all(_number(part) for part in pair):
            self.fail("shape")
        return Point(float(pair[0]), float(pair[1]), srid=4326)

    def to_representation(self, value: Any) -> Any:
        """As it is; answers are written by hand."""
        return value


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6


class IncidentFigures(serializers.Serializer):
    """Persons and yuan; null is unknown."""

    deaths = serializers.IntegerField(min_value=0, max_value=10**12, required=False, allow_null=True)
    missing = serializers.IntegerField(min_value=0, max_value=10**12, required=False, allow_null=True)
    seriously_injured = serializers.IntegerField(min_value=0, max_value=10**12, required=False, allow_null=True)
    slightly_injured = serializers.IntegerField(min_value=0, max_value=10**12, required=False, allow_null=True)
    trapped = serializers.IntegerField(min_value=0, max_value=10**12, required=False, allow_null=True)
    relocated = serializers.IntegerField(min_value=0, max_value=10**12, required=False, allow_null=True)
    loss_cny = serializers.FloatField(min_value=0, max_value=1e12, required=False, allow_null=True)


@extend_schema_field(_OBJECT)
class ObjectField(serializers.JSONField):
    """A small object."""


class IncidentOut(serializers.Serializer):
    """An incident."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    status = serializers.CharField(help_text="open, handling, stable or closed")
    next_steps = serializers.ListField(child=serializers.CharField())
    grade = serializers.IntegerField(allow_null=True)
    suggested_grade = serializers.IntegerField(allow_null=True)
    event_type = serializers.CharField()
    event_type_name = serializers.CharField()
    event_type_name_en = serializers.CharField()
    jurisdiction = ObjectField()
    owner = ObjectField()
    handover = ObjectField(allow_null=True)
    location = GeoPointField(allow_null=True)
    place = serializers.CharField(allow_blank=True)
    outside = serializers.BooleanField()
    figures = IncidentFigures()
    occurred_at = serializers.DateTimeField()
    received_at = serializers.DateTimeField()
    entered_at = serializers.DateTimeField()
    status_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    disposition = serializers.CharField(allow_blank=True)
    sensitive = serializers.BooleanField()
    tags = serializers.ListField(child=serializers.CharField())
    involved = serializers.JSONField()
    version = serializers.IntegerField()
    url = serializers.CharField()


class IncidentIn(serializers.Serializer):
    """An incident opened directly, without a report."""

    title = serializers.CharField(max_length=200)
    event_type = serializers.CharField(max_length=10)
    jurisdiction = serializers.CharField(max_length=16, help_text="Division code")
    owner_unit = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**63 - 1)
    description = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    place = serializers.CharField(max_length=300, required=False, allow_blank=True)
    location = GeoPointField(required=False, allow_null=True)
    occurred_at = serializers.DateTimeField(required=False)
    grade = serializers.IntegerField(required=False, allow_null=True)
    tags = serializers.ListField(child=serializers.CharField(max_length=20), required=False, max_length=10)


class IncidentPatch(serializers.Serializer):
    """Particulars to change; `version` is the one the caller saw."""

    version = serializers.IntegerField(min_value=1)
    title = serializers.CharField(max_length=200, required=False)
    description = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    place = serializers.CharField(max_length=300, required=False, allow_blank=True)
    event_type = serializers.CharField(max_length=10, required=False)
    location = GeoPointField(required=False, allow_null=True)
    occurred_at = serializers.DateTimeField(required=False)


class GradeIn(serializers.Serializer):
    """A decision on the grade."""

    grade = serializers.ChoiceField(choices=Grade.choices)
    reason = serializers.CharField(max_length=500)

    def validate_grade(self, value: Any) -> int:
        """A whole number, however it was written."""
        return int(value)


class StatusIn(serializers.Serializer):
    """The next phase; closing and reopening need a reason."""

    status = serializers.CharField(max_length=10, help_text="handling, stable or closed")
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)

    def validate_status(self, value: str) -> str:
        """One of the phases."""
        if value not in Status.values:
            raise serializers.ValidationError(_("There is no such status."))
        return value


class NoteIn(serializers.Serializer):
    """A line for the log; with `strikes` it corrects an earlier one."""

    text = serializers.CharField(max_length=10_000)
    kind = serializers.CharField(max_length=10, default=LogKind.NOTE.value, help_text="note or decision")
    occurred_at = serializers.DateTimeField(required=False, allow_null=True)
    strikes = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**63 - 1)


class NoteOut(serializers.Serializer):
    """A line of the log."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    text = serializers.CharField()
    author = serializers.CharField(allow_null=True)
    occurred_at = serializers.DateTimeField(allow_null=True)
    entered_at = serializers.DateTimeField()
    strikes = serializers.IntegerField(allow_null=True)
    struck_by = serializers.IntegerField(allow_null=True)


class FiguresIn(serializers.Serializer):
    """Figures as somebody states them; null says that it is unknown."""

    values = IncidentFigures()
    source = serializers.CharField(max_length=200)  # type: ignore[assignment]
    as_of = serializers.DateTimeField(required=False, allow_null=True)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)


class FigureOut(serializers.Serializer):
    """One statement of one figure."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]
    as_of = serializers.DateTimeField()
    entered_at = serializers.DateTimeField()
    author = serializers.CharField(allow_null=True)
    note = serializers.CharField(allow_blank=True)


class GradeOut(serializers.Serializer):
    """One decision on the grade."""

    grade = serializers.IntegerField()
    suggested = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    author = serializers.CharField(allow_null=True)
    decided_at = serializers.DateTimeField()


class HandoverIn(serializers.Serializer):
    """`offer` (with `to`), `accept`, `decline` (with `reason`) or `withdraw`."""

    action = serializers.ChoiceField(choices=["offer", "accept", "decline", "withdraw"])
    to = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1, help_text="id of the unit")
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)


class SensitiveIn(serializers.Serializer):
    """Keep it off every wall, or let it back on."""

    sensitive = serializers.BooleanField()
    reason = serializers.CharField(max_length=500)


class EventTypeOut(serializers.Serializer):
    """An event type."""

    code = serializers.CharField()
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    name = serializers.CharField()
    name_en = serializers.CharField()
    standard = serializers.CharField()
    cap_category = serializers.CharField()
    is_active = serializers.BooleanField()
