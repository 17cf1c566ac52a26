"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TimelineConfig(AppConfig):
    """Events and the live feed."""

    name = "timeline"
    verbose_name = _("Timeline")
