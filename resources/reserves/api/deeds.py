"""What a keeper does to a lot, for programs: one address per deed, the lot as it now stands as the answer (R-D3)."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from organizations.api import ApiView
from organizations.roles import Permission
from resources.reserves import selectors
from resources.reserves.api.reading import named, shape_lots
from resources.reserves.deeds import DEEDS
from resources.reserves.serializers import LotShape
from resources.reserves.shapes import (
    LoanWrite,
    MaintainWrite,
    QuantityWrite,
    RelocateWrite,
    ReturnWrite,
    ScrapWrite,
    StockCheckWrite,
    StockRecallWrite,
)


class LotAct(ApiView):
    """One deed on one lot; 409 when there is less than asked or a count runs, 422 by field."""

    deed: ClassVar[str]
    write: ClassVar[type]

    def act(self, pk: int) -> Response:
        """Judge the shape, find what is named, do it."""
        self.require(Permission.STOCK_MOVE)
        lot = named("lot", selectors.lot_get, self.actor, pk) if pk < 1 else selectors.lot_get(self.actor, pk)
        said: dict[str, Any] = dict(self.shape(self.write).validated_data)
        if said.get("warehouse") is not None:
            said["warehouse"] = named("warehouse", selectors.warehouse_get, self.actor, said["warehouse"])
        else:
            said.pop("warehouse", None)
        DEEDS[self.deed].act(lot, said, self.actor)
        return Response(shape_lots([lot], self.actor)[0], status=201)


def _deed(name: str, write: type, words: str) -> type[LotAct]:
    """The view of one deed."""

    @extend_schema(operation_id=f"reserves_lot_{name}", description=words, request=write, responses={201: LotShape})
    def post(self: LotAct, request: Request, pk: int) -> Response:
        return self.act(pk)

    return type(f"Lot{name.title()}", (LotAct,), {"deed": name, "write": write, "post": post, "__doc__": words})


ACTS: dict[str, type[LotAct]] = {
    name: _deed(name, write, words)
    for name, write, words in (
        ("return", ReturnWrite, "Issued goods come back: good ones into stock, damaged ones frozen."),
        ("loan", LoanWrite, "Lend until a day."),
        ("rotate", QuantityWrite, "Rotate old stock out."),
        ("freeze", QuantityWrite, "Take goods out of what is available."),
        ("unfreeze", QuantityWrite, "Make frozen goods available again."),
        ("scrap", ScrapWrite, "Propose to write goods off; another person decides."),
        ("relocate", RelocateWrite, "Put the lot somewhere else in the same store."),
        ("check", StockCheckWrite, "Enter an inspection."),
        ("maintain", MaintainWrite, "Enter maintenance or a test run."),
        ("recall", StockRecallWrite, "Call the batch back everywhere."),
    )
}
