"""Addresses of this app: the part of the API it serves; its page is the map."""

from django.urls import URLPattern, path

from incidents.plots import api

app_name = "plots"
urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = [
    path("plots/", api.Plots.as_view(), name="plots"),
    path("plots/<int:pk>/", api.PlotDetail.as_view(), name="plot"),
    path("plots/<int:pk>/remove/", api.PlotRemove.as_view(), name="plot-remove"),
]
