"""Every address of the platform."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import JSONCatalog

from command_center import map_views, views
from command_center.health import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("api/v1/", include("command_center.api_urls")),
    path("i18n/catalogue.json", login_not_required(JSONCatalog.as_view(domain="djangojs")), name="catalogue"),
    path("admin/", admin.site.urls),
    path("duty/", views.duty, name="duty"),
    path("duty/todo/", views.duty_todo, name="duty_todo"),
    path("duty/log/", views.duty_log, name="duty_log"),
    path("map/", map_views.map_page, name="map"),
    path("map/around/", map_views.map_around, name="map_around"),
    path("map/around/export/", map_views.map_around_export, name="map_around_export"),
    path("", include("command_center.walls.urls")),
    path("status/", views.system_status, name="status"),
    path("", include("command_center.commands.urls")),
    path("", include("command_center.search.urls")),
    path("", include("organizations.urls")),
    path("", include("timeline.urls")),
    path("", include("files.urls")),
    path("", include("clocks.urls")),
    path("", include("resources.teams.urls")),
    path("", include("resources.reserves.urls")),
    path("", include("resources.shelters.urls")),
    path("", include("incidents.response.urls")),
    path("", include("incidents.reports.urls")),
    path("", include("incidents.dispatch.urls")),
    path("", include("incidents.plots.urls")),
    path("", include("incidents.supply.urls")),
]
