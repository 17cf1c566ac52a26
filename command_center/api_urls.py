"""Every address of the API, version 1."""

from django.urls import URLPattern, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from clocks.urls import api_urlpatterns as clocks
from command_center.api import MapView, UnknownView
from incidents.dispatch.urls import api_urlpatterns as dispatch
from incidents.reports.urls import api_urlpatterns as reports
from incidents.response.urls import api_urlpatterns as response
from organizations.urls import api_urlpatterns as organizations
from resources.teams.urls import api_urlpatterns as teams
from timeline.urls import api_urlpatterns as timeline

app_name = "api"
urlpatterns: list[URLPattern] = [
    *organizations,
    *timeline,
    *clocks,
    *teams,
    *response,
    *reports,
    *dispatch,
    path("map/", MapView.as_view(), name="map"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="api:schema"), name="docs"),
    re_path(r"", UnknownView.as_view(), name="unknown"),
]
