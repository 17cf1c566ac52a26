"""App configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlotsConfig(AppConfig):
    """What is drawn on the live map."""

    name = "incidents.plots"
    verbose_name = _("Plots")

    def ready(self) -> None:
        """Make the kinds of event known to every process."""
        import_module("incidents.plots.events")
