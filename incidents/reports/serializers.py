"""The shape of a report on the wire: hand-written both ways for speed, described once for the API's schema."""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from core.errors import UnprocessableError
from incidents.reports.data import Errors, ReportData
from incidents.reports.models import CoordinateSource, Report
from incidents.reports.selectors import Duplicate
from incidents.response.models import FIGURES, Source

_TEXTS = ("title", "description", "place", "reporter_name", "reporter_phone")


def body_of(data: Any) -> Mapping[str, Any]:
    """The request's JSON object, or 422 for a list, a number or nothing of the kind."""
    if not isinstance(data, Mapping):
        raise UnprocessableError(_("Send one JSON object."))
    return data


def text_of(body: Mapping[str, Any], name: str, errors: Errors) -> str:
    """A text field; missing and null are empty."""
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        errors[name] = _("This must be text.")
        return ""
    return value


def report_data(body: Mapping[str, Any]) -> ReportData:
    """The body of `POST /reports/` as ReportData; UnprocessableError names each field of the wrong shape."""
    errors: Errors = {}
    texts: dict[str, Any] = {name: text_of(body, name, errors) for name in _TEXTS}
    figures = body.get("figures") or {}
    if not isinstance(figures, Mapping):
        errors["figures"] = _("Send an object of figures.")
        figures = {}
    origin = text_of(body, "coordinate_source", errors)
    if origin and origin not in CoordinateSource.values:
        errors["coordinate_source"] = _("This origin of coordinates is not known.")
    details = body.get("details") or {}
    if not isinstance(details, Mapping):
        errors["details"] = _("Send an object of fields.")
        details = {}
    data = ReportData(
        details=details,
        client_key=key_of(body, errors),
        source=text_of(body, "source", errors) or str(Source.COUNTY_STAFF),
        event_type=text_of(body, "event_type", errors) or None,
        jurisdiction=text_of(body, "jurisdiction", errors) or None,
        location=_point(body.get("location"), errors),
        coordinate_source=origin,
        figures=figures,
        occurred_at=moment_of(body.get("occurred_at"), errors),
        **texts,
    )
    if errors:
        raise UnprocessableError(_("Some fields need correction."), errors=errors)
    return data


def key_of(body: Mapping[str, Any], errors: Errors) -> UUID | None:
    """The key the form was opened with: one form, one report, however often and by whatever way it is sent."""
    text = text_of(body, "client_key", errors)
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        errors["client_key"] = _("Send a UUID.")
        return None


def _point(value: Any, errors: Errors) -> tuple[float, float] | None:
    if value is None:
        return None
    pair = value.get("coordinates") if isinstance(value, Mapping) and value.get("type") == "Point" else None
    good = isinstance(pair, list) and len(pair) in (2, 3) and all(_is_number(part) for part in pair)
    if not good or pair is None:
        errors["location"] = _("Send a GeoJSON Point with [longitude, latitude], or null.")
        return None
    return float(pair[0]), float(pair[1])


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9 and math.isfinite(value)


def moment_of(value: Any, errors: Errors, name: str = "occurred_at") -> datetime | None:
    """A moment with its offset; missing is None."""
    if value is None or value == "":
        return None
    moment = None
    if isinstance(value, str) and len(value) <= 40:
        try:
            moment = parse_datetime(value)
        except ValueError:
            moment = None
    if moment is None or moment.tzinfo is None:
        errors[name] = _("Give the time as ISO 8601 with its offset, e.g. 2026-11-21T14:30:00+08:00.")
        return None
    return moment


def report_document(report: Report) -> dict[str, Any]:
    """One report as the API tells it; unknown figures are null."""
    point, kind = report.location, report.event_type
    return {
        "id": report.pk,
        "number": report.number,
        "status": report.status,
        "title": report.title,
        "description": report.description,
        "source": report.source,
        "event_type": kind.pk if kind else None,
        "event_type_name": kind.name if kind else None,
        "suggested_grade": report.suggested_grade,
        "chosen_grade": report.chosen_grade,
        "tags": report.tags,
        "involved": report.involved,
        "jurisdiction": {"code": report.jurisdiction.code, "name": report.jurisdiction.name},
        "owner_unit": {"id": report.owner_unit_id, "name": report.owner_unit.name},
        "handover_to": {"id": report.handover_to_id, "name": report.handover_to.name} if report.handover_to else None,
        "location": {"type": "Point", "coordinates": [point.x, point.y]} if point else None,
        "coordinate_source": report.coordinate_source or None,
        "place": report.place,
        "outside": report.outside,
        "swapped": report.swapped,
        "figures": {name: report.figures.get(name) for name in FIGURES},
        "details": report.details,
        "channel": report.channel or None,
        "occurred_at": report.occurred_at.isoformat(),
        "received_at": report.received_at.isoformat(),
        "entered_at": report.created_at.isoformat(),
        "claimed_by": {"id": report.claimed_by_id, "name": str(report.claimed_by)} if report.claimed_by else None,
        "incident": {"id": report.incident_id, "number": report.incident.number} if report.incident else None,
        "reason": report.reason,
        "unverified_public": report.unverified_public,
        "version": report.version,
    }


def duplicate_document(found: Duplicate) -> dict[str, Any]:
    """One candidate with its reasons in words."""
    return {
        "kind": found.kind,
        "id": found.id,
        "number": found.number,
        "title": found.title,
        "status": found.status,
        "incident": found.incident,
        "score": found.score,
        "distance_m": found.distance_m,
        "minutes_apart": found.minutes,
        "reasons": found.reasons,
    }


