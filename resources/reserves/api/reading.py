"""Reserves for programs: reading what there is, receipts, issues, the proof (R-D1, R-D2, R-D3)."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import NotFoundError, UnprocessableError
from organizations.api import ApiView, Lists
from organizations.roles import Permission
from resources.reserves import selectors, services
from resources.reserves.models import Lot, Tier, Warehouse
from resources.reserves.serializers import (
    AgreementShape,
    IssueAnswer,
    IssueWrite,
    ItemShape,
    LotShape,
    MovementShape,
    ProofShape,
    ReceiptAnswer,
    ReceiptWrite,
    StockShape,
    WarehouseShape,
)

T = TypeVar("T")
_PAGE = [OpenApiParameter("page", int), OpenApiParameter("page_size", int)]
_Q = OpenApiParameter("q", str, description="part of a name or code, pinyin initials")
_ITEM = OpenApiParameter("item", str, description="id or code")
_WAREHOUSE = OpenApiParameter("warehouse", str, description="id or code")


def named(field: str, find: Callable[..., T], actor: Any, key: Any) -> T:
    """What a field names; unknown and out of reach are 422 in words, told apart from nothing else."""
    try:
        return find(actor, key)
    except NotFoundError as error:
        raise UnprocessableError(_("Some fields need correction."), errors={field: str(error.message)}) from error


class Reading(Lists):
    """Lists and figures for those who see reserves; 403 for everybody else."""

    def asked(self, name: str) -> str:
        """One value of the query string."""
        return str(self.request.query_params.get(name, ""))

    def seen(self, name: str, find: Callable[..., T]) -> T | None:
        """What the query string names, or None where it names nothing."""
        key = self.asked(name)
        return named(name, find, self.actor, key) if key else None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """The door."""
        super().initial(request, *args, **kwargs)
        self.require(Permission.RESERVE_VIEW)


class Items(Reading):
    """The catalogue."""

    @extend_schema(
        operation_id="reserves_items_list",
        parameters=[_Q, OpenApiParameter("category", str, description="code; zeros at its end stand for all"), *_PAGE],
        responses=ItemShape(many=True),
    )
    def get(self, request: Request) -> Response:
        """Items in use, by category."""
        rows = selectors.items(self.actor, q=self.asked("q"), category=self.asked("category"))
        return self.page(rows, ItemShape)


class ItemDetail(Reading):
    """One item."""

    @extend_schema(operation_id="reserves_item", responses=ItemShape)
    def get(self, request: Request, pk: int) -> Response:
        """By id."""
        return Response(ItemShape(selectors.item_get(self.actor, pk)).data)


class Warehouses(Reading):
    """Warehouses within reach."""

    @extend_schema(
        operation_id="reserves_warehouses_list",
        parameters=[
            _Q,
            OpenApiParameter("tier", str, enum=Tier.values),
            OpenApiParameter("jurisdiction", str, description="division code: it and everything below"),
            *_PAGE,
        ],
        responses=WarehouseShape(many=True),
    )
    def get(self, request: Request) -> Response:
        """In service or not, by jurisdiction."""
        tier = self.asked("tier")
        if tier and tier not in Tier.values:
            words = _("One of: %(values)s") % {"values": ", ".join(Tier.values)}
            raise UnprocessableError(_("Some fields need correction."), errors={"tier": words})
        place = self.asked("jurisdiction")
        return self.page(
            selectors.warehouses(self.actor, q=self.asked("q"), tier=tier, jurisdiction=place), WarehouseShape
        )


class WarehouseDetail(Reading):
    """One warehouse."""

    @extend_schema(operation_id="reserves_warehouse", responses=WarehouseShape)
    def get(self, request: Request, pk: int) -> Response:
        """By id."""
        return Response(WarehouseShape(selectors.warehouse_get(self.actor, pk)).data)


class Lots(Reading):
    """Lots within reach."""

    @extend_schema(
        operation_id="reserves_lots_list",
        parameters=[
            _Q,
            _ITEM,
            _WAREHOUSE,
            OpenApiParameter("empty", bool, description="also lots of which nothing is left"),
            *_PAGE,
        ],
        responses=LotShape(many=True),
    )
    def get(self, request: Request) -> Response:
        """Earliest expiry first, with what lies where."""
        place = self.seen("warehouse", selectors.warehouse_get)
        item = self.seen("item", selectors.item_get)
        empty = self.asked("empty") in ("1", "true")
        rows = selectors.lots(self.actor, item=item, warehouse=place, q=self.asked("q"), empty=empty)
        paginator = self.pagination_class()
        shown = paginator.paginate_queryset(rows, request, view=self) or []
        return paginator.get_paginated_response(shape_lots(shown, self.actor, place))


class LotDetail(Reading):
    """One lot."""

    @extend_schema(operation_id="reserves_lot", responses=LotShape)
    def get(self, request: Request, pk: int) -> Response:
        """By id."""
        return Response(shape_lots([selectors.lot_get(self.actor, pk)], self.actor)[0])


class StockView(Reading):
    """On hand, reserved, available and callable of one item."""

    @extend_schema(
        operation_id="reserves_stock",
        parameters=[OpenApiParameter("item", str, required=True, description="id or code"), _WAREHOUSE],
        responses=StockShape,
    )
    def get(self, request: Request) -> Response:
        """In one warehouse, or over all within reach; callable goods are those of the warehouse's own jurisdiction."""
        place = self.seen("warehouse", selectors.warehouse_get)
        item = self.seen("item", selectors.item_get)
        if item is None:
            raise UnprocessableError(_("Some fields need correction."), errors={"item": _("Fill this in.")})
        return Response(StockShape(selectors.stock_of(item, place, actor=self.actor)).data)


