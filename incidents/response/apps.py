"""App configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _fill(sender: AppConfig, using: str, **kwargs: object) -> None:
    """After every migrate the vocabulary is there; what the bureau edited stays as it is."""
    import_module("incidents.response.vocabulary").load(using=using)


class ResponseConfig(AppConfig):
    """Incidents."""

    name = "incidents.response"
    verbose_name = _("Incidents")

    def ready(self) -> None:
        """Make events and deadlines known to every process, and have the vocabulary loaded after every migrate."""
        import_module("incidents.response.events")
        import_module("incidents.response.deadlines")
        import_module("incidents.response.presence")
        import_module("incidents.response.subjects")
        post_migrate.connect(_fill, sender=self)
