"""The map for screens and programs."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from command_center.forms import parse_bbox, parse_layers
from command_center.selectors.map import FIXED, LAYERS, fixed_tag, map_document
from core.errors import NotFoundError
from organizations.api import ApiView


class MapView(ApiView):
    """Layers as GeoJSON with the feed's cursor: follow `/ws/feed/?cursor=` from it and nothing is missed (R-H1)."""

    @extend_schema(
        operation_id="map_read",
        parameters=[
            OpenApiParameter("layers", description="Comma-separated: " + ", ".join(LAYERS)),
            OpenApiParameter("bbox", description="west,south,east,north in degrees WGS 84"),
        ],
        responses={200: OpenApiTypes.OBJECT, 304: None},
    )
    def get(self, request: Request) -> HttpResponse:
        """One FeatureCollection; layers out of reach are absent. Borders and base map alone are cacheable by ETag."""
        layers = parse_layers(request.query_params.get("layers"))
        bbox = parse_bbox(request.query_params.get("bbox"))
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


@extend_schema(exclude=True)
class UnknownView(APIView):
    """Any other address below /api/v1/: a problem document, in whatever way it was asked."""

    authentication_classes = ()
    permission_classes = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse before anything is read."""
        raise NotFoundError(_("There is no such address. Addresses of the interface end with “/”."))
