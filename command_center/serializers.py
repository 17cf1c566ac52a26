"""Shapes of what the roof's own API takes and answers."""

from typing import Any

from rest_framework import serializers

from command_center.selectors.around import Around, Section


class AreaWrite(serializers.Serializer[Any]):
    """An area asked about: GeoJSON Point, LineString or Polygon, and metres around it."""

    geometry = serializers.JSONField()
    radius_m = serializers.FloatField(required=False, allow_null=True)


class NearShape(serializers.Serializer[Any]):
    """One thing in the area; `facts` differ by kind, unknown ones are absent."""

    id = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    distance_m = serializers.FloatField()
    location = serializers.SerializerMethodField()
    state = serializers.CharField()
    phone = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)
    url = serializers.CharField()
    facts = serializers.DictField()

    def get_location(self, row: Any) -> dict[str, Any]:
        """GeoJSON Point, lon/lat, WGS 84."""
        return {"type": "Point", "coordinates": list(row.point)}


class AroundSection(serializers.Serializer[Section]):
    """One list: how many there are, and the nearest of them; `may_see` false: not for the caller."""

    kind = serializers.CharField()
    count = serializers.IntegerField()
    may_see = serializers.BooleanField()
    rows = NearShape(many=True)


class VillageShape(serializers.Serializer[Any]):
    """A village touched by the area: its people, the share of its land inside, and people inside by that share."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    population = serializers.IntegerField(allow_null=True)
    share = serializers.FloatField()
    inside = serializers.IntegerField(allow_null=True)


class AroundShape(serializers.Serializer[Around]):
    """What is around, when it was looked up, and the people living there by area (null: no figures)."""

    read_at = serializers.DateTimeField()
    people = serializers.IntegerField(allow_null=True)
    villages = VillageShape(many=True)
    sections = AroundSection(many=True)
