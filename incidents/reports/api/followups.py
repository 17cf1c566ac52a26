"""续报 over the API: what stands, what was added, and adding (R-B1, R-B8)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import UnprocessableError
from incidents.reports import serializers as shapes
from incidents.reports import services
from incidents.reports.api.reports import OneReport
from incidents.reports.data import Errors
from incidents.reports.models import FollowUp, Report
from incidents.reports.selectors import follow_ups, report_get, standing
from organizations.access import Actor


class FollowUpIn(serializers.Serializer):
    """A follow-up; `base` are the figures its writer saw, `base_version` their fingerprint."""

    figures = shapes.FiguresShape(required=False)
    text = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True)
    no_change = serializers.BooleanField(required=False)
    base = shapes.FiguresShape(required=False)
    base_version = serializers.CharField(required=False, allow_blank=True)
    observed_at = serializers.DateTimeField(required=False, allow_null=True)
    client_key = serializers.UUIDField(required=False, allow_null=True)


class FollowUpOut(serializers.Serializer):
    """One follow-up."""

    id = serializers.IntegerField()
    ordinal = serializers.IntegerField()
    text = serializers.CharField(allow_blank=True)
    figures = shapes.FiguresShape()
    before = shapes.FiguresShape()
    reason = serializers.CharField(allow_blank=True)
    no_change = serializers.BooleanField()
    author = serializers.CharField()
    observed_at = serializers.DateTimeField()
    received_at = serializers.DateTimeField()


class StandingOut(serializers.Serializer):
    """The figures in force, with all follow-ups."""

    report = serializers.IntegerField()
    number = serializers.CharField()
    version = serializers.CharField()
    values = shapes.FiguresShape()
    follow_ups = FollowUpOut(many=True)


class FollowedUp(FollowUpOut):
    """The answer to a new follow-up: itself, and the figures as they stand now."""

    report = serializers.IntegerField()
    number = serializers.CharField()
    receipt = serializers.CharField()
    version = serializers.CharField()
    values = shapes.FiguresShape()


def follow_up_document(row: FollowUp) -> dict[str, Any]:
    """One follow-up on the wire."""
    return {
        "id": row.pk,
        "ordinal": row.ordinal,
        "text": row.text,
        "figures": row.figures,
        "before": row.before,
        "reason": row.reason,
        "no_change": row.no_change,
        "author": str(row.author or ""),
        "observed_at": row.observed_at.isoformat(),
        "received_at": row.received_at.isoformat(),
    }


def standing_document(report: Report, actor: Actor) -> dict[str, Any]:
    """What stands now."""
    now = standing(report, actor=actor)
    return {"report": report.pk, "number": report.number, "version": now.version, "values": now.values}


def follow_up_data(body: Mapping[str, Any]) -> services.FollowUpData:
    """The body in shape; UnprocessableError names each field that is not."""
    errors: Errors = {}
    figures, base = body.get("figures", {}), body.get("base")
    figures = {} if figures is None else figures
    for name, value in (("figures", figures), ("base", base)):
        if value is not None and not isinstance(value, Mapping):
            errors[name] = _("Send an object of figures.")
    no_change = body.get("no_change", False)
    if not isinstance(no_change, bool):
        errors["no_change"] = _("Send true or false.")
    data = services.FollowUpData(
        figures=figures,
        text=shapes.text_of(body, "text", errors),
        reason=shapes.text_of(body, "reason", errors),
        no_change=bool(no_change),
        base=base,
        base_version=shapes.text_of(body, "base_version", errors),
        observed_at=shapes.moment_of(body.get("observed_at"), errors, "observed_at"),
        client_key=shapes.key_of(body, errors),
    )
    if errors:
        raise UnprocessableError(_("Some fields need correction."), errors=errors)
    return data


class FollowUpsView(OneReport):
    """续报 of one report."""

    serializer_class: type[serializers.Serializer] = StandingOut  # type: ignore[assignment]

    @extend_schema(operation_id="reports_followups", responses=StandingOut)
    def get(self, request: Request, pk: int) -> Response:
        """What stands now, and every follow-up, the first first."""
        report = self.report(pk)
        rows = [follow_up_document(row) for row in follow_ups(report, actor=self.actor)]
        return Response({**standing_document(report, self.actor), "follow_ups": rows})

    @extend_schema(operation_id="reports_follow_up", request=FollowUpIn, responses={201: FollowedUp})
    def post(self, request: Request, pk: int) -> Response:
        """Add one; 409 lists what others stated meanwhile, 422 what fell without a reason."""
        report = self.report(pk)
        data = follow_up_data(shapes.body_of(request.data))
        made = services.report_follow_up(report=report, data=data, actor=self.actor)
        fresh = report_get(pk=pk, actor=self.actor)
        document = {**follow_up_document(made), **standing_document(fresh, self.actor), "receipt": fresh.receipt}
        return Response(document, status=201)
