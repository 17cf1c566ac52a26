"""Addresses of walls; their names are in no space of their own, as those of the other pages of the roof."""

from django.urls import URLPattern, path

from command_center.walls.views import pairing, remote, setup, show

urlpatterns: list[URLPattern] = [
    path("wall/", setup.walls, name="walls"),
    path("wall/new/", setup.wall_new, name="wall_new"),
    path("wall/sw.js", show.wall_worker, name="wall_worker"),
    path("wall/pair/", pairing.wall_pair, name="wall_pair"),
    path("wall/pair/new/", pairing.wall_pair_new, name="wall_pair_new"),
    path("wall/pair/poll/", pairing.wall_pair_poll, name="wall_pair_poll"),
    path("wall/pair/confirm/", pairing.wall_pair_confirm, name="wall_pair_confirm"),
    path("wall/<slug:slug>/", show.wall_page, name="wall"),
    path("wall/<slug:slug>/data/", show.wall_data, name="wall_data"),
    path("wall/<slug:slug>/state/", show.wall_state, name="wall_state"),
    path("wall/<slug:slug>/map/", show.wall_map_data, name="wall_map"),
    path("wall/<slug:slug>/size.css", show.wall_size, name="wall_size"),
    path("wall/<slug:slug>/test", show.wall_test, name="wall_test"),
    path("wall/<slug:slug>/resize/", setup.wall_resize, name="wall_resize"),
    path("wall/<slug:slug>/edit/", setup.wall_edit, name="wall_edit"),
    path("wall/<slug:slug>/delete/", setup.wall_delete, name="wall_delete"),
    path("wall/<slug:slug>/remote/", remote.wall_remote, name="wall_remote"),
    path("wall/<slug:slug>/control/<slug:action>/", remote.wall_control, name="wall_control"),
    path("wall/<slug:slug>/screens/<int:pk>/revoke/", pairing.wall_screen_revoke, name="wall_screen_revoke"),
]
