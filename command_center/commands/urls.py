"""Addresses of the command bar."""

from django.urls import URLPattern, path

from command_center.commands import api, views

urlpatterns: list[URLPattern] = [
    path("command/echo/", api.EchoView.as_view(), name="command_echo"),
    path("command/run/", api.RunView.as_view(), name="command_run"),
    path("command/undo/", api.UndoView.as_view(), name="command_undo"),
    path("settings/commands/", views.words, name="command_words"),
    path("help/keys/", views.key_card, name="command_keys"),
    path("help/commands/", views.grammar, name="command_grammar"),
]
