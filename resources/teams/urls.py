"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from resources.teams import api

app_name = "teams"
urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = [
    path("teams/", api.TeamList.as_view(), name="teams"),
    path("teams/<int:pk>/", api.TeamDetail.as_view(), name="team"),
    path("teams/<int:pk>/readiness/", api.TeamReadiness.as_view(), name="team-readiness"),
    path("positions/", api.Positions.as_view(), name="positions"),
]
