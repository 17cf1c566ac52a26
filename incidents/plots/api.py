"""Drawings for screens and programs."""

from typing import Any

import django_filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.plots import selectors, services
from incidents.plots.models import Plot, PlotKind
from incidents.plots.serializers import PlotPatch, PlotShape, PlotStrike, PlotWrite
from incidents.response.selectors import incident_get
from organizations.api import ApiView, Lists
from organizations.roles import Permission


class PlotFilter(django_filters.FilterSet):
    """By incident and meaning."""

    incident = django_filters.NumberFilter()
    kind = django_filters.ChoiceFilter(choices=PlotKind.choices)

    class Meta:
        model = Plot
        fields = ("incident", "kind")


class Plots(Lists):
    """What is drawn on the map."""

    filterset_class = PlotFilter

    @extend_schema(
        operation_id="plots_list",
        parameters=[
            OpenApiParameter("incident", OpenApiTypes.INT),
            OpenApiParameter("kind", str, enum=PlotKind.values),
            OpenApiParameter("struck", bool, description="true: also what was struck or is past its time"),
        ],
        responses=PlotShape(many=True),
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        self.require(Permission.INCIDENT_VIEW)
        every = request.query_params.get("struck") == "true"
        rows = selectors.plots(self.actor) if every else selectors.plots_standing(self.actor)
        return self.page(self.filtered(rows), PlotShape)

    @extend_schema(operation_id="plot_add", request=PlotWrite, responses={201: PlotShape})
    def post(self, request: Request) -> Response:
        """Draw something; with an incident it is on its log."""
        self.require(Permission.PLOT_CHANGE)
        said: dict[str, Any] = dict(self.shape(PlotWrite).validated_data)
        number = said.pop("incident", None)
        incident = incident_get(pk=number, actor=self.actor) if number else None
        plot = services.plot_add(data=services.PlotData(**said), incident=incident, actor=self.actor)
        return Response(PlotShape(plot).data, status=201)


class PlotDetail(ApiView):
    """One drawing."""

    @extend_schema(operation_id="plot_read", responses=PlotShape)
    def get(self, request: Request, pk: int) -> Response:
        """Struck ones too: they stay on record."""
        return Response(PlotShape(selectors.plot_get(self.actor, pk)).data)

    @extend_schema(operation_id="plot_change", request=PlotPatch, responses=PlotShape)
    def patch(self, request: Request, pk: int) -> Response:
        """Change it; 409 when the version is not the newest."""
        plot = selectors.plot_get(self.actor, pk)
        said = dict(self.shape(PlotPatch).validated_data)
        version = said.pop("version")
        changed = services.plot_change(plot=plot, changes=said, version=version, actor=self.actor)
        return Response(PlotShape(changed).data)


class PlotRemove(ApiView):
    """Strike a drawing."""

    @extend_schema(operation_id="plot_remove", request=PlotStrike, responses=PlotShape)
    def post(self, request: Request, pk: int) -> Response:
        """It leaves the map and stays on record."""
        plot = selectors.plot_get(self.actor, pk)
        said = self.shape(PlotStrike).validated_data
        return Response(PlotShape(services.plot_remove(plot=plot, **said, actor=self.actor)).data)