class Movements(Reading):
    """The ledger's entries within reach."""

    @extend_schema(
        operation_id="reserves_movements_list",
        parameters=[_ITEM, _WAREHOUSE, OpenApiParameter("lot", int), *_PAGE],
        responses=MovementShape(many=True),
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        rows = selectors.movements(
            self.actor,
            lot=self.seen("lot", selectors.lot_get),
            item=self.seen("item", selectors.item_get),
            warehouse=self.seen("warehouse", selectors.warehouse_get),
        )
        return self.page(rows, MovementShape)


class Agreements(Reading):
    """What can be called within reach."""

    @extend_schema(
        operation_id="reserves_agreements_list", parameters=[_ITEM, *_PAGE], responses=AgreementShape(many=True)
    )
    def get(self, request: Request) -> Response:
        """The first to end first."""
        return self.page(selectors.agreements(self.actor, item=self.seen("item", selectors.item_get)), AgreementShape)


class Receipts(ApiView):
    """Goods that come in."""

    @extend_schema(operation_id="reserves_receipt", request=ReceiptWrite, responses={201: ReceiptAnswer})
    def post(self, request: Request) -> Response:
        """Receive into a warehouse: a new lot, or more of the same batch."""
        self.require(Permission.STOCK_MOVE)
        said = self.shape(ReceiptWrite).validated_data
        place = named("warehouse", selectors.warehouse_get, self.actor, said.pop("warehouse"))
        item = named("item", selectors.item_get, self.actor, said.pop("item"))
        rest = {name: said.pop(name) for name in ("quantity", "position", "reason", "note") if name in said}
        lot, movement = services.receipt_post(
            warehouse=place, item=item, lot=services.LotData(**said), actor=self.actor, **rest
        )
        answer = {"lot": shape_lots([lot], self.actor)[0], "movement": MovementShape(movement).data}
        return Response(answer, status=201)


class Issues(ApiView):
    """Goods that go out."""

    @extend_schema(operation_id="reserves_issue", request=IssueWrite, responses={201: IssueAnswer})
    def post(self, request: Request) -> Response:
        """Issue from a lot; 409 when it is more than is available there."""
        self.require(Permission.STOCK_MOVE)
        said = self.shape(IssueWrite).validated_data
        lot: Lot = named("lot", selectors.lot_get, self.actor, said["lot"])
        key = said.get("warehouse")
        place: Warehouse | None = None if key is None else named("warehouse", selectors.warehouse_get, self.actor, key)
        incident = selectors.incident_named(str(said.get("incident") or ""), actor=self.actor)
        movement = services.issue_post(
            lot=lot,
            warehouse=place,
            quantity=said["quantity"],
            reason=said["reason"],
            incident=incident,
            actor=self.actor,
        )
        return Response(IssueAnswer(movement).data, status=201)


class ProofView(Reading):
    """The proof of the ledger."""

    @extend_schema(operation_id="reserves_proof", responses=ProofShape)
    def get(self, request: Request) -> Response:
        """Re-add everything now, and say where it is not equal."""
        return Response(ProofShape(services.proof_run(actor=self.actor)).data)


def shape_lots(lots: list[Lot], actor: Any, warehouse: Warehouse | None = None) -> list[dict[str, Any]]:
    """Lots with what lies where."""
    found = selectors.holdings(actor, lots, warehouse)
    return [dict(row) for row in LotShape(lots, many=True, context={"holdings": found}).data]
