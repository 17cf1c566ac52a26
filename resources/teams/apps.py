"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamsConfig(AppConfig):
    """Teams and their positions."""

    name = "resources.teams"
    verbose_name = _("Teams")
