"""App configuration."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Helpers every room stands on."""

    name = "core"
