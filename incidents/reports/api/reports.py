"""Reports for programs and for our own pages (contract: /api/v1/reports/)."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import NotFoundError, UnprocessableError
from incidents.reports import serializers as shapes
from incidents.reports import services
from incidents.reports.data import Errors
from incidents.reports.forms import FilterForm
from incidents.reports.models import Report
from incidents.reports.selectors import like_data, like_report, possible_duplicates, report_get, report_list
from incidents.response.selectors.incidents import handover_units, incident_get
from incidents.response.serializers import HandoverIn
from incidents.response.services import handover_decline, handover_withdraw
from organizations.api import ListApiView
from organizations.api.base import ApiView
from organizations.roles import Permission

_FILTERS = [
    OpenApiParameter(name, str)
    for name in (
        "q",
        "status",
        "source",
        "event_type",
        "jurisdiction",
        "since",
        "until",
        "claimed",
        "page",
        "page_size",
    )
]


class ReportsView(ListApiView):
    """Reports within reach; filing one."""

    serializer_class = shapes.ReportOut

    def rows(self) -> QuerySet[Report]:
        """Filtered; 422 names each filter whose value has no meaning."""
        form = FilterForm(self.request.query_params)
        if not form.is_valid():
            errors = {name: " ".join(map(str, texts)) for name, texts in form.errors.items()}
            raise UnprocessableError(_("Some filters need correction."), errors=errors)
        return report_list(filters=form.wanted(), actor=self.actor)

    @extend_schema(operation_id="reports_list", parameters=_FILTERS, responses=shapes.ReportOut(many=True))
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page, newest first."""
        return super().get(request, *args, **kwargs)

    @extend_schema(operation_id="reports_create", request=shapes.ReportIn, responses={201: shapes.ReportCreated})
    def post(self, request: Request) -> Response:
        """File a report; possible duplicates come with the answer."""
        self.require(Permission.REPORT_CREATE)
        data = shapes.report_data(shapes.body_of(request.data))
        # Before, not after: nothing is locked yet, and the report cannot find itself.
        found = possible_duplicates(like_data(data), actor=self.actor)
        report = services.report_create(data=data, actor=self.actor)
        document = {
            "id": report.pk,
            "number": report.number,
            "status": report.status,
            "incident": None,
            "receipt": report.receipt,
            "outside": report.outside,
            "swapped": report.swapped,
            "suggested_grade": report.suggested_grade,
            "possible_duplicates": [shapes.duplicate_document(one) for one in found],
        }
        return Response(document, status=201)


class OneReport(ApiView):
    """Base of everything done with one report within reach."""

    serializer_class = shapes.ReportOut

    def report(self, pk: int) -> Report:
        """The report, or 404."""
        return report_get(pk=pk, actor=self.actor)

    def reason(self) -> str:
        """The reason in the body; a number or an object is refused."""
        errors: Errors = {}
        text = shapes.text_of(shapes.body_of(self.request.data), "reason", errors)
        if errors:
            raise UnprocessableError(_("Some fields need correction."), errors=errors)
        return text

    def answer(self, report: Report) -> Response:
        """The report as it is now."""
        return Response(shapes.report_document(report_get(pk=report.pk, actor=self.actor)))


class ReportView(OneReport):
    """One report."""

    @extend_schema(operation_id="reports_read", responses=shapes.ReportOut)
    def get(self, request: Request, pk: int) -> Response:
        """As it is now."""
        return Response(shapes.report_document(self.report(pk)))


class VerifyView(OneReport):
    """Verify: join or open an incident."""

    @extend_schema(operation_id="reports_verify", request=shapes.VerifyIn, responses=shapes.Verified)
    def post(self, request: Request, pk: int) -> Response:
        """`{"incident": id}` joins it; null opens one."""
        body = shapes.body_of(request.data)
        errors: Errors = {}
        wanted, kind = body.get("incident"), shapes.text_of(body, "event_type", errors)
        if wanted is not None and (isinstance(wanted, bool) or not isinstance(wanted, int)):
            errors["incident"] = _("Send the id of an incident, or null.")
        if errors:
            raise UnprocessableError(_("Some fields need correction."), errors=errors)
        report = self.report(pk)
        if wanted is not None and not 0 < wanted < 2**63:
            raise NotFoundError(_("There is no such incident, or it is out of your reach."))
        incident = incident_get(pk=wanted, actor=self.actor) if wanted is not None else None
        report = services.report_verify(report=report, incident=incident, event_type=kind or None, actor=self.actor)
        there = report.incident
        assert there is not None  # verified reports have one, by a database constraint
        reference = {
            "id": there.pk,
            "number": there.number,
            "title": there.title,
            "status": there.status,
            "grade": there.grade,
        }
        document = {"id": report.pk, "number": report.number, "status": report.status, "incident": reference}
        return Response(document)


