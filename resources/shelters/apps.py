"""App configuration."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SheltersConfig(AppConfig):
    """Shelters and who is inside."""

    name = "resources.shelters"
    verbose_name = _("Shelters")

    def ready(self) -> None:
        """Make the kinds of event and deadline known to every process, and have the vocabulary there after every migrate."""
        import_module("resources.shelters.events")
        import_module("resources.shelters.deadlines")
        import_module("resources.shelters.subjects")
        post_migrate.connect(_fill, sender=self)


def _fill(using: str = "default", **_unused: Any) -> None:
    import_module("resources.shelters.vocabulary").load(using=using)
