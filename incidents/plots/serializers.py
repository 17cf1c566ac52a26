"""Shapes of drawings in the API."""

from typing import Any

from rest_framework import serializers

from incidents.plots.features import plot_feature
from incidents.plots.models import Plot, PlotKind


class PlotShape(serializers.Serializer[Plot]):
    """One drawing; `geometry` is GeoJSON, `removed_at` is set once it was struck, `valid_until` null: until struck."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(PlotKind.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    note = serializers.CharField()
    geometry = serializers.SerializerMethodField()
    incident = serializers.IntegerField(source="incident_id", allow_null=True)
    jurisdiction = serializers.CharField(source="jurisdiction.code")
    author = serializers.CharField()
    created_at = serializers.DateTimeField()
    valid_until = serializers.DateTimeField(allow_null=True)
    removed_at = serializers.DateTimeField(allow_null=True)
    removed_reason = serializers.CharField()
    version = serializers.IntegerField()
    feature = serializers.SerializerMethodField()

    def get_geometry(self, plot: Plot) -> dict[str, Any]:
        """GeoJSON, lon/lat, WGS 84."""
        return plot_feature(plot)["geometry"]

    def get_feature(self, plot: Plot) -> dict[str, Any]:
        """As the map draws it."""
        return plot_feature(plot)


class PlotWrite(serializers.Serializer[Any]):
    """What `POST /plots/` takes."""

    kind = serializers.CharField(max_length=10)
    geometry = serializers.JSONField()
    label = serializers.CharField(required=False, allow_blank=True)  # type: ignore[assignment]
    note = serializers.CharField(required=False, allow_blank=True)
    valid_until = serializers.DateTimeField(required=False, allow_null=True)
    incident = serializers.IntegerField(required=False, allow_null=True, min_value=1)


class PlotPatch(serializers.Serializer[Any]):
    """What `PATCH /plots/{id}/` takes: the version that was seen, and what changes."""

    version = serializers.IntegerField()
    kind = serializers.CharField(max_length=10, required=False)
    geometry = serializers.JSONField(required=False)
    label = serializers.CharField(required=False, allow_blank=True)  # type: ignore[assignment]
    note = serializers.CharField(required=False, allow_blank=True)
    valid_until = serializers.DateTimeField(required=False, allow_null=True)


class PlotStrike(serializers.Serializer[Any]):
    """Why a drawing is struck."""

    reason = serializers.CharField(required=False, allow_blank=True)
