"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from timeline import api, views

app_name = "timeline"
urlpatterns: list[URLPattern] = [
    path("timeline/", views.record_page, name="record"),
    path("timeline/export.csv", views.record_export, name="export"),
]
api_urlpatterns: list[URLPattern] = [
    path("timeline/", api.TimelineList.as_view(), name="timeline"),
]
