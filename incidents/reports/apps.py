"""App configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Reports."""

    name = "incidents.reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        """Make the kinds of event and of deadline known to every process, also those that serve no page."""
        import_module("incidents.reports.events")
        import_module("incidents.reports.deadlines")
        import_module("incidents.reports.presence")
        import_module("incidents.reports.subjects")
