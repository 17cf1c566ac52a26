"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DispatchConfig(AppConfig):
    """Dispatch."""

    name = "incidents.dispatch"
    verbose_name = _("Dispatch")
