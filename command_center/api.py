"""The map for screens and programs."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from command_center.areas import area_from_geometry
from command_center.forms import parse_bbox, parse_layers, parse_moment, parse_zoom
from command_center.map_views import asked_area
from command_center.selectors.around import around
from command_center.selectors.map import FIXED, LAYERS, fixed_tag, map_document
from command_center.selectors.map_large import map_in_view
from command_center.selectors.snapshot import PAST, marks, snapshot
from command_center.serializers import AreaWrite, AroundShape
from core.errors import NotFoundError, UnprocessableError
from organizations.api import ApiView
from organizations.roles import Permission


class MapView(ApiView):
    """Layers as GeoJSON with the feed's cursor: follow `/ws/feed/?cursor=` from it and nothing is missed (R-H1)."""

    @extend_schema(
        operation_id="map_read",
        parameters=[
            OpenApiParameter("layers", description="Comma-separated: " + ", ".join(LAYERS)),
            OpenApiParameter("bbox", description="west,south,east,north in degrees WGS 84"),
            OpenApiParameter(
                "zoom",
                int,
                description="0–22, with bbox: layers of places with more than 5,000 of them (named in `large`) are "
                "answered for the bbox alone, as points or as cells with their number; all others come whole",
            ),
        ],
        responses={200: OpenApiTypes.OBJECT, 304: None},
    )
    def get(self, request: Request) -> HttpResponse:
        """One FeatureCollection; layers out of reach are absent. Borders and base map alone are cacheable by ETag."""
        layers = parse_layers(request.query_params.get("layers"))
        bbox = parse_bbox(request.query_params.get("bbox"))
        zoom = parse_zoom(request.query_params.get("zoom"))
        if zoom is not None and bbox is not None:
            text = map_in_view(layers, bbox, zoom, actor=request.user)
            return HttpResponse(text, content_type="application/json")
        fixed = bool(layers) and FIXED.issuperset(layers)
        tag = f'"{fixed_tag(layers, bbox, actor=request.user)}"' if fixed else ""
        if tag and tag in request.headers.get("If-None-Match", ""):
            response = HttpResponse(status=304)
        else:
            response = HttpResponse(map_document(layers, bbox, actor=request.user), content_type="application/json")
        if tag:
            response["ETag"] = tag
            response["Cache-Control"] = "private, no-cache"
        return response


class AroundView(ApiView):
    """What is around a point, an incident, in an area or along a line, nearest first (R-H1)."""

    @extend_schema(
        operation_id="around_read",
        parameters=[
            OpenApiParameter("at", description="longitude,latitude"),
            OpenApiParameter("incident", description="number or id: around its place"),
            OpenApiParameter("polygon", description="lon,lat;lon,lat;…"),
            OpenApiParameter("line", description="lon,lat;lon,lat;…"),
            OpenApiParameter("along", description="id of a river or road of the base map"),
            OpenApiParameter("radius_m", float, description="metres, up to 50,000"),
        ],
        responses=AroundShape,
    )
    def get(self, request: Request) -> Response:
        """Teams, places, incidents and people within; each list with its count, at most 200 of each."""
        self.require(Permission.PLACE_VIEW)
        area = asked_area(request.query_params, self.actor)
        if area is None:
            raise UnprocessableError(_("Say around what: a point, an incident, an area or a line."))
        return Response(AroundShape(around(area, actor=self.actor)).data)

    @extend_schema(operation_id="around_ask", request=AreaWrite, responses=AroundShape)
    def post(self, request: Request) -> Response:
        """The same for a GeoJSON Point, LineString or Polygon; nothing is changed."""
        self.require(Permission.PLACE_VIEW)
        said = self.shape(AreaWrite).validated_data
        area = area_from_geometry(said["geometry"], said.get("radius_m"))
        return Response(AroundShape(around(area, actor=self.actor)).data)


class SnapshotView(ApiView):
    """The map, figures and record as they were at a past moment (R-C6)."""

    @extend_schema(
        operation_id="map_snapshot",
        parameters=[
            OpenApiParameter("at", OpenApiTypes.DATETIME, required=True),
            OpenApiParameter("layers", description="Comma-separated: " + ", ".join(PAST)),
        ],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> Response:
        """A FeatureCollection with `at`, `figures` and `log`; only what the caller may see."""
        self.require(Permission.INCIDENT_VIEW)
        at = parse_moment(request.query_params.get("at"), "at")
        names = parse_layers(request.query_params.get("layers")) if request.query_params.get("layers") else list(PAST)
        return Response(snapshot(names, at, actor=self.actor))


class MarksView(ApiView):
    """Key events for the slider of the past."""

    @extend_schema(
        operation_id="map_marks",
        parameters=[
            OpenApiParameter("start", OpenApiTypes.DATETIME, required=True),
            OpenApiParameter("end", OpenApiTypes.DATETIME, required=True),
        ],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> Response:
        """`{"marks": […]}`, oldest first, the newest 300 of them."""
        self.require(Permission.INCIDENT_VIEW)
        start, end = (parse_moment(request.query_params.get(name), name) for name in ("start", "end"))
        return Response({"marks": marks(start, end, actor=self.actor)})


@extend_schema(exclude=True)
class UnknownView(APIView):
    """Any other address below /api/v1/: a problem document, in whatever way it was asked."""

    authentication_classes = ()
    permission_classes = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse before anything is read."""
        raise NotFoundError(_("There is no such address. Addresses of the interface end with “/”."))
