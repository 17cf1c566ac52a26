"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from incidents.dispatch import api

app_name = "dispatch"
urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = [
    path("incidents/<int:pk>/recommendations/", api.Recommendations.as_view(), name="recommendations"),
    path("incidents/<int:pk>/simulation/", api.Simulation.as_view(), name="simulation"),
    path("incidents/<int:pk>/dispatches/", api.IncidentDispatches.as_view(), name="incident-dispatches"),
    path("dispatches/", api.DispatchList.as_view(), name="dispatches"),
    path("dispatches/<int:pk>/", api.DispatchDetail.as_view(), name="dispatch"),
    path("dispatches/<int:pk>/steps/", api.DispatchSteps.as_view(), name="dispatch-steps"),
    path("dispatches/<int:pk>/status/", api.DispatchSetStatus.as_view(), name="dispatch-status"),
    path("dispatches/<int:pk>/recall/", api.DispatchRecall.as_view(), name="dispatch-recall"),
    path("dispatches/<int:pk>/undo/", api.DispatchUndo.as_view(), name="dispatch-undo"),
]