class PointField(serializers.JSONField):
    """GeoJSON Point or null, for the description of the API."""


extend_schema_field(
    {
        "type": "object",
        "nullable": True,
        "properties": {
            "type": {"type": "string", "enum": ["Point"]},
            "coordinates": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3},
        },
        "required": ["type", "coordinates"],
    }
)(PointField)


class FiguresShape(serializers.Serializer):
    """Persons and yuan; null is unknown."""

    deaths = serializers.IntegerField(min_value=0, required=False, allow_null=True)
    missing = serializers.IntegerField(min_value=0, required=False, allow_null=True)
    seriously_injured = serializers.IntegerField(min_value=0, required=False, allow_null=True)
    slightly_injured = serializers.IntegerField(min_value=0, required=False, allow_null=True)
    trapped = serializers.IntegerField(min_value=0, required=False, allow_null=True)
    relocated = serializers.IntegerField(min_value=0, required=False, allow_null=True)
    loss_cny = serializers.FloatField(min_value=0, required=False, allow_null=True)


class ReportIn(serializers.Serializer):
    """What a report is sent as."""

    event_type = serializers.CharField(required=False, allow_null=True, help_text="Code of the event type, e.g. 10101")
    title = serializers.CharField(max_length=200, required=False, allow_blank=True)
    description = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    occurred_at = serializers.DateTimeField(required=False, allow_null=True)
    location = PointField(required=False, allow_null=True)
    place = serializers.CharField(max_length=300, required=False, allow_blank=True)
    jurisdiction = serializers.CharField(required=False, allow_null=True, help_text="Division code")
    figures = FiguresShape(required=False)
    details = serializers.DictField(required=False, help_text="The full report, fields by name")
    client_key = serializers.UUIDField(required=False, allow_null=True, help_text="One form, one report")
    source = serializers.ChoiceField(choices=Source.choices, required=False)  # type: ignore[assignment]
    reporter_name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    reporter_phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    coordinate_source = serializers.ChoiceField(choices=CoordinateSource.choices, required=False)


class DuplicateOut(serializers.Serializer):
    """A possible duplicate."""

    kind = serializers.ChoiceField(choices=[("report", "report"), ("incident", "incident")])
    id = serializers.IntegerField()
    number = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField()
    incident = serializers.IntegerField(allow_null=True)
    score = serializers.FloatField()
    distance_m = serializers.IntegerField(allow_null=True)
    minutes_apart = serializers.IntegerField()
    reasons = serializers.ListField(child=serializers.CharField())


class ReportOut(serializers.Serializer):
    """A report."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    status = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    source = serializers.CharField()  # type: ignore[assignment]
    event_type = serializers.CharField(allow_null=True)
    event_type_name = serializers.CharField(allow_null=True)
    suggested_grade = serializers.IntegerField(allow_null=True)
    chosen_grade = serializers.IntegerField(allow_null=True)
    tags = serializers.ListField(child=serializers.CharField())
    involved = serializers.JSONField()
    jurisdiction = serializers.JSONField()
    owner_unit = serializers.JSONField()
    handover_to = serializers.JSONField(allow_null=True)
    location = PointField(allow_null=True)
    coordinate_source = serializers.CharField(allow_null=True)
    place = serializers.CharField(allow_blank=True)
    outside = serializers.BooleanField()
    swapped = serializers.BooleanField()
    figures = FiguresShape()
    details = serializers.DictField()
    channel = serializers.CharField(allow_null=True)
    occurred_at = serializers.DateTimeField()
    received_at = serializers.DateTimeField()
    entered_at = serializers.DateTimeField()
    claimed_by = serializers.JSONField(allow_null=True)
    incident = serializers.JSONField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    unverified_public = serializers.BooleanField()
    version = serializers.IntegerField()

    def to_representation(self, instance: Report) -> dict[str, Any]:
        """The hand-written document, which is many times faster."""
        return report_document(instance)


class ReportCreated(serializers.Serializer):
    """The answer to a new report."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    status = serializers.CharField()
    incident = serializers.JSONField(allow_null=True)
    receipt = serializers.CharField()
    outside = serializers.BooleanField()
    swapped = serializers.BooleanField()
    suggested_grade = serializers.IntegerField(allow_null=True)
    possible_duplicates = DuplicateOut(many=True)


class Reason(serializers.Serializer):
    """Why."""

    reason = serializers.CharField(max_length=500)


class VerifyIn(serializers.Serializer):
    """Which incident to join; null opens one. A type may be given or corrected."""

    incident = serializers.IntegerField(required=False, allow_null=True)
    event_type = serializers.CharField(required=False, allow_null=True)


@extend_schema_serializer(component_name="ReportIncident")
class IncidentRef(serializers.Serializer):
    """The incident a report belongs to."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField()
    grade = serializers.IntegerField(allow_null=True)


class Verified(serializers.Serializer):
    """The answer to a verification."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    status = serializers.CharField()
    incident = IncidentRef()


class AddIn(serializers.Serializer):
    """What the reporter adds to a returned report."""

    text = serializers.CharField(max_length=20_000)
    figures = FiguresShape(required=False)
    version = serializers.IntegerField(required=False, allow_null=True)
