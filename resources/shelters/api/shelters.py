"""Shelters for programs: lists, one, its state and its check (R-D9)."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import Pages
from core.errors import UnprocessableError
from organizations.api import ApiView
from organizations.roles import Permission
from resources.shelters import selectors, services, workflow
from resources.shelters.models import Duration, Hazard, Status, Tier
from resources.shelters.serializers import CheckAnswer, CheckWrite, ShelterShape, StateWrite

STATES = ["open", *Status.values]
_FILTERS = [
    OpenApiParameter("q", str, description="part of a name, address or jurisdiction"),
    OpenApiParameter("state", str, enum=STATES, description="open: ordered, checked, receiving, full or closing"),
    OpenApiParameter("tier", str, enum=Tier.values),
    OpenApiParameter("duration", str, enum=Duration.values),
    OpenApiParameter("hazard", str, enum=Hazard.values),
    OpenApiParameter("jurisdiction", str, description="division code: it and everything below"),
    OpenApiParameter("free", int, description="at least so many free places"),
    OpenApiParameter("near", str, description="lon,lat in degrees: sorted by distance"),
    OpenApiParameter("page", int),
    OpenApiParameter("page_size", int),
]


def _wrong(field: str, words: str) -> UnprocessableError:
    return UnprocessableError(_("Some fields need correction."), errors={field: words})


def _near(text: str) -> tuple[float, float] | None:
    if not text:
        return None
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError:
        lon, lat = 999.0, 999.0
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise _wrong("near", _("Longitude,latitude in degrees."))
    return lon, lat


def _chosen(request: Request, name: str, allowed: list[str]) -> str:
    value = request.query_params.get(name, "")
    if value and value not in allowed:
        raise _wrong(name, _("One of: %(values)s") % {"values": ", ".join(allowed)})
    return value


def _count(request: Request, name: str) -> int:
    text = request.query_params.get(name, "") or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise _wrong(name, _("A whole number, please."))
    return int(text)


class ShelterList(ApiView):
    """Shelters within reach."""

    @extend_schema(operation_id="shelters_list", parameters=_FILTERS, responses=ShelterShape(many=True))
    def get(self, request: Request) -> Response:
        """List, filter, nearest first with `near`."""
        self.require(Permission.SHELTER_VIEW)
        asked = request.query_params
        rows = selectors.shelter_list(
            request.user,
            q=asked.get("q", ""),
            state=_chosen(request, "state", STATES),
            tier=_chosen(request, "tier", Tier.values),
            duration=_chosen(request, "duration", Duration.values),
            hazard=_chosen(request, "hazard", Hazard.values),
            jurisdiction=asked.get("jurisdiction", ""),
            free=_count(request, "free"),
            near=_near(asked.get("near", "")),
        )
        pages = Pages()
        page = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response(ShelterShape(page, many=True).data)


class ShelterDetail(ApiView):
    """One shelter."""

    @extend_schema(operation_id="shelters_read", responses=ShelterShape)
    def get(self, request: Request, pk: int) -> Response:
        """Read."""
        return Response(ShelterShape(selectors.shelter_get(request.user, pk)).data)


class ShelterState(ApiView):
    """Where a shelter is in its life."""

    @extend_schema(operation_id="shelters_state", request=StateWrite, responses=ShelterShape)
    def post(self, request: Request, pk: int) -> Response:
        """Order it open, receive people, close, restore; by the table of states."""
        shelter = selectors.shelter_get(request.user, pk)
        said = self.shape(StateWrite).validated_data
        to = said.pop("to")
        if to == workflow.ORDERED:
            shelter = services.shelter_order(shelter=shelter, actor=self.actor, **said)
        else:
            shelter = services.shelter_change_state(shelter=shelter, to=to, reason=said["reason"], actor=self.actor)
        return Response(ShelterShape(shelter).data)


class ShelterCheck(ApiView):
    """The check before opening."""

    @extend_schema(operation_id="shelters_check", request=CheckWrite, responses={201: CheckAnswer})
    def post(self, request: Request, pk: int) -> Response:
        """Record what was found; `passed` says whether people may be let in."""
        shelter = selectors.shelter_get(request.user, pk)
        said = dict(self.shape(CheckWrite).validated_data)
        check = services.shelter_check(shelter=shelter, findings=said.pop("items"), actor=self.actor, **said)
        blocking = sorted(selectors.blocking(check))
        fresh = selectors.shelter_get(request.user, pk)
        return Response(CheckAnswer({"passed": check.passed, "blocking": blocking, "shelter": fresh}).data, status=201)
