"""Counts for programs and for sheets that were filled in without signal (R-D3)."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import UnprocessableError
from organizations.roles import Permission
from resources.reserves import selectors, services
from resources.reserves.api.papers import one
from resources.reserves.api.reading import Reading, named
from resources.reserves.models import Count
from resources.reserves.shapes import (
    CountLineShape,
    CountShape,
    CountSheetShape,
    ExplainWrite,
    FiguresWrite,
    NoteWrite,
    StockCountWrite,
)


def sheet_shape(count: Count, actor: Any) -> dict[str, Any]:
    """The count with its lines, blind while it runs."""
    page = selectors.sheet(actor, count)
    lines = CountLineShape(page.lines, many=True, context={"count": count, "blind": page.blind}).data
    return {**CountShape(count).data, "blind": page.blind, "lines": lines}


def by_lot(said: dict[str, Any], field: str) -> dict[int, Any]:
    """Keys are lot ids; 422 where one is not."""
    found = {}
    for key, value in said[field].items():
        if not (key.isascii() and key.isdigit() and len(key) < 19):
            raise UnprocessableError(f"{key[:20]}: ?", errors={field: "Keys are lot ids."})
        found[int(key)] = value
    return found


class Counts(Reading):
    """Counts within reach."""

    @extend_schema(
        operation_id="reserves_counts_list",
        parameters=[
            OpenApiParameter("running", bool),
            OpenApiParameter("page", int),
            OpenApiParameter("page_size", int),
        ],
        responses=CountShape(many=True),
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        rows = selectors.counts_of(self.actor, running=self.asked("running") in ("1", "true"))
        return self.page(rows, CountShape)

    @extend_schema(operation_id="reserves_count_open", request=StockCountWrite, responses={201: CountSheetShape})
    def post(self, request: Request) -> Response:
        """Begin; what is counted does not move until it is approved or cancelled."""
        self.require(Permission.STOCK_MOVE)
        said = dict(self.shape(StockCountWrite).validated_data)
        place = named("warehouse", selectors.warehouse_get, self.actor, said.pop("warehouse"))
        count = services.count_open(warehouse=place, **said, actor=self.actor)
        return Response(sheet_shape(count, self.actor), status=201)


class CountDetail(Reading):
    """One count with its lines."""

    @extend_schema(operation_id="reserves_count", responses=CountSheetShape)
    def get(self, request: Request, pk: int) -> Response:
        """Blind while it runs."""
        return Response(sheet_shape(selectors.count_get(self.actor, pk), self.actor))


class _Step(Reading):
    """What the steps share."""

    permission = Permission.STOCK_MOVE

    def found(self, pk: int) -> Count:
        """The count, for those who may."""
        self.require(self.permission)
        return one(selectors.counts_of(self.actor), pk)

    def answer(self, count: Count) -> Response:
        """The sheet as it now is."""
        return Response(sheet_shape(count, self.actor))


class CountFigures(_Step):
    """Figures as counted."""

    @extend_schema(operation_id="reserves_count_figures", request=FiguresWrite, responses=CountSheetShape)
    def post(self, request: Request, pk: int) -> Response:
        """409 by lot where somebody else has another figure; nothing of the call is kept then."""
        count = self.found(pk)
        figures = by_lot(self.shape(FiguresWrite).validated_data, "figures")
        return self.answer(services.count_enter(count=count, figures=figures, actor=self.actor))


class CountRecount(_Step):
    """The differences are counted again."""

    @extend_schema(operation_id="reserves_count_recount", request=None, responses=CountSheetShape)
    def post(self, request: Request, pk: int) -> Response:
        """By somebody else than the first time."""
        return self.answer(services.count_recount(count=self.found(pk), actor=self.actor))


class CountExplain(_Step):
    """The differences are explained; it goes to approval."""

    @extend_schema(operation_id="reserves_count_explain", request=ExplainWrite, responses=CountSheetShape)
    def post(self, request: Request, pk: int) -> Response:
        """422 by lot for a difference without explanation."""
        count = self.found(pk)
        said = by_lot(self.shape(ExplainWrite).validated_data, "explanations")
        return self.answer(services.count_explain(count=count, explanations=said, actor=self.actor))


class CountApprove(_Step):
    """Another person approves; the differences are booked."""

    permission = Permission.STOCK_APPROVE

    @extend_schema(operation_id="reserves_count_approve", request=NoteWrite, responses=CountSheetShape)
    def post(self, request: Request, pk: int) -> Response:
        """403 for who counted."""
        count = self.found(pk)
        said = self.shape(NoteWrite).validated_data
        return self.answer(services.count_approve(count=count, **said, actor=self.actor))


class CountCancel(_Step):
    """Given up; nothing is booked."""

    @extend_schema(operation_id="reserves_count_cancel", request=NoteWrite, responses=CountSheetShape)
    def post(self, request: Request, pk: int) -> Response:
        """With a note."""
        count = self.found(pk)
        note = self.shape(NoteWrite).validated_data.get("note", "")
        return self.answer(services.count_cancel(count=count, note=note, actor=self.actor))
