"""App configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TimelineConfig(AppConfig):
    """Events and the live feed."""

    name = "timeline"
    verbose_name = _("Timeline")

    def ready(self) -> None:
        """Let the organizations app, which lies below, write its events here."""
        import_module("timeline.connect")
