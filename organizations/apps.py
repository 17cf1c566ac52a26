"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    """Jurisdictions, units, people and roles."""

    name = "organizations"
    verbose_name = _("Organizations")
