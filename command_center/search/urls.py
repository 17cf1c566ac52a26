"""Addresses of global search."""

from django.urls import URLPattern, path

from command_center.search import views

urlpatterns: list[URLPattern] = [path("search/", views.search, name="search")]
