"""App configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamsConfig(AppConfig):
    """Teams and their positions."""

    name = "resources.teams"
    verbose_name = _("Teams")

    def ready(self) -> None:
        """Make the kinds of event known to every process."""
        import_module("resources.teams.events")
