"""App configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommandCenterConfig(AppConfig):
    """The pages that show everything at once."""

    name = "command_center"
    verbose_name = _("Command center")

    def ready(self) -> None:
        """Make the kinds of event known to every process."""
        import_module("command_center.events")
