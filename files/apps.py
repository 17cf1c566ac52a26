"""App configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """Files of reports, incidents and things, and who may see them."""

    name = "files"
    verbose_name = _("Files")

    def ready(self) -> None:
        """Make the kinds of event known to every process."""
        import_module("files.events")
