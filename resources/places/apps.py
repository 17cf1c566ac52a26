"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """Places and the vector base map."""

    name = "resources.places"
    verbose_name = _("Places")
