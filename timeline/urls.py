"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from timeline import api, presence_views, views

app_name = "timeline"
urlpatterns: list[URLPattern] = [
    path("timeline/", views.record_page, name="record"),
    path("timeline/mute/", presence_views.mute, name="mute"),
    path("presence/", presence_views.presence, name="presence"),
    path("timeline/export.csv", views.record_export, name="export"),
]
api_urlpatterns: list[URLPattern] = [
    path("timeline/", api.TimelineList.as_view(), name="timeline"),
]
