"""Shipments for programs: picked, loaded, gone, received."""

from typing import Any

from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import UnprocessableError
from incidents.supply import selectors, services
from incidents.supply.models import Shipment, ShipmentStatus
from incidents.supply.serializers import (
    DepartWrite,
    HomeWrite,
    LoadWrite,
    QuantitiesWrite,
    ReasonWrite,
    ReceiveWrite,
    ShipmentPosition,
    ShipmentShape,
    VehicleWrite,
)
from organizations.api import ApiView, Lists


class Shipments(Lists):
    """Every shipment within sight."""

    @extend_schema(
        operation_id="supply_shipments_list",
        parameters=[
            OpenApiParameter("status", str, enum=ShipmentStatus.values),
            OpenApiParameter("request", int),
            OpenApiParameter("warehouse", int),
        ],
        responses=ShipmentShape(many=True),
    )
    def get(self, request: Request) -> Response:
        """In the order they were allocated."""
        rows = selectors.shipments(self.actor)
        for name, field in (("status", "status"), ("request", "request_id"), ("warehouse", "warehouse_id")):
            value = request.query_params.get(name, "")
            if not value:
                continue
            if name != "status" and not (value.isascii() and value.isdigit() and len(value) < 19):
                raise UnprocessableError(_("Some fields need correction."), errors={name: _("Not a number.")})
            rows = rows.filter(**{field: value})
        return self.page(rows, ShipmentShape)


class ShipmentView(ApiView):
    """Steps of one shipment."""

    def _found(self, pk: int) -> Shipment:
        return selectors.shipment_get(self.actor, pk)

    def _answer(self, made: Shipment) -> Response:
        return Response(ShipmentShape(selectors.shipment_get(self.actor, made.pk)).data)


def by_line(values: dict[str, Any] | None) -> dict[int, Any]:
    """Keys as ids; 422 in words for anything else."""
    found = {}
    for key, value in (values or {}).items():
        if not (key.isascii() and key.isdigit() and len(key) < 19):
            raise UnprocessableError(_("Some fields need correction."), errors={"lines": _("Ids of lines as keys.")})
        found[int(key)] = value
    return found


class ShipmentDetail(ShipmentView):
    """One shipment."""

    @extend_schema(operation_id="supply_shipment", responses=ShipmentShape)
    def get(self, request: Request, pk: int) -> Response:
        """With its lots."""
        return self._answer(self._found(pk))


class Pick(ShipmentView):
    """Pick."""

    @extend_schema(operation_id="shipment_pick", request=QuantitiesWrite, responses=ShipmentShape)
    def post(self, request: Request, pk: int) -> Response:
        """Without `lines`: picking begins. With them: this was picked, and loading begins."""
        found = self._found(pk)
        said = self.shape(QuantitiesWrite).validated_data
        picked = by_line(said["lines"]) if "lines" in said else None
        return self._answer(
            services.shipment_pick(shipment=found, picked=picked, notes=by_line(said.get("notes")), actor=self.actor)
        )


class LoadView(ShipmentView):
    """Load."""

    @extend_schema(operation_id="shipment_load", request=LoadWrite, responses=ShipmentShape)
    def post(self, request: Request, pk: int) -> Response:
        """The vehicle and its people."""
        found = self._found(pk)
        return self._answer(
            services.shipment_load(shipment=found, actor=self.actor, **self.shape(LoadWrite).validated_data)
        )


class Depart(ShipmentView):
    """Leave."""

    @extend_schema(operation_id="shipment_depart", request=DepartWrite, responses=ShipmentShape)
    def post(self, request: Request, pk: int) -> Response:
        """Handed over by and taken over by."""
        found = self._found(pk)
        return self._answer(
            services.shipment_depart(shipment=found, actor=self.actor, **self.shape(DepartWrite).validated_data)
        )


class Receive(ShipmentView):
    """Arrive."""

    @extend_schema(operation_id="shipment_receive", request=ReceiveWrite, responses=ShipmentShape)
    def post(self, request: Request, pk: int) -> Response:
        """Counted by line; every difference with its reason."""
        found = self._found(pk)
        said = self.shape(ReceiveWrite).validated_data
        return self._answer(
            services.shipment_receive(
                shipment=found,
                received=by_line(said.get("lines")),
                reasons=by_line(said.get("notes")),
                received_by=said["received_by"],
                actor=self.actor,
            )
        )


class Recall(ShipmentView):
    """Call it off."""

    @extend_schema(operation_id="shipment_recall", request=ReasonWrite, responses=ShipmentShape)
    def post(self, request: Request, pk: int) -> Response:
        """With the reason."""
        found = self._found(pk)
        reason = self.shape(ReasonWrite).validated_data["reason"]
        return self._answer(services.shipment_recall(shipment=found, reason=reason, actor=self.actor))


class Stop(ShipmentView):
    """It cannot go on."""

    @extend_schema(operation_id="shipment_stop", request=ReasonWrite, responses=ShipmentShape)
    def post(self, request: Request, pk: int) -> Response:
        """With the reason."""
        found = self._found(pk)
        reason = self.shape(ReasonWrite).validated_data["reason"]
        return self._answer(services.shipment_stop(shipment=found, reason=reason, actor=self.actor))


class Resume(ShipmentView):
    """It goes on."""

    @extend_schema(operation_id="shipment_resume", request=VehicleWrite, responses=ShipmentShape)
    def post(self, request: Request, pk: int) -> Response:
        """On another vehicle, perhaps."""
        found = self._found(pk)
        vehicle = self.shape(VehicleWrite).validated_data.get("vehicle", "")
        return self._answer(services.shipment_resume(shipment=found, vehicle=vehicle, actor=self.actor))


class Home(ShipmentView):
    """A recalled one is back."""

    @extend_schema(operation_id="shipment_home", request=HomeWrite, responses=ShipmentShape)
    def post(self, request: Request, pk: int) -> Response:
        """Counted into the store."""
        found = self._found(pk)
        said = self.shape(HomeWrite).validated_data
        return self._answer(
            services.shipment_bring_home(
                shipment=found, good=by_line(said["good"]), damaged=by_line(said.get("damaged")), actor=self.actor
            )
        )


class Position(ShipmentView):
    """Where it is."""

    @extend_schema(operation_id="shipment_position", request=ShipmentPosition, responses=ShipmentShape)
    def post(self, request: Request, pk: int) -> Response:
        """By word of the driver or the escort."""
        found = self._found(pk)
        said = self.shape(ShipmentPosition).validated_data
        point = Point(said["lon"], said["lat"], srid=4326)
        return self._answer(services.shipment_position(shipment=found, location=point, actor=self.actor))
