"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from timeline import api

app_name = "timeline"
urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = [
    path("timeline/", api.TimelineList.as_view(), name="timeline"),
]
