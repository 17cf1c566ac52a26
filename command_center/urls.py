"""Every address of the platform."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import JSONCatalog

from command_center.health import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("api/v1/", include("command_center.api_urls")),
    path("i18n/catalogue.json", JSONCatalog.as_view(domain="djangojs"), name="catalogue"),
    path("admin/", admin.site.urls),
    path("", include("organizations.urls")),
    path("", include("timeline.urls")),
    path("", include("clocks.urls")),
    path("", include("resources.teams.urls")),
    path("", include("incidents.response.urls")),
    path("", include("incidents.reports.urls")),
    path("", include("incidents.dispatch.urls")),
]
