"""Shapes of teams and positions in the API. Geometry is GeoJSON, lon/lat, WGS 84; unknown is null."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from organizations.access import Actor
from resources.teams.models import Readiness, Team, TeamKind
from resources.teams.selectors import (
    capabilities,
    editable_places,
    editable_units,
    may_see_phones,
    position_age_s,
)

_POINT_SCHEMA = {
    "type": "object",
    "nullable": True,
    "properties": {
        "type": {"type": "string", "enum": ["Point"]},
        "coordinates": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
    },
    "required": ["type", "coordinates"],
}


@extend_schema_field(_POINT_SCHEMA)
class PointShape(serializers.Field):
    """A GeoJSON point, or null."""

    def to_representation(self, value: Any) -> dict[str, Any]:
        """Longitude, latitude."""
        return {"type": "Point", "coordinates": [value.x, value.y]}

    def to_internal_value(self, data: Any) -> tuple[float, float]:
        """(lon, lat) in degrees."""
        pair = data.get("coordinates") if isinstance(data, dict) and data.get("type") == "Point" else None
        if not isinstance(pair, list) or len(pair) != 2 or not all(type(value) in (int, float) for value in pair):
            raise serializers.ValidationError("A GeoJSON Point with [longitude, latitude], please.")
        if not (-180 <= pair[0] <= 180 and -90 <= pair[1] <= 90):
            raise serializers.ValidationError("Longitude is between -180 and 180, latitude between -90 and 90.")
        return float(pair[0]), float(pair[1])


class PlaceRef(serializers.Serializer[Any]):
    """A jurisdiction, briefly."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()


class UnitRef(serializers.Serializer[Any]):
    """A unit, briefly."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    name_en = serializers.CharField()


class TeamShape(serializers.Serializer[Team]):
    """A team. Phones and the leader's name are null for those who neither order, edit nor lead it."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    kind = serializers.ChoiceField(TeamKind.choices)
    jurisdiction = PlaceRef()
    unit = UnitRef()
    capabilities = serializers.SerializerMethodField()
    readiness = serializers.ChoiceField(Readiness.choices)
    readiness_reason = serializers.CharField()
    readiness_at = serializers.DateTimeField(allow_null=True)
    on_shift = serializers.BooleanField()
    strength = serializers.IntegerField()
    speed_kmh = serializers.IntegerField()
    leader_name = serializers.SerializerMethodField()
    leader_phone = serializers.SerializerMethodField()
    deputy_name = serializers.SerializerMethodField()
    deputy_phone = serializers.SerializerMethodField()
    base = PointShape(allow_null=True)
    base_name = serializers.CharField()
    position = PointShape(allow_null=True)
    position_at = serializers.DateTimeField(allow_null=True)
    position_age_s = serializers.SerializerMethodField()
    distance_m = serializers.SerializerMethodField()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()

    def get_capabilities(self, team: Team) -> list[str]:
        """Codes of the vocabulary."""
        return [item.code for item in team.capabilities.all()]

    def get_position_age_s(self, team: Team) -> int | None:
        """Seconds since the newest position."""
        return position_age_s(team)

    def get_distance_m(self, team: Team) -> float | None:
        """Metres from `near`, where that was asked."""
        distance = getattr(team, "distance_m", None)
        return None if distance is None else round(distance, 1)

    def _private(self, team: Team, name: str) -> str | None:
        return getattr(team, name) if may_see_phones(self.context["request"].user, team) else None

    def get_leader_name(self, team: Team) -> str | None:
        """The leader."""
        return self._private(team, "leader_name")

    def get_leader_phone(self, team: Team) -> str | None:
        """The leader's phone."""
        return self._private(team, "leader_phone")

    def get_deputy_name(self, team: Team) -> str | None:
        """The deputy."""
        return self._private(team, "deputy_name")

    def get_deputy_phone(self, team: Team) -> str | None:
        """The deputy's phone."""
        return self._private(team, "deputy_phone")


@extend_schema_field(OpenApiTypes.STR)
class _Place(serializers.SlugRelatedField):
    """A jurisdiction the caller may enter teams in, by its code."""

    def get_queryset(self) -> Any:
        """Asked again for every request."""
        return editable_places(_caller(self))


@extend_schema_field(OpenApiTypes.INT)
class _Unit(serializers.PrimaryKeyRelatedField):
    """A unit the caller may put in charge, by its id."""

    def get_queryset(self) -> Any:
        """Asked again for every request."""
        return editable_units(_caller(self))


@extend_schema_field(OpenApiTypes.STR)
class _Ability(serializers.SlugRelatedField):
    """A capability, by its code."""

    def get_queryset(self) -> Any:
        """The whole vocabulary."""
        return capabilities()


def _caller(field: serializers.Field) -> Actor:
    request = field.context.get("request")
    return request.user if request is not None else AnonymousUser()


class TeamWrite(serializers.Serializer[Team]):
    """What may be written of a team; `jurisdiction` is a division code, `unit` an id, `capabilities` codes."""

    jurisdiction = _Place(slug_field="code")
    unit = _Unit()
    code = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=100)
    name_en = serializers.CharField(max_length=100, required=False, allow_blank=True)
    kind = serializers.ChoiceField(TeamKind.choices)
    capabilities = _Ability(slug_field="code", many=True, required=False)
    on_shift = serializers.BooleanField(required=False)
    leader_name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    leader_phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    deputy_name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    deputy_phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    strength = serializers.IntegerField(min_value=0, max_value=30_000, required=False)
    speed_kmh = serializers.IntegerField(min_value=1, max_value=400, required=False)
    base = PointShape(required=False, allow_null=True)
    base_name = serializers.CharField(max_length=100, required=False, allow_blank=True)
    is_active = serializers.BooleanField(required=False)
    version = serializers.IntegerField(
        required=False, help_text="The version you saw; a stale one is refused with 409."
    )


class ReadinessWrite(serializers.Serializer[Team]):
    """Whether the team can be ordered; “committed” comes from an order only."""

    readiness = serializers.ChoiceField([choice for choice in Readiness.choices if choice[0] != Readiness.COMMITTED])
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)


class PositionWrite(serializers.Serializer[Any]):
    """One position: documentation of the shape; the service reads a thousand of them faster by hand."""

    team = serializers.IntegerField(min_value=1)
    at = serializers.DateTimeField()
    lon = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)
    accuracy_m = serializers.FloatField(min_value=0, required=False, allow_null=True)


class RefusedPosition(serializers.Serializer[Any]):
    """Which item was not taken, and why."""

    index = serializers.IntegerField()
    message = serializers.CharField()


class PositionsAnswer(serializers.Serializer[Any]):
    """How many were taken."""

    accepted = serializers.IntegerField()
    rejected = RefusedPosition(many=True)
