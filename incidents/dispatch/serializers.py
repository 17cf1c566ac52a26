"""Shapes of assignments and recommendations in the API."""

from typing import Any

from rest_framework import serializers

from incidents.dispatch.models import Dispatch, DispatchStatus
from incidents.dispatch.selectors import Candidate, Recommendation, Shortfall, steps_open_to
from incidents.dispatch.workflow import TIME_FIELDS


class TeamRef(serializers.Serializer[Any]):
    """A team, briefly."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()


class IncidentRef(serializers.Serializer[Any]):
    """An incident, briefly."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    title = serializers.CharField()


class DispatchShape(serializers.Serializer[Dispatch]):
    """One assignment: status, when each step was so in the field (null: not said), and the steps the caller may take."""

    id = serializers.IntegerField()
    incident = IncidentRef()
    team = TeamRef()
    task = serializers.CharField()
    status = serializers.ChoiceField(DispatchStatus.choices)
    status_at = serializers.DateTimeField()
    reason = serializers.CharField()
    overdue = serializers.BooleanField()
    ordered_at = serializers.DateTimeField()
    entered_at = serializers.DateTimeField()
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    en_route_at = serializers.DateTimeField(allow_null=True)
    on_scene_at = serializers.DateTimeField(allow_null=True)
    returning_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    recalled_at = serializers.DateTimeField(allow_null=True)
    distance_m = serializers.FloatField(allow_null=True)
    eta_s = serializers.IntegerField(allow_null=True)
    version = serializers.IntegerField()
    next = serializers.SerializerMethodField()

    def get_next(self, dispatch: Dispatch) -> list[str]:
        """Statuses the caller may give it now."""
        return steps_open_to(self.context["request"].user, dispatch)


class StepShape(serializers.Serializer[Any]):
    """One line of an assignment's history."""

    status = serializers.ChoiceField(DispatchStatus.choices)
    field_at = serializers.DateTimeField()
    server_at = serializers.DateTimeField()
    actor = serializers.CharField(allow_null=True)
    reason = serializers.CharField()


class OrderWrite(serializers.Serializer[Any]):
    """`team` for one (409 when it cannot go), or `teams` for several (each answered for itself)."""

    team = serializers.IntegerField(required=False, min_value=1)
    teams = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, min_length=1, max_length=50
    )
    task = serializers.CharField(required=False, allow_blank=True, max_length=500)
    at = serializers.DateTimeField(required=False, help_text="When it was said, where that was before it was entered.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Exactly one of the two."""
        if ("team" in attrs) == ("teams" in attrs):
            raise serializers.ValidationError({"team": "Give either team or teams."})
        return attrs


class RefusedTeam(serializers.Serializer[Any]):
    """A team that was not ordered, and why."""

    team = serializers.IntegerField()
    message = serializers.CharField()
    conflict = serializers.DictField()


class OrdersAnswer(serializers.Serializer[Any]):
    """What became of an order to several teams."""

    dispatches = DispatchShape(many=True)
    refused = RefusedTeam(many=True)


class StatusWrite(serializers.Serializer[Any]):
    """The next status; `at` is when it was so in the field, now when left out."""

    status = serializers.ChoiceField([*(name for name in TIME_FIELDS if name != "recalled"), "declined"])
    at = serializers.DateTimeField(required=False)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=300)


class RecallWrite(serializers.Serializer[Any]):
    """Why the team is called back."""

    reason = serializers.CharField(required=False, allow_blank=True, max_length=300)
    at = serializers.DateTimeField(required=False)


class CandidateShape(serializers.Serializer[Candidate]):
    """A team that could go, and why."""

    team = serializers.SerializerMethodField()
    capability = serializers.CharField(source="purpose.code")
    also = serializers.ListField(child=serializers.CharField())
    distance_m = serializers.SerializerMethodField()
    eta_s = serializers.IntegerField(allow_null=True)
    position_age_s = serializers.IntegerField(allow_null=True)
    suggested = serializers.BooleanField()
    reason = serializers.CharField()

    def get_team(self, item: Candidate) -> dict[str, Any]:
        """The team, briefly."""
        return {"id": item.team_id, "code": item.code, "name": item.name, "name_en": item.name_en}

    def get_distance_m(self, item: Candidate) -> float | None:
        """Metres."""
        return None if item.distance_m is None else round(item.distance_m, 1)


class ShortfallShape(serializers.Serializer[Shortfall]):
    """A need nobody can fill now."""

    capability = serializers.CharField()
    missing = serializers.IntegerField()
    reason = serializers.CharField()


class RecommendationShape(serializers.Serializer[Recommendation]):
    """Best first."""

    teams = CandidateShape(many=True)
    shortfalls = ShortfallShape(many=True)
    notes = serializers.ListField(child=serializers.CharField())


class CoverageShape(serializers.Serializer[Any]):
    """Ready teams of one capability before and after."""

    capability = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    before = serializers.IntegerField()
    after = serializers.IntegerField()