class ReturnView(OneReport):
    """Return for more."""

    @extend_schema(operation_id="reports_return", request=shapes.Reason, responses=shapes.ReportOut)
    def post(self, request: Request, pk: int) -> Response:
        """The reason is what is asked for."""
        return self.answer(services.report_return(report=self.report(pk), reason=self.reason(), actor=self.actor))


class RejectView(OneReport):
    """Reject."""

    @extend_schema(operation_id="reports_reject", request=shapes.Reason, responses=shapes.ReportOut)
    def post(self, request: Request, pk: int) -> Response:
        """With a reason the reporter reads."""
        return self.answer(services.report_reject(report=self.report(pk), reason=self.reason(), actor=self.actor))


class ReopenView(OneReport):
    """Take a rejected report up again."""

    @extend_schema(operation_id="reports_reopen", request=shapes.Reason, responses=shapes.ReportOut)
    def post(self, request: Request, pk: int) -> Response:
        """With a reason."""
        return self.answer(services.report_reopen(report=self.report(pk), reason=self.reason(), actor=self.actor))


class UnjoinView(OneReport):
    """Undo a wrong join."""

    @extend_schema(operation_id="reports_unjoin", request=shapes.Reason, responses=shapes.ReportOut)
    def post(self, request: Request, pk: int) -> Response:
        """With a reason; back to the queue."""
        return self.answer(services.report_unjoin(report=self.report(pk), reason=self.reason(), actor=self.actor))


class ClaimView(OneReport):
    """Claim; repeated by the holder it is the heartbeat."""

    @extend_schema(operation_id="reports_claim", request=None, responses=shapes.ReportOut)
    def post(self, request: Request, pk: int) -> Response:
        """409 names who has it."""
        return self.answer(services.report_claim(report=self.report(pk), actor=self.actor))


class ReleaseView(OneReport):
    """Give a claim back."""

    @extend_schema(operation_id="reports_release", request=None, responses=shapes.ReportOut)
    def post(self, request: Request, pk: int) -> Response:
        """Only one's own."""
        return self.answer(services.report_release(report=self.report(pk), actor=self.actor))


class TakeOverView(OneReport):
    """Take somebody else's claim."""

    @extend_schema(operation_id="reports_take_over", request=shapes.Reason, responses=shapes.ReportOut)
    def post(self, request: Request, pk: int) -> Response:
        """With a reason."""
        return self.answer(services.report_take_over(report=self.report(pk), reason=self.reason(), actor=self.actor))


class ResubmitView(OneReport):
    """Answer a return."""

    @extend_schema(operation_id="reports_resubmit", request=shapes.AddIn, responses=shapes.ReportOut)
    def post(self, request: Request, pk: int) -> Response:
        """What was asked for; `version` guards against answering an older state."""
        body = shapes.body_of(request.data)
        errors: Errors = {}
        text, figures, version = shapes.text_of(body, "text", errors), body.get("figures") or {}, body.get("version")
        if not isinstance(figures, dict):
            errors["figures"] = _("Send an object of figures.")
        if version is not None and (isinstance(version, bool) or not isinstance(version, int)):
            errors["version"] = _("Send the version you saw.")
        if errors:
            raise UnprocessableError(_("Some fields need correction."), errors=errors)
        report = services.report_resubmit(
            report=self.report(pk), text=text, figures=figures, version=version, actor=self.actor
        )
        return self.answer(report)


class HandoverView(OneReport):
    """Handing it over to another unit."""

    @extend_schema(operation_id="reports_handover", request=HandoverIn, responses=shapes.ReportOut)
    def post(self, request: Request, pk: int) -> Response:
        """Offer, accept, decline or withdraw; the owner stays until the other unit accepts."""
        report, wanted = self.report(pk), self.shape(HandoverIn).validated_data
        if wanted["action"] == "offer":
            to = handover_units(actor=self.actor).filter(pk=wanted.get("to")).first()
            if to is None:
                raise UnprocessableError(
                    _("Some fields need correction."), errors={"to": _("Choose the unit it is offered to.")}
                )
            services.report_hand_over(report=report, to=to, note=wanted.get("note", ""), actor=self.actor)
        elif wanted["action"] == "accept":
            services.report_accept(report=report, actor=self.actor)
        elif wanted["action"] == "decline":
            # Once declined it may be out of the caller's reach; the answer is still theirs.
            declined = handover_decline(item=report, reason=wanted.get("reason", ""), actor=self.actor)
            return Response(shapes.report_document(declined))
        else:
            handover_withdraw(item=report, actor=self.actor)
        return self.answer(report)


class DuplicatesView(OneReport):
    """What may be the same event."""

    @extend_schema(operation_id="reports_duplicates", responses=shapes.DuplicateOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Best first, with reasons."""
        found = possible_duplicates(like_report(self.report(pk)), actor=self.actor)
        return Response([shapes.duplicate_document(one) for one in found])
