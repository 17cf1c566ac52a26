"""App configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClocksConfig(AppConfig):
    """Deadlines and their limits."""

    name = "clocks"
    verbose_name = _("Clocks")

    def ready(self) -> None:
        """Make the kinds of event known to every process, also those that open no deadline."""
        import_module("clocks.events")
