"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from files import api, views

app_name = "files"
urlpatterns: list[URLPattern] = [
    path("files/", views.gallery, name="gallery"),
    path("files/<uuid:pk>/", views.content, name="content"),
    path("files/<uuid:pk>/thumb/", views.thumb, name="thumb"),
]
api_urlpatterns: list[URLPattern] = [
    path("files/", api.FilesView.as_view(), name="files"),
    path("files/<uuid:pk>/", api.FileView.as_view(), name="file"),
    path("files/<uuid:pk>/finish/", api.FinishView.as_view(), name="file-finish"),
    path("files/<uuid:pk>/remove/", api.RemoveView.as_view(), name="file-remove"),
]
