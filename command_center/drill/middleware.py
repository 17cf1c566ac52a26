"""Nothing is served where settings and database disagree on whether this is a drill."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from command_center.drill.selectors import ground_fits
from core.middleware import refusal

Handler = Callable[[HttpRequest], HttpResponse]
OPEN = ("/healthz", "/readyz", "/static/")
_agreed: set[bool] = set()


class GroundMiddleware:
    """Asks the database once per process; marks every answer of a drill site with `X-Drill: true`."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse with 503 until they agree; afterwards only the mark."""
        if settings.DRILL not in _agreed and not request.path.startswith(OPEN):
            if not ground_fits():
                words = _(
                    "This site is set up as a drill, but its database is not drill ground (or the other way round)."
                )
                return refusal(request, 503, _("Wrong ground"), words)
            _agreed.add(settings.DRILL)
        response = self.get_response(request)
        if settings.DRILL:
            response["X-Drill"] = "true"
        return response
