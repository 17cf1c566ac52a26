"""App configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReservesConfig(AppConfig):
    """The ledger of reserves: catalogue, warehouses, lots, movements."""

    name = "resources.reserves"
    verbose_name = _("Reserves")

    def ready(self) -> None:
        """Make the kinds of event and of deadline known to every process."""
        import_module("resources.reserves.events")
        import_module("resources.reserves.clocks")
