"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from clocks import api

app_name = "clocks"
urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = [
    path("clocks/", api.ClockList.as_view(), name="clocks"),
]
