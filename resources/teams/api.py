"""Teams and positions for programs."""

from typing import Any

import orjson
from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, parsers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import Pages
from core.errors import UnprocessableError
from organizations.api import ApiView
from resources.teams import selectors, services
from resources.teams.models import Readiness, TeamKind
from resources.teams.serializers import PositionsAnswer, PositionWrite, ReadinessWrite, TeamShape, TeamWrite

_FILTERS = [
    OpenApiParameter("q", str, description="part of a name, call sign, unit or base"),
    OpenApiParameter("capability", str, description="code, e.g. water"),
    OpenApiParameter("status", str, enum=Readiness.values),
    OpenApiParameter("kind", str, enum=TeamKind.values),
    OpenApiParameter("jurisdiction", str, description="division code: it and everything below"),
    OpenApiParameter("near", str, description="lon,lat in degrees: sorted by distance, unknown whereabouts last"),
    OpenApiParameter("page", int),
    OpenApiParameter("page_size", int),
]


def _near(text: str) -> tuple[float, float] | None:
    if not text:
        return None
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError:
        lon, lat = 999.0, 999.0
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise UnprocessableError(
            _("Some fields need correction."), errors={"near": _("Longitude,latitude in degrees.")}
        )
    return lon, lat


def _chosen(request: Request, name: str, allowed: list[str]) -> str:
    value = request.query_params.get(name, "")
    if value and value not in allowed:
        raise UnprocessableError(
            _("Some fields need correction."), errors={name: _("One of: %(values)s") % {"values": ", ".join(allowed)}}
        )
    return value


def _changes(data: dict[str, Any]) -> dict[str, Any]:
    if data.get("base") is not None:
        data["base"] = Point(*data["base"], srid=4326)
    return data


class TeamList(ApiView):
    """Teams within reach."""

    @extend_schema(operation_id="teams_list", parameters=_FILTERS, responses=TeamShape(many=True))
    def get(self, request: Request) -> Response:
        """List, filter, nearest first with `near`."""
        asked = request.query_params
        rows = selectors.team_list(
            request.user,
            q=asked.get("q", ""),
            capability=asked.get("capability", ""),
            status=_chosen(request, "status", Readiness.values),
            kind=_chosen(request, "kind", TeamKind.values),
            jurisdiction=asked.get("jurisdiction", ""),
            near=_near(asked.get("near", "")),
        )
        pages = Pages()
        page = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response(TeamShape(page, many=True, context={"request": request}).data)

    @extend_schema(operation_id="teams_create", request=TeamWrite, responses={201: TeamShape})
    def post(self, request: Request) -> Response:
        """Enter a team."""
        shape = TeamWrite(data=request.data, context={"request": request})
        shape.is_valid(raise_exception=True)
        data = _changes(dict(shape.validated_data))
        data.pop("version", None)
        team = services.team_create(data=services.TeamData(**data), actor=request.user)
        return Response(TeamShape(team, context={"request": request}).data, status=201)


class TeamDetail(ApiView):
    """One team."""

    @extend_schema(operation_id="teams_read", responses=TeamShape)
    def get(self, request: Request, pk: int) -> Response:
        """Read."""
        team = selectors.team_get(request.user, pk)
        return Response(TeamShape(team, context={"request": request}).data)

    @extend_schema(operation_id="teams_update", request=TeamWrite(partial=True), responses=TeamShape)
    def patch(self, request: Request, pk: int) -> Response:
        """Change some fields; with `version`, a stale caller is refused (409)."""
        team = selectors.team_get(request.user, pk)
        shape = TeamWrite(data=request.data, partial=True, context={"request": request})
        shape.is_valid(raise_exception=True)
        changes = _changes(dict(shape.validated_data))
        version = changes.pop("version", None)
        team = services.team_update(team=team, changes=changes, version=version, actor=request.user)
        return Response(TeamShape(team, context={"request": request}).data)


class TeamReadiness(ApiView):
    """Whether a team can be ordered."""

    @extend_schema(operation_id="teams_readiness", request=ReadinessWrite, responses=TeamShape)
    def post(self, request: Request, pk: int) -> Response:
        """Standby, resting or unavailable."""
        team = selectors.team_get(request.user, pk)
        shape = ReadinessWrite(data=request.data)
        shape.is_valid(raise_exception=True)
        team = services.team_set_readiness(
            team=team,
            to=shape.validated_data["readiness"],
            reason=shape.validated_data.get("reason", ""),
            actor=request.user,
        )
        return Response(TeamShape(team, context={"request": request}).data)


class PositionsParser(parsers.BaseParser):
    """JSON of a thousand positions, read in a fraction of the time; the service checks every value itself."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Decode or raise ParseError (400)."""
        try:
            return orjson.loads(stream.read())
        except orjson.JSONDecodeError as error:
            raise exceptions.ParseError(_("The body is not readable JSON: %(error)s") % {"error": error}) from error


class Positions(ApiView):
    """Where teams are."""

    parser_classes = [PositionsParser]

    @extend_schema(operation_id="positions_send", request=PositionWrite(many=True), responses={202: PositionsAnswer})
    def post(self, request: Request) -> Response:
        """Up to 1,000 at once; each is judged alone; the newest by its own time wins; repetition changes nothing."""
        batch = request.data
        if not isinstance(batch, list) or not 0 < len(batch) <= services.MAX_BATCH:
            raise UnprocessableError(_("A list of 1 to %(most)d positions, please.") % {"most": services.MAX_BATCH})
        result = services.positions_ingest(batch=batch, actor=request.user)
        return Response({"accepted": result.accepted, "rejected": result.rejected}, status=202)
