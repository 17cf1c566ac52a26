"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResponseConfig(AppConfig):
    """Incidents."""

    name = "incidents.response"
    verbose_name = _("Incidents")
