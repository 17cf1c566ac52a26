"""Papers for programs: transfers, loans, scrappings, and what a code stands for (R-D3, R-D4)."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import NotFoundError
from organizations.roles import Permission
from resources.reserves import selectors, services
from resources.reserves.api.reading import Reading, named
from resources.reserves.shapes import (
    HitShape,
    LoanBackWrite,
    LoanShape,
    NoteWrite,
    ScrapShape,
    StockTransferWrite,
    TransferReceiveWrite,
    TransferShape,
)

_PAGE = [OpenApiParameter("page", int), OpenApiParameter("page_size", int)]
_ALL = OpenApiParameter("all", bool, description="also those that are over")


def one(rows: Any, pk: int) -> Any:
    """The row within reach; NotFoundError otherwise."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found


class Scan(Reading):
    """What a label, a barcode or a typed code stands for."""

    @extend_schema(
        operation_id="reserves_scan",
        parameters=[OpenApiParameter("code", str, required=True)],
        responses=HitShape(many=True),
    )
    def get(self, request: Request) -> Response:
        """404 in words when it stands for nothing within reach."""
        return Response(HitShape(selectors.scan(self.asked("code"), actor=self.actor), many=True).data)


class Transfers(Reading):
    """Goods between stores."""

    @extend_schema(
        operation_id="reserves_transfers_list", parameters=[_ALL, *_PAGE], responses=TransferShape(many=True)
    )
    def get(self, request: Request) -> Response:
        """Under way, newest first."""
        rows = selectors.transfers(self.actor, awaited=self.asked("all") not in ("1", "true"))
        return self.page(rows.prefetch_related("lines"), TransferShape)

    @extend_schema(operation_id="reserves_transfer_send", request=StockTransferWrite, responses={201: TransferShape})
    def post(self, request: Request) -> Response:
        """Send; 409 when a lot holds less, or is being counted."""
        self.require(Permission.STOCK_MOVE)
        said = dict(self.shape(StockTransferWrite).validated_data)
        source = named("source", selectors.warehouse_get, self.actor, said.pop("source"))
        target = named("target", selectors.warehouse_get, self.actor, said.pop("target"))
        loads = [
            services.Load(named("lot", selectors.lot_get, self.actor, line["lot"]), line["quantity"])
            for line in said.pop("lines")
        ]
        row = services.transfer_send(source=source, target=target, loads=loads, **said, actor=self.actor)
        return Response(TransferShape(row).data, status=201)


class TransferReceive(Reading):
    """The other store counted what arrived."""

    @extend_schema(operation_id="reserves_transfer_receive", request=TransferReceiveWrite, responses=TransferShape)
    def post(self, request: Request, pk: int) -> Response:
        """Differences need a reason (422 by lot); received once (409)."""
        self.require(Permission.STOCK_MOVE)
        transfer = one(selectors.transfers(self.actor), pk)
        lines = self.shape(TransferReceiveWrite).validated_data["lines"]
        row = services.transfer_receive(
            transfer=transfer,
            received={line["lot"]: line["received"] for line in lines},
            reasons={line["lot"]: line.get("reason", "") for line in lines},
            actor=self.actor,
        )
        return Response(TransferShape(row).data)


class Loans(Reading):
    """What is lent."""

    @extend_schema(operation_id="reserves_loans_list", parameters=[_ALL, *_PAGE], responses=LoanShape(many=True))
    def get(self, request: Request) -> Response:
        """The first due first."""
        return self.page(selectors.loans(self.actor, out=self.asked("all") not in ("1", "true")), LoanShape)


class LoanReturn(Reading):
    """A borrower gives back."""

    @extend_schema(operation_id="reserves_loan_return", request=LoanBackWrite, responses=LoanShape)
    def post(self, request: Request, pk: int) -> Response:
        """409 when it is more than is out."""
        self.require(Permission.STOCK_MOVE)
        loan = one(selectors.loans(self.actor), pk)
        said = self.shape(LoanBackWrite).validated_data
        return Response(LoanShape(services.loan_return(loan=loan, **said, actor=self.actor)).data)


class Scraps(Reading):
    """Scrappings."""

    @extend_schema(operation_id="reserves_scraps_list", parameters=[_ALL, *_PAGE], responses=ScrapShape(many=True))
    def get(self, request: Request) -> Response:
        """Those to decide, newest first."""
        rows = selectors.scraps(self.actor, open_only=self.asked("all") not in ("1", "true"))
        return self.page(rows, ScrapShape)


class ScrapApprove(Reading):
    """Another person approves."""

    @extend_schema(operation_id="reserves_scrap_approve", request=NoteWrite, responses=ScrapShape)
    def post(self, request: Request, pk: int) -> Response:
        """403 for who proposed it."""
        self.require(Permission.STOCK_APPROVE)
        scrap = one(selectors.scraps(self.actor), pk)
        said = self.shape(NoteWrite).validated_data
        return Response(ScrapShape(services.scrap_approve(scrap=scrap, **said, actor=self.actor)).data)


class ScrapRefuse(Reading):
    """Another person refuses."""

    @extend_schema(operation_id="reserves_scrap_refuse", request=NoteWrite, responses=ScrapShape)
    def post(self, request: Request, pk: int) -> Response:
        """With a note; the goods are available again."""
        self.require(Permission.STOCK_APPROVE)
        scrap = one(selectors.scraps(self.actor), pk)
        note = self.shape(NoteWrite).validated_data.get("note", "")
        return Response(ScrapShape(services.scrap_refuse(scrap=scrap, note=note, actor=self.actor)).data)
