"""Requests for programs: asked, allocated, decided, confirmed."""

from typing import Any

from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import NotFoundError, UnprocessableError
from incidents.supply import selectors, services
from incidents.supply.filters import RequestFilter
from incidents.supply.models import RequestKind, RequestStatus, SupplyRequest
from incidents.supply.selectors.naming import item_named, place_by_code
from incidents.supply.serializers import (
    AllocateWrite,
    AllocationShape,
    ApproveWrite,
    CloseWrite,
    ConfirmWrite,
    OralWrite,
    PassOnWrite,
    ReasonWrite,
    RequestRow,
    RequestShape,
    RequestWrite,
    WantedShape,
)
from incidents.supply.shapes import allocation_document, request_document
from organizations import access
from organizations.api import ApiView, Lists
from organizations.models import Jurisdiction
from organizations.roles import Permission
from resources.reserves.selectors import warehouse_get


def key_of(value: str) -> Any:
    """An id where it is a number, else a code."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else value


def named(field: str, find: Any, actor: Any, value: str) -> Any:
    """What a field names, or 422 in words."""
    try:
        return find(actor, key_of(value))
    except NotFoundError as error:
        raise UnprocessableError(_("Some fields need correction."), errors={field: str(error.message)}) from error


def point_of(value: Any) -> Point | None:
    """A GeoJSON Point, or None; 422 in words for anything else."""
    if value is None:
        return None
    try:
        coordinates = [float(part) for part in value["coordinates"]]
        point = Point(coordinates[0], coordinates[1], srid=4326)
        if value["type"] != "Point" or not (-180 <= point.x <= 180 and -90 <= point.y <= 90):
            raise ValueError
    except (TypeError, KeyError, ValueError, IndexError, OverflowError) as error:
        raise UnprocessableError(
            _("Some fields need correction."), errors={"location": _("A GeoJSON Point, longitude and latitude.")}
        ) from error
    return point


class Requests(Lists):
    """Every request within sight; a new one."""

    @extend_schema(
        operation_id="supply_requests_list",
        parameters=[
            OpenApiParameter("status", str, enum=RequestStatus.values),
            OpenApiParameter("kind", str, enum=RequestKind.values),
            OpenApiParameter("incident", int),
            OpenApiParameter("open", bool),
        ],
        responses=RequestRow(many=True),
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        return self.page(self.filtered(selectors.supply_requests(self.actor), RequestFilter), RequestRow)

    @extend_schema(operation_id="supply_request_create", request=RequestWrite, responses={201: RequestShape})
    def post(self, request: Request) -> Response:
        """Items and quantities, or people and days: submitted at once, with its lines."""
        self._require_asking()
        said = dict(self.shape(RequestWrite).validated_data)
        incident = None
        if said.get("incident") is not None:
            incident = selectors.incident_for_supply(self.actor, pk=said["incident"])
        need = said.pop("need", None) or {}
        lines = [
            services.Ask(named("lines", item_named, self.actor, row["item"]), row["quantity"], row["substitutes"])
            for row in said.pop("lines", ())
        ]
        made = services.request_create(
            jurisdiction=self._place(said.pop("jurisdiction", ""), incident),
            lines=lines,
            people=need.get("people"),
            days=need.get("days"),
            asked=place_by_code(said.pop("asked", ""), actor=self.actor),
            warehouse=self._warehouse(said.pop("warehouse", "")),
            location=point_of(said.pop("location", None)),
            actor=self.actor,
            **(said | {"incident": incident}),
        )
        return Response(_document(made, self), status=201)

    def _require_asking(self) -> None:
        """403 before anything is looked up; who runs shelters may ask for one."""
        said = self.request.data
        wanted = str(said.get("destination", "")) if isinstance(said, dict) else ""
        if not (wanted.startswith("shelter:") and access.can_anywhere(self.actor, Permission.SHELTER_RUN)):
            self.require(Permission.SUPPLY_REQUEST)

    def _place(self, code: str, incident: Any) -> Jurisdiction:
        if incident is not None:
            return incident.jurisdiction
        if code:
            return selectors.jurisdiction_for_supply(self.actor, code=code)
        self.require(Permission.SUPPLY_REQUEST)
        if self.actor.unit is None:
            raise UnprocessableError(
                _("Some fields need correction."), errors={"jurisdiction": _("Say for which incident or place.")}
            )
        return self.actor.unit.jurisdiction

    def _warehouse(self, value: str) -> Any:
        return named("warehouse", warehouse_get, self.actor, value) if value else None


def _document(made: SupplyRequest, view: ApiView) -> dict[str, Any]:
    row = RequestRow(made, context={"request": view.request}).data
    return request_document(made, dict(row), view.actor)


class RequestDetail(ApiView):
    """One request."""

    @extend_schema(operation_id="supply_request", responses=RequestShape)
    def get(self, request: Request, pk: int) -> Response:
        """With its lines and how far each has come."""
        return Response(_document(selectors.supply_request_get(self.actor, pk), self))


class Allocate(ApiView):
    """What is best now."""

    @extend_schema(operation_id="supply_allocate", request=AllocateWrite, responses=AllocationShape)
    def post(self, request: Request, pk: int) -> Response:
        """Compute, or check lines by hand; nothing moves until it is confirmed."""
        found = selectors.supply_request_get(self.actor, pk)
        lines = self.shape(AllocateWrite).validated_data.get("lines")
        if lines is None:
            found = services.request_propose(request=found, actor=self.actor)
        else:
            found = services.request_edit_proposal(request=found, lines=lines, actor=self.actor)
        return Response(allocation_document(found, self.actor))


class Act(ApiView):
    """One step of a request."""

    def _found(self, pk: int) -> SupplyRequest:
        return selectors.supply_request_get(self.actor, pk)

    def _answer(self, made: SupplyRequest) -> Response:
        return Response(_document(selectors.supply_request_get(self.actor, made.pk), self))


class Approve(Act):
    """Yes."""

    @extend_schema(operation_id="supply_approve", request=ApproveWrite, responses=RequestShape)
    def post(self, request: Request, pk: int) -> Response:
        """One approval by the rules."""
        found = self._found(pk)
        said = self.shape(ApproveWrite).validated_data
        return self._answer(services.request_approve(request=found, note=said.get("note", ""), actor=self.actor))


class Oral(Act):
    """Ordered by word."""

    @extend_schema(operation_id="supply_oral", request=OralWrite, responses=RequestShape)
    def post(self, request: Request, pk: int) -> Response:
        """The paper follows within its limit."""
        found = self._found(pk)
        said = self.shape(OralWrite).validated_data
        return self._answer(services.request_order_orally(request=found, by=said["by"], actor=self.actor))


class Return(Act):
    """Back to who asked."""

    @extend_schema(operation_id="supply_return", request=ReasonWrite, responses=RequestShape)
    def post(self, request: Request, pk: int) -> Response:
        """With the reason."""
        found = self._found(pk)
        said = self.shape(ReasonWrite).validated_data
        return self._answer(services.request_return(request=found, reason=said["reason"], actor=self.actor))


class Refuse(Act):
    """No."""

    @extend_schema(operation_id="supply_refuse", request=ReasonWrite, responses=RequestShape)
    def post(self, request: Request, pk: int) -> Response:
        """With the reason."""
        found = self._found(pk)
        said = self.shape(ReasonWrite).validated_data
        return self._answer(services.request_refuse(request=found, reason=said["reason"], actor=self.actor))


class Cancel(Act):
    """No longer wanted."""

    @extend_schema(operation_id="supply_cancel", request=ReasonWrite, responses=RequestShape)
    def post(self, request: Request, pk: int) -> Response:
        """With the reason."""
        found = self._found(pk)
        said = self.shape(ReasonWrite).validated_data
        return self._answer(services.request_cancel(request=found, reason=said["reason"], actor=self.actor))


class Confirm(Act):
    """Reserve what is proposed."""

    @extend_schema(operation_id="supply_confirm", request=ConfirmWrite, responses=RequestShape)
    def post(self, request: Request, pk: int) -> Response:
        """All lines or none; 409 when somebody else was first."""
        found = self._found(pk)
        version = self.shape(ConfirmWrite).validated_data.get("version")
        return self._answer(services.request_confirm(request=found, version=version, actor=self.actor))


class Close(Act):
    """Settle it."""

    @extend_schema(operation_id="supply_close", request=CloseWrite, responses=RequestShape)
    def post(self, request: Request, pk: int) -> Response:
        """What became of the goods."""
        found = self._found(pk)
        said = self.shape(CloseWrite).validated_data
        return self._answer(services.request_close(request=found, outcome=said["outcome"], actor=self.actor))


class PassOn(Act):
    """Ask the level above or a neighbour for what is missing."""

    @extend_schema(operation_id="supply_pass_on", request=PassOnWrite, responses={201: RequestShape})
    def post(self, request: Request, pk: int) -> Response:
        """A request of its own."""
        found = self._found(pk)
        said = dict(self.shape(PassOnWrite).validated_data)
        to = place_by_code(said.pop("to"), actor=self.actor)
        if to is None:
            raise UnprocessableError(_("Some fields need correction."), errors={"to": _("There is no such place.")})
        made = services.request_pass_on(request=found, to=to, actor=self.actor, **said)
        return Response(_document(selectors.supply_request_get(self.actor, made.pk), self), status=201)


class Expansion(ApiView):
    """What people need by the norms in force."""

    @extend_schema(
        operation_id="supply_expansion",
        parameters=[
            OpenApiParameter("people", int, required=True),
            OpenApiParameter("days", int, required=True),
            OpenApiParameter("jurisdiction", str, description="code; left out: that of the caller's unit"),
        ],
        responses=WantedShape(many=True),
    )
    def get(self, request: Request) -> Response:
        """Nothing is changed."""
        self.require(Permission.RESERVE_VIEW)
        asked = request.query_params
        numbers = [asked.get(name, "") for name in ("people", "days")]
        if not all(part.isascii() and part.isdigit() and 0 < len(part) < 9 and int(part) > 0 for part in numbers):
            raise UnprocessableError(_("Some fields need correction."), errors={"people": _("Whole numbers above 0.")})
        place = place_by_code(asked.get("jurisdiction", ""), actor=self.actor)
        place = place or (self.actor.unit.jurisdiction if self.actor.unit else None)
        if place is None or not access.can(self.actor, Permission.RESERVE_VIEW, place):
            raise NotFoundError(_("It does not exist, or it is out of your reach."))
        found = selectors.expand(place, people=int(numbers[0]), days=int(numbers[1]), actor=self.actor)
        return Response(WantedShape(found, many=True).data)
