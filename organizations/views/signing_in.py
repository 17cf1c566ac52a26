"""Signing in and out: for people on their way, and for the dialog over a page that waits with its unsent text."""

import time
from typing import Any

from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django_otp import login as otp_login
from django_otp.models import Device

from core.errors import AppError
from organizations import guard, sessions
from organizations.forms.signing_in import CodeForm, SignInForm
from organizations.homes import home_of, safe_next
from organizations.models import User
from organizations.network import client_address
from organizations.services.factors import factor_verify, has_factor, person_half_in
from organizations.services.sessions import sign_in_record, sign_out_record

BACKEND = "django.contrib.auth.backends.ModelBackend"
HALF = "half_signed_in"
HALF_LIFE_S = 300


def wants_json(request: HttpRequest) -> bool:
    """Whether the dialog over a waiting page asks."""
    return "application/json" in request.headers.get("Accept", "")


def enter(request: HttpRequest, user: User, device: Device | None = None, wanted: str = "") -> HttpResponse:
    """Begin the session: a new key, both clocks, the device remembered; then home, or back to the waiting page."""
    target = wanted or safe_next(request, home_of(user) or "/")
    login(request, user, backend=BACKEND)
    if device is not None:
        otp_login(request, device)
    request.session.pop(HALF, None)
    sessions.begin(request)
    sign_in_record(address=client_address(request), actor=user)
    answer: HttpResponse = HttpResponseRedirect(target)
    if wants_json(request):
        answer = JsonResponse({"done": True, "csrf": get_token(request), "user": user.pk, "next": target})
    guard.remember_device(request, answer, user)
    return answer


def refuse(request: HttpRequest, template: str, form: Any, error: AppError, **extra: Any) -> HttpResponse:
    """The form again with the refusal on top, or the same words as JSON for the dialog."""
    form.add_error(None, str(error.message))
    if wants_json(request):
        answer: HttpResponse = JsonResponse({"done": False, "message": str(error.message)}, status=error.status)
    else:
        answer = render(request, template, {"form": form, "next": safe_next(request, ""), **extra}, status=error.status)
    if isinstance(error, guard.LockedOut):
        answer["Retry-After"] = str(error.wait)
    return answer


@method_decorator(login_not_required, name="dispatch")
class LoginView(View):
    """Account and password (R-H5: language and type size can be chosen before)."""

    template = "organizations/login.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form; who is signed in already goes on."""
        if request.user.is_authenticated:
            return HttpResponseRedirect(safe_next(request, home_of(request.user) or "/"))
        form = SignInForm(initial={"username": (guard.known_names(request) or [""])[-1]})
        return render(request, self.template, self._context(request, form))

    def post(self, request: HttpRequest) -> HttpResponse:
        """In, on to the code, or the form with what is wrong."""
        form = SignInForm(request.POST)
        if not form.is_valid():
            if wants_json(request):
                message = " ".join(str(text) for texts in form.errors.values() for text in texts)
                return JsonResponse({"done": False, "message": message}, status=422)
            return render(request, self.template, self._context(request, form), status=422)
        try:
            user = guard.check(request, form.cleaned_data["username"], form.cleaned_data["password"])
        except AppError as error:
            return refuse(request, self.template, form, error)
        if not has_factor(user):
            return enter(request, user)
        request.session.cycle_key()
        request.session[HALF] = {"user": user.pk, "at": int(time.time()), "next": safe_next(request, "")}
        if wants_json(request):
            return JsonResponse({"done": False, "code_needed": True})
        return HttpResponseRedirect(reverse("organizations:code"))

    def _context(self, request: HttpRequest, form: SignInForm) -> dict[str, Any]:
        return {"form": form, "next": safe_next(request, ""), "over": request.GET.get("why") == "over"}


@method_decorator(login_not_required, name="dispatch")
class CodeView(View):
    """The second factor, within five minutes of the password."""

    template = "organizations/code.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for the code."""
        if self._half(request) is None:
            return HttpResponseRedirect(reverse("organizations:login"))
        return render(request, self.template, {"form": CodeForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Let in on a fresh code; a wrong one counts like a wrong password."""
        user = self._half(request)
        if user is None:
            if wants_json(request):
                return JsonResponse(
                    {"done": False, "restart": True, "message": _("Sign in again from the start.")}, status=409
                )
            return HttpResponseRedirect(reverse("organizations:login"))
        form = CodeForm(request.POST)
        if not form.is_valid():
            return render(request, self.template, {"form": form}, status=422)
        device = factor_verify(code=form.cleaned_data["code"], actor=user)
        if device is None:
            error = guard.failed(request, user.username)
            if isinstance(error, guard.LockedOut):
                request.session.pop(HALF, None)
            else:
                error.message = _("The code is not correct, already used, or too old.")
            return refuse(request, self.template, form, error)
        return enter(request, user, device, wanted=request.session[HALF]["next"])

    def _half(self, request: HttpRequest) -> User | None:
        half = request.session.get(HALF)
        if not half or time.time() - half["at"] > HALF_LIFE_S:
            return None
        return person_half_in(half["user"])


@method_decorator(login_not_required, name="dispatch")
class DialogView(View):
    """The sign-in form as a part, fetched by a page whose session has ended."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The dialog's inside."""
        form = SignInForm(auto_id="again_%s", initial={"username": (guard.known_names(request) or [""])[-1]})
        code_form = CodeForm(auto_id="again_%s")
        return render(request, "organizations/_login_dialog.html", {"form": form, "code_form": code_form})


@method_decorator(login_not_required, name="dispatch")
class StateView(View):
    """How long the session still lasts: pages warn before it ends."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Seconds left; asking in the background does not prolong it."""
        signed_in = request.user.is_authenticated
        left = sessions.seconds_left(request) if signed_in else 0
        return JsonResponse({"signed_in": signed_in, "left_s": left, "user": request.user.pk})


@method_decorator(login_not_required, name="dispatch")
class LogoutView(View):
    """Signing out: the session is gone from the server."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Out, to the sign-in page."""
        if request.user.is_authenticated:
            sign_out_record(actor=request.user)
        logout(request)
        return HttpResponseRedirect(reverse("organizations:login"))


class SignedInView(View):
    """Where the sign-in page leads when another page waits with unsent text."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Say that the other page can be used again."""
        return render(request, "organizations/signed_in.html")
