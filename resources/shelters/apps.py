"""App configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SheltersConfig(AppConfig):
    """Shelters and who is inside."""

    name = "resources.shelters"
    verbose_name = _("Shelters")

    def ready(self) -> None:
        """Make the kinds of event known to every process."""
        import_module("resources.shelters.events")
