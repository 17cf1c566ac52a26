"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClocksConfig(AppConfig):
    """Deadlines and their limits."""

    name = "clocks"
    verbose_name = _("Clocks")
