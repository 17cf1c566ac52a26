"""What every API view of the platform derives from."""

from organizations.api.base import ApiView
from organizations.api.lists import ListApiView, Lists

__all__ = ["ApiView", "ListApiView", "Lists"]
