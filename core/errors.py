"""The refusals a service may raise; interfaces turn each into one HTTP answer or one message on screen.

Permission: `django.core.exceptions.PermissionDenied` (403). Out of reach reads as `NotFoundError` (404).
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied

__all__ = ["AppError", "ConflictError", "NotFoundError", "PermissionDenied", "UnprocessableError"]


class AppError(Exception):
    """A refusal in words for the person who asked; `errors` maps a field to what is wrong with it."""

    status = 400

    def __init__(
        self, message: Any, *, errors: Mapping[str, Any] | None = None, extra: Mapping[str, Any] | None = None
    ):
        super().__init__(str(message))
        self.message = message
        self.errors = dict(errors or {})
        self.extra = dict(extra or {})


class NotFoundError(AppError):
    """Not there, or out of the actor's reach; the two are not told apart."""

    status = 404


class ConflictError(AppError):
    """The thing is no longer as the actor saw it, or somebody else was first; `extra` says what it conflicts with."""

    status = 409


class UnprocessableError(AppError):
    """Understood, but wrong; `errors` names the fields."""

    status = 422
