"""The first and last line before our code: refuse what cannot be read, and turn refusals into pages or problems."""

import logging
import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DataError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.api import PROBLEM, problem
from core.errors import AppError, NotFoundError
from core.text import storable

log = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]


def wants_problem(request: HttpRequest) -> bool:
    """Whether the caller is a program (problem document) or a person (page)."""
    return request.path.startswith("/api/")


def refusal(request: HttpRequest, code: int, title: str, detail: str, **extra: object) -> HttpResponse:
    """The same refusal, in the form its reader understands."""
    if wants_problem(request):
        return JsonResponse(problem(code, title, detail, **extra), status=code, content_type=PROBLEM)
    return render(request, "refusal.html", {"code": code, "title": title, "detail": detail, **extra}, status=code)


class RequestGuardMiddleware:
    """Gives each request an id and refuses bodies and addresses that nothing behind it could hold (413, 400)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check size and address, then pass on."""
        request.id = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isascii() or not length.isdigit() or int(length) > settings.MAX_BODY_BYTES:
            document = problem(413, "Too large", _("The request is larger than this platform accepts."))
            response: HttpResponse = JsonResponse(document, status=413, content_type=PROBLEM)
            response["Connection"] = "close"
            return response
        if not storable(request.path) or not all(storable(str(value)) for value in request.GET.values()):
            document = problem(400, "Unreadable", _("The address holds characters that cannot be read."))
            return JsonResponse(document, status=400, content_type=PROBLEM)
        response = self.get_response(request)
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        if request.path.startswith("/static/"):
            return response
        response.setdefault("Cache-Control", "no-store, private")
        response.setdefault("Permissions-Policy", "camera=(self), microphone=(self), geolocation=(self)")
        return response


class RefusalMiddleware:
    """Services raise; this says it in words on a page (the API has its own handler)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; an address that nothing answers gets our own words, also where DEBUG would show the list of all."""
        response = self.get_response(request)
        if response.status_code == 404 and request.resolver_match is None:
            detail = _("There is nothing at this address, or it is out of your reach.")
            return refusal(request, 404, _("Not found"), detail)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for every refusal with a meaning; None leaves our own faults to the 500 page."""
        if isinstance(error, NotFoundError):
            return refusal(request, 404, _("Not found"), str(error.message))
        if isinstance(error, AppError):
            return refusal(request, error.status, _("Not done"), str(error.message))
        if isinstance(error, PermissionDenied):
            return refusal(request, 403, _("Not permitted"), str(error) or _("You may not do this."))
        if isinstance(error, RequestDataTooBig):
            return refusal(request, 413, _("Too large"), _("The request is larger than this platform accepts."))
        # The database driver's word for a NUL in a form; JSON and addresses are looked through before.
        if isinstance(error, DataError) or (isinstance(error, ValueError) and "NUL (0x00)" in str(error)):
            return refusal(request, 422, _("Not valid"), _("A value is outside what can be stored."))
        if isinstance(error, OperationalError):
            log.warning("database refused: %s", error)
            detail = _("The database did not answer in time. Nothing was saved; try again.")
            response = refusal(request, 503, _("Unavailable"), detail)
            response["Retry-After"] = "2"
            return response
        return None
