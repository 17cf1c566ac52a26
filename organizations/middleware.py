"""The person behind the request: session limits, language, and the doors that open only one way."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.api import PROBLEM, problem
from core.middleware import refusal, wants_problem
from organizations import access, sessions
from organizations.roles import PRIVILEGED

Handler = Callable[[HttpRequest], HttpResponse]

# Pages that stay open to somebody who must first change the password or prove a second factor.
OPEN_WHILE_GATED = frozenset(
    {
        "api:auth_logout",
        "catalogue",
        "organizations:code",
        "organizations:dialog",
        "organizations:factor",
        "organizations:login",
        "organizations:logout",
        "organizations:password",
        "organizations:preferences",
        "organizations:state",
    }
)
NEVER_KEPT = ("csrfmiddlewaretoken", "password", "code")


class PersonMiddleware:
    """Ends sessions that are over, speaks the person's language, and lets nobody in who has not signed in.

    Every view needs a signed-in person unless it is marked with Django's `login_not_required`; API views carry their own
    permission classes and answer 401 themselves.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End what is over, set the language, and say in the answer when a session was the reason for a 401."""
        if request.user.is_authenticated and sessions.seconds_left(request) <= 0:
            logout(request)
            request.session_over = True  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            if not sessions.is_background(request):
                sessions.touch(request)
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        if response.status_code == 401 and "X-Session" not in response and "Authorization" not in request.headers:
            response["X-Session"] = "over" if was_signed_in(request) else "none"
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """After the CSRF check: the door, then the gates."""
        if not request.user.is_authenticated:
            return ask_to_sign_in(request) if getattr(view, "login_required", True) else None
        gate = gate_of(request)
        match = request.resolver_match
        if gate is None or (match is not None and match.view_name in OPEN_WHILE_GATED):
            return None
        name, words = gate
        if wants_problem(request) or is_fetch(request):
            return refusal(request, 403, _("Not permitted"), words)
        return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")


def gate_of(request: HttpRequest) -> tuple[str, str] | None:
    """The page a signed-in person must pass first, and why; None when the way is free."""
    user = cast(Any, request.user)  # OTPMiddleware adds is_verified
    if user.must_change_password:
        return "organizations:password", _("Change your password first.")
    if settings.TOTP_REQUIRED and access.roles(user) & PRIVILEGED and not user.is_verified():
        return "organizations:factor", _("Your role needs a second factor. Set it up first.")
    return None


def was_signed_in(request: HttpRequest) -> bool:
    """Whether this browser came with a session that no longer holds."""
    return getattr(request, "session_over", False) or settings.SESSION_COOKIE_NAME in request.COOKIES


def is_fetch(request: HttpRequest) -> bool:
    """A part of a page asks, not a person who goes somewhere."""
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    asks_json = "application/json" in request.headers.get("Accept", "")
    return request.headers.get("HX-Request") == "true" or mode not in ("navigate", "") or asks_json


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """401 in place for parts of a page, so that it keeps its unsent text; the sign-in page for people on their way."""
    over = was_signed_in(request)
    words = _("Your session has ended. Sign in again; what you typed is kept.") if over else _("Sign in first.")
    if is_fetch(request):
        answer = JsonResponse(problem(401, "Not signed in", words), status=401, content_type=PROBLEM)
        answer["X-Session"] = "over" if over else "none"
        return answer
    if request.method in ("GET", "HEAD"):
        query = {"next": request.get_full_path(), **({"why": "over"} if over else {})}
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode(query)}")
    return render(request, "organizations/kept.html", {"kept": kept_fields(request), "words": words}, status=401)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is older than the last sign-in, as a second tab has: its words come back with a fresh token.

    Only for requests the browser itself marks as coming from our own pages; all others get a bare refusal.
    """
    words = _("This page was older than your last sign-in. Nothing was saved; send it again.")
    if not from_our_own_page(request):
        return refusal(request, 403, _("Not permitted"), _("The request did not come from a page of this platform."))
    if is_fetch(request):
        answer = JsonResponse(problem(403, "Not permitted", words), status=403, content_type=PROBLEM)
        answer["X-CSRFToken"] = get_token(request)
        answer["X-User"] = str(request.user.pk or "")
        return answer
    return render(request, "organizations/kept.html", {"kept": kept_fields(request), "words": words}, status=403)


def from_our_own_page(request: HttpRequest) -> bool:
    """What the browser says about the sender, which a foreign page cannot forge."""
    here = f"{request.scheme}://{request.get_host()}"
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    return origin == here and site in (None, "same-origin")


def kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted without a session, to be sent again by hand after signing in; secrets are dropped."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not any(word in name for word in NEVER_KEPT)
        for value in values
    ]
