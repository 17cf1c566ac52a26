"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from clocks import api, views

app_name = "clocks"
urlpatterns: list[URLPattern] = [
    path("clocks/", views.clocks_page, name="clocks"),
]
api_urlpatterns: list[URLPattern] = [
    path("clocks/", api.ClockList.as_view(), name="clocks"),
]
