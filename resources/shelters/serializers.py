"""Shapes of shelters and people in them in the API. Geometry is GeoJSON, lon/lat, WGS 84; numbers of documents are masked."""

from typing import Any

from rest_framework import serializers

from resources.shelters.models import Away, Duration, Function, Hazard, Sex, Shelter, Space, Status, Stay, Tier
from resources.shelters.vocabulary import CHECK_WORDS, FINDINGS, FLAGS, NEEDS
from resources.teams.serializers import PlaceRef, PointShape, UnitRef


class ShelterShape(serializers.Serializer[Shelter]):
    """A shelter: `heads` = `named` + `unnamed`; `free` places within `capacity` (persons)."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    name_en = serializers.CharField()
    jurisdiction = PlaceRef()
    unit = UnitRef()
    address = serializers.CharField()
    location = PointShape()
    distance_m = serializers.SerializerMethodField()
    tier = serializers.ChoiceField(Tier.choices)
    duration = serializers.ChoiceField(Duration.choices)
    space = serializers.ChoiceField(Space.choices)
    function = serializers.ChoiceField(Function.choices)
    hazards = serializers.ListField(child=serializers.ChoiceField(Hazard.choices))
    effective_area_m2 = serializers.IntegerField()
    capacity = serializers.IntegerField()
    heads = serializers.IntegerField()
    named = serializers.IntegerField()
    unnamed = serializers.IntegerField()
    free = serializers.IntegerField()
    status = serializers.ChoiceField(Status.choices)
    status_at = serializers.DateTimeField()
    incident = serializers.CharField()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()

    def get_distance_m(self, shelter: Shelter) -> float | None:
        """Metres from `near`, where that was asked."""
        distance = getattr(shelter, "distance_m", None)
        return None if distance is None else round(distance, 1)


class StateWrite(serializers.Serializer[Any]):
    """A step of the shelter's life; an order may name the incident it serves (“incident:12”)."""

    to = serializers.ChoiceField(Status.choices)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")
    incident = serializers.RegexField(r"^(incident:\d{1,18})?$", required=False, allow_blank=True, default="")
    incident_number = serializers.RegexField(r"^[\w\-]{0,40}$", required=False, allow_blank=True, default="")


class CheckWrite(serializers.Serializer[Any]):
    """The check before opening: item → ok, bad or none (not looked at)."""

    items = serializers.DictField(child=serializers.ChoiceField(FINDINGS), help_text=", ".join(CHECK_WORDS))
    note = serializers.CharField(required=False, allow_blank=True, max_length=500, default="")
    override_reason = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class CheckAnswer(serializers.Serializer[Any]):
    """Whether the doors may open, and which items keep them shut."""

    passed = serializers.BooleanField()
    blocking = serializers.ListField(child=serializers.CharField())
    shelter = ShelterShape()


class CountWrite(serializers.Serializer[Any]):
    """Heads without names: +5 came, −2 went."""

    delta = serializers.IntegerField(min_value=-200, max_value=200)
    cause = serializers.ChoiceField(["came", "went", "recount"], required=False, allow_blank=True, default="")
    override_reason = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class PersonWrite(serializers.Serializer[Any]):
    """One person; everything but the name may follow later."""

    name = serializers.CharField(max_length=100)
    sex = serializers.ChoiceField(Sex.choices, required=False, allow_blank=True, default="")
    age = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=130, default=None)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=40, default="")
    id_number = serializers.CharField(required=False, allow_blank=True, max_length=40, default="")
    other_document = serializers.BooleanField(required=False, default=False)
    flags = serializers.ListField(child=serializers.ChoiceField(list(FLAGS)), required=False, default=list)
    needs = serializers.ListField(child=serializers.ChoiceField(list(NEEDS)), required=False, default=list)
    needs_note = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")
    bed = serializers.CharField(required=False, allow_blank=True, max_length=40, default="")


class RegisterWrite(serializers.Serializer[Any]):
    """A household at the door; `heads` counts everybody, named or not."""

    people = PersonWrite(many=True, required=False, default=list)
    heads = serializers.IntegerField(required=False, min_value=0, max_value=200, default=0)
    already_counted = serializers.IntegerField(required=False, min_value=0, max_value=200, default=0)
    origin = serializers.CharField(required=False, allow_blank=True, max_length=100, default="")
    phone = serializers.CharField(required=False, allow_blank=True, max_length=40, default="")
    override_reason = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class RegisterAnswer(serializers.Serializer[Any]):
    """What was registered: ids of the stays; no names, since answers are kept for repetition."""

    household = serializers.IntegerField()
    residents = serializers.ListField(child=serializers.IntegerField())
    unnamed = serializers.IntegerField()
    shelter = ShelterShape()


class ResidentShape(serializers.Serializer[Stay]):
    """A resident; the identity number is masked."""

    id = serializers.IntegerField(source="pk")
    household = serializers.IntegerField(source="person.household_id")
    name = serializers.CharField(source="person.name")
    id_number = serializers.CharField(source="person.id_mask")
    sex = serializers.CharField(source="person.sex")
    birth_year = serializers.IntegerField(source="person.birth_year", allow_null=True)
    phone = serializers.CharField(source="person.phone")
    origin = serializers.CharField(source="person.household.origin_text")
    flags = serializers.ListField(child=serializers.CharField(), source="person.flags")
    needs = serializers.ListField(child=serializers.CharField(), source="person.needs")
    needs_note = serializers.CharField(source="person.needs_note")
    bed = serializers.CharField()
    state = serializers.ChoiceField(["inside", "away", "left"])
    entered_at = serializers.DateTimeField()
    left_at = serializers.DateTimeField(allow_null=True)


class LeaveWrite(serializers.Serializer[Any]):
    """`out` for some hours, `back`, or `end` with how and where to."""

    action = serializers.ChoiceField(["out", "back", "end"])
    left_as = serializers.ChoiceField(Away.choices, required=False, allow_blank=True, default="")
    destination = serializers.CharField(required=False, allow_blank=True, max_length=100, default="")


class TransferWrite(serializers.Serializer[Any]):
    """To another shelter."""

    to = serializers.IntegerField(min_value=1, max_value=2**62)


class RevealWrite(serializers.Serializer[Any]):
    """Why the number is read."""

    reason = serializers.CharField(max_length=200)


class RevealAnswer(serializers.Serializer[Any]):
    """The number in clear."""

    id_number = serializers.CharField()
