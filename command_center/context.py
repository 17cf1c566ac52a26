"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Version and demo flag for the base template."""
    return {"app_version": settings.VERSION, "is_demo": settings.DEMO}
