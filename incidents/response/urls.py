"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from incidents.response import api

app_name = "response"
urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = [
    path("incidents/", api.IncidentList.as_view(), name="incidents"),
    path("incidents/<int:pk>/", api.IncidentDetail.as_view(), name="incident"),
    path("incidents/<int:pk>/timeline/", api.IncidentTimeline.as_view(), name="incident-timeline"),
    path("incidents/<int:pk>/clocks/", api.IncidentClocks.as_view(), name="incident-clocks"),
    path("incidents/<int:pk>/grade/", api.IncidentGrade.as_view(), name="incident-grade"),
    path("incidents/<int:pk>/status/", api.IncidentStatus.as_view(), name="incident-status"),
    path("incidents/<int:pk>/notes/", api.IncidentNotes.as_view(), name="incident-notes"),
    path("incidents/<int:pk>/figures/", api.IncidentFigures.as_view(), name="incident-figures"),
    path("incidents/<int:pk>/handover/", api.IncidentHandover.as_view(), name="incident-handover"),
    path("incidents/<int:pk>/sensitive/", api.IncidentSensitive.as_view(), name="incident-sensitive"),
    path("event-types/", api.EventTypeList.as_view(), name="event-types"),
]
