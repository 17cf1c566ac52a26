"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern

app_name = "plots"
urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = []
