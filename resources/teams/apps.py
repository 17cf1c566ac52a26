"""App configuration."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TeamsConfig(AppConfig):
    """Teams and their positions."""

    name = "resources.teams"
    verbose_name = _("Teams")

    def ready(self) -> None:
        """Make the kinds of event known to every process, and have the vocabulary there after every migrate."""
        import_module("resources.teams.events")
        post_migrate.connect(_fill, sender=self)


def _fill(using: str = "default", **_unused: Any) -> None:
    import_module("resources.teams.vocabulary").load(using=using)
