"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from resources.teams import api, views

app_name = "teams"
urlpatterns: list[URLPattern] = [
    path("teams/", views.TeamsPage.as_view(), name="teams"),
    path("teams/new/", views.TeamEdit.as_view(), name="new"),
    path("teams/import/", views.ImportPage.as_view(), name="import"),
    path("teams/export/", views.Export.as_view(), name="export"),
    path("teams/<int:pk>/", views.TeamPage.as_view(), name="team"),
    path("teams/<int:pk>/edit/", views.TeamEdit.as_view(), name="edit"),
    path("teams/<int:pk>/readiness/", views.SetReadiness.as_view(), name="readiness"),
    path("teams/<int:pk>/members/", views.SaveMember.as_view(), name="members"),
    path("teams/<int:pk>/vehicles/", views.SaveVehicle.as_view(), name="vehicles"),
]
api_urlpatterns: list[URLPattern] = [
    path("teams/", api.TeamList.as_view(), name="teams"),
    path("teams/<int:pk>/", api.TeamDetail.as_view(), name="team"),
    path("teams/<int:pk>/readiness/", api.TeamReadiness.as_view(), name="team-readiness"),
    path("positions/", api.Positions.as_view(), name="positions"),
]
