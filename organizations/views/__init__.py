"""Pages of people and units."""

from django.http import HttpRequest, HttpResponse

__all__ = ["locked_out"]


def locked_out(request: HttpRequest, response: HttpResponse | None = None, *_credentials: object) -> HttpResponse:
    """Axes' own answer to a lock-out; ours is already made by the view that asked `guard.check`."""
    return response if response is not None else HttpResponse(status=429)
