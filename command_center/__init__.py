"""The roof: settings, entry points and the pages that show everything at once."""

from command_center.celery import app as celery_app

__all__ = ["celery_app"]
