"""App configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupplyConfig(AppConfig):
    """Requests for supplies, their allocation and their way."""

    name = "incidents.supply"
    verbose_name = _("Supplies")

    def ready(self) -> None:
        """Make the kinds of event and of deadline known to every process."""
        import_module("incidents.supply.events")
        import_module("incidents.supply.deadlines")
        import_module("incidents.supply.presence")
