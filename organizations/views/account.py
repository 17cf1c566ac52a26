"""A person's own things: password, second factor, language and type size."""

from base64 import b32encode
from io import BytesIO
from typing import Any

import qrcode
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import activate
from django.utils.translation import gettext as _
from django.views import View
from django_otp import login as otp_login
from qrcode.image.svg import SvgPathImage

from core.errors import AppError
from organizations import guard, sessions
from organizations.forms.signing_in import CodeForm, PasswordForm
from organizations.homes import home_of, safe_next
from organizations.services.factors import factor_begin, factor_confirm, factor_verify, has_factor
from organizations.services.people import password_change, user_preferences
from organizations.views.tools import person_of

YEAR_S = 365 * 24 * 3600


class PasswordView(View):
    """A new password, by the person; other sessions end."""

    template = "organizations/password.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, saying so when it must be done first."""
        return self._show(request, PasswordForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Change it and go on."""
        form = PasswordForm(request.POST)
        if not form.is_valid():
            return self._show(request, form, 422)
        user = person_of(request)
        try:
            guard.check(request, user.username, form.cleaned_data["old_password"])
        except guard.WrongCredentials:
            form.add_error("old_password", _("This is not your present password"))
            return self._show(request, form, 422)
        except guard.LockedOut as error:
            form.add_error(None, str(error.message))
            return self._show(request, form, 429)
        try:
            changed = password_change(password=form.cleaned_data["new_password"], actor=user)
        except AppError as error:
            for field, words in error.errors.items():
                form.add_error(field if field in form.fields else None, words)
            return self._show(request, form, error.status)
        update_session_auth_hash(request, changed)
        sessions.begin(request)
        return HttpResponseRedirect(safe_next(request, home_of(changed) or "/"))

    def _show(self, request: HttpRequest, form: PasswordForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "forced": person_of(request).must_change_password, "next": safe_next(request, "")}
        return render(request, self.template, context, status=status)


class FactorView(View):
    """The second factor: set up with a QR code, or proven again in a session that began without it."""

    template = "organizations/factor.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The QR code of a new key, or the question for a code."""
        return self._show(request, CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Confirm the key and show the recovery codes once; or prove the factor."""
        form = CodeForm(request.POST)
        user = person_of(request)
        if not form.is_valid():
            return self._show(request, form, 422)
        if has_factor(user):
            device = factor_verify(code=form.cleaned_data["code"], actor=user)
            if device is None:
                form.add_error("code", _("The code is not correct, already used, or too old."))
                return self._show(request, form, 422)
            otp_login(request, device)
            return HttpResponseRedirect(safe_next(request, home_of(user) or "/"))
        try:
            confirmed, codes = factor_confirm(code=form.cleaned_data["code"], actor=user)
        except AppError as error:
            form.add_error("code", str(error.message))
            return self._show(request, form, error.status)
        otp_login(request, confirmed)
        context = {"codes": codes, "next": safe_next(request, home_of(user) or "/")}
        return render(request, "organizations/recovery.html", context)

    def _show(self, request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {"form": form, "next": safe_next(request, ""), "required": settings.TOTP_REQUIRED}
        user = person_of(request)
        if has_factor(user):
            context["proven"] = getattr(user, "otp_device", None) is not None
        else:
            device = factor_begin(actor=user)
            context |= {"qr": qr_svg(device.config_url), "key": spaced(device.bin_key)}
        return render(request, self.template, context, status=status)


def qr_svg(text: str) -> SafeString:
    """The text as an SVG drawn here: no outside service ever sees the key."""
    buffer = BytesIO()
    qrcode.make(text, image_factory=SvgPathImage, border=2).save(buffer)
    svg = buffer.getvalue().decode()
    return mark_safe(svg[svg.index("<svg") :])  # noqa: S308 - made of black squares by our own library


def spaced(key: bytes) -> str:
    """The key in base32, in groups of four, for typing by hand."""
    text = b32encode(key).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


@method_decorator(login_not_required, name="dispatch")
class PreferencesView(View):
    """Language and type size: on the person, and on the device for before signing in (R-H5)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A person's own settings; before signing in, those of the device."""
        known = request.user.is_authenticated
        context = {"has_factor": known and has_factor(person_of(request)), "languages": settings.LANGUAGES}
        return render(request, "organizations/preferences.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the choice and show the same page again."""
        language = request.POST.get("language")
        language = language if language in dict(settings.LANGUAGES) else None
        large = {"1": True, "0": False}.get(request.POST.get("large_type", ""))
        if request.user.is_authenticated:
            user_preferences(language=language, large_type=large, actor=request.user)
        answer = HttpResponseRedirect(safe_next(request, "/"))
        secure = settings.SESSION_COOKIE_SECURE
        if language:
            activate(language)
            answer.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR_S, samesite="Lax", secure=secure, httponly=True
            )
        if large is not None:
            answer.set_cookie(
                "large_type", "1" if large else "0", max_age=YEAR_S, samesite="Lax", secure=secure, httponly=True
            )
        return answer
