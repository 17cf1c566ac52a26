"""Pages of people and units."""

from django.http import HttpResponse


def locked_out(request, credentials, *args, **kwargs):
    """Axes' answer."""
    return HttpResponse(status=429)
