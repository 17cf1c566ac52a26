"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from incidents.response import api
from incidents.response.views import actions, lists, page
from incidents.response.views.editing import EditIncident, NewIncident
from incidents.response.views.settings import TypeEdit, TypeList

app_name = "response"
urlpatterns: list[URLPattern] = [
    path("incidents/", lists.incident_list, name="list"),
    path("incidents/export.csv", lists.incident_export, name="export"),
    path("incidents/new/", NewIncident.as_view(), name="new"),
    path("incidents/suggest/", actions.suggest, name="suggest"),
    path("incidents/<str:number>/", page.incident_page, name="page"),
    path("incidents/<str:number>/summary/", page.incident_summary, name="summary"),
    path("incidents/<str:number>/panel/<str:name>/", page.incident_panel, name="panel"),
    path("incidents/<str:number>/edit/", EditIncident.as_view(), name="edit"),
    path("incidents/<str:number>/status/", actions.change_status, name="status"),
    path("incidents/<str:number>/grade/", actions.grade, name="grade"),
    path("incidents/<str:number>/sensitive/", actions.sensitive, name="sensitive"),
    path("incidents/<str:number>/notes/", actions.note, name="note"),
    path("incidents/<str:number>/pin/", actions.pin, name="pin"),
    path("incidents/<str:number>/sheet/", page.incident_sheet, name="sheet"),
    path("incidents/<str:number>/figures/", actions.figures, name="figures"),
    path("incidents/<str:number>/handover/", actions.handover, name="handover"),
    path("settings/types/", TypeList.as_view(), name="types"),
    path("settings/types/new/", TypeEdit.as_view(), name="type-new"),
    path("settings/types/<str:code>/", TypeEdit.as_view(), name="type-edit"),
]
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
