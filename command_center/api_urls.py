"""Every address of the API, version 1."""

from django.urls import URLPattern, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from clocks.urls import api_urlpatterns as clocks
from command_center.api import AroundView, MapView, MarksView, SnapshotView, UnknownView
from files.urls import api_urlpatterns as files
from incidents.dispatch.urls import api_urlpatterns as dispatch
from incidents.plots.urls import api_urlpatterns as plots
from incidents.reports.urls import api_urlpatterns as reports
from incidents.response.urls import api_urlpatterns as response
from incidents.supply.urls import api_urlpatterns as supply
from organizations.urls import api_urlpatterns as organizations
from resources.reserves.urls import api_urlpatterns as reserves
from resources.shelters.urls import api_urlpatterns as shelters
from resources.teams.urls import api_urlpatterns as teams
from timeline.urls import api_urlpatterns as timeline

app_name = "api"
urlpatterns: list[URLPattern] = [
    *organizations,
    *timeline,
    *files,
    *clocks,
    *teams,
    *reserves,
    *shelters,
    *response,
    *reports,
    *dispatch,
    *plots,
    *supply,
    path("map/", MapView.as_view(), name="map"),
    path("map/snapshot/", SnapshotView.as_view(), name="map-snapshot"),
    path("map/marks/", MarksView.as_view(), name="map-marks"),
    path("around/", AroundView.as_view(), name="around"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="api:schema"), name="docs"),
    re_path(r"", UnknownView.as_view(), name="unknown"),
]
