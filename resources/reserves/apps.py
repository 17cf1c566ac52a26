"""App configuration."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ReservesConfig(AppConfig):
    """The ledger of reserves: catalogue, warehouses, lots, movements."""

    name = "resources.reserves"
    verbose_name = _("Reserves")

    def ready(self) -> None:
        """Make kinds of event, of deadline and of files known to every process; the vocabulary is there after every migrate."""
        import_module("resources.reserves.events")
        import_module("resources.reserves.clocks")
        import_module("resources.reserves.subjects")
        post_migrate.connect(_fill, sender=self)


def _fill(using: str = "default", **_unused: Any) -> None:
    import_module("resources.reserves.vocabulary").load(using=using)
