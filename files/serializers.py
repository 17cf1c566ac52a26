"""Shapes of files in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from files.examine import limits
from files.models import File, FileKind, FileState
from files.services.uploading import Offer
from files.words import refusal_words


class PointOut(serializers.Serializer):
    """A GeoJSON point, lon/lat."""

    type = serializers.ChoiceField(["Point"])
    coordinates = serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=3)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Within the world."""
        lon, lat = attrs["coordinates"][:2]
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise serializers.ValidationError("lon, lat")
        return attrs


class FileIn(serializers.Serializer):
    """What a sender says before the first byte."""

    subject = serializers.CharField(
        max_length=100, help_text="report:12, report:<number or key of the form>, incident:7"
    )
    name = serializers.CharField(max_length=500)
    size = serializers.IntegerField(min_value=1, max_value=2**40)
    sha256 = serializers.RegexField(r"^[0-9a-f]{64}$")
    caption = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    taken_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    taken_location = PointOut(required=False, allow_null=True, default=None)

    def offer(self) -> Offer:
        """As the service takes it."""
        said = self.validated_data
        place = said["taken_location"]
        return Offer(
            name=said["name"],
            size=said["size"],
            sha256=said["sha256"],
            caption=said["caption"],
            taken_at=said["taken_at"],
            taken_place=tuple(place["coordinates"][:2]) if place else None,
        )


class OffsetOut(serializers.Serializer):
    """Where to go on."""

    id = serializers.UUIDField()
    offset = serializers.IntegerField()
    state = serializers.ChoiceField(FileState.choices)


class ReasonIn(serializers.Serializer):
    """Why."""

    reason = serializers.CharField(max_length=500)


class PersonOut(serializers.Serializer):
    """Somebody by name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class FileOut(serializers.Serializer):
    """One file; the addresses are null until it is there, and once it is struck."""

    id = serializers.UUIDField()
    subject = serializers.CharField()
    name = serializers.CharField()
    caption = serializers.CharField()
    kind = serializers.ChoiceField([*FileKind.choices, ("", "")])
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    state = serializers.ChoiceField(FileState.choices)
    offset = serializers.IntegerField()
    refusal = serializers.SerializerMethodField(help_text="Why it was refused, in words.")
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    taken_at = serializers.DateTimeField(allow_null=True)
    taken_location = serializers.SerializerMethodField()
    uploaded_at = serializers.DateTimeField(source="created_at")
    uploaded_by = serializers.SerializerMethodField()
    removed_at = serializers.DateTimeField(allow_null=True)
    removed_reason = serializers.CharField()
    url = serializers.SerializerMethodField()
    thumbnail = serializers.SerializerMethodField()

    def get_refusal(self, file: File) -> str:
        """In the reader's language."""
        return refusal_words(file.refusal, limits()) if file.refusal else ""

    @extend_schema_field(PointOut(allow_null=True))
    def get_taken_location(self, file: File) -> dict[str, Any] | None:
        """GeoJSON."""
        place = file.taken_location
        return {"type": "Point", "coordinates": [round(place.x, 6), round(place.y, 6)]} if place else None

    @extend_schema_field(PersonOut)
    def get_uploaded_by(self, file: File) -> dict[str, Any]:
        """Who sent it."""
        return {"id": file.uploaded_by_id, "name": str(file.uploaded_by)}

    def get_url(self, file: File) -> str | None:
        """Where the content is."""
        return f"/files/{file.pk}/" if file.is_shown else None

    def get_thumbnail(self, file: File) -> str | None:
        """Where a small picture of it is."""
        return f"/files/{file.pk}/thumb/" if file.is_shown and file.kind == FileKind.PHOTO else None
