"""App configuration."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DispatchConfig(AppConfig):
    """Dispatch."""

    name = "incidents.dispatch"
    verbose_name = _("Dispatch")

    def ready(self) -> None:
        """Make the kinds of event and of deadline known to every process; fill the table of needs after migrating."""
        kinds = import_module("clocks.kinds")
        kinds.register(import_module("incidents.dispatch.services.overdue").ACKNOWLEDGE)
        post_migrate.connect(_fill, sender=self)


def _fill(using: str = "default", **_unused: Any) -> None:
    import_module("incidents.dispatch.vocabulary").load(using=using)
