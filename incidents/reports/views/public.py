"""The resident's page: no account, no captcha, limited in number, unverified until somebody checks (R-B1)."""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.errors import AppError
from incidents.reports import services
from incidents.reports.forms import PublicForm
from incidents.reports.selectors import villages
from incidents.reports.views.field import receipt_page
from incidents.reports.views.filing import form_context
from organizations.network import UNKNOWN, client_address

COOKIE = "reporting_device"
SALT = "reports.public.device"
YEAR_S = 365 * 24 * 3600


def _device(request: HttpRequest) -> str | None:
    """The token this browser was given, or None where it keeps no cookies."""
    try:
        return str(UUID(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None


def _remember(response: HttpResponse) -> HttpResponse:
    token = signing.dumps(str(uuid4()), salt=SALT)
    response.set_cookie(
        COOKIE, token, max_age=YEAR_S, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


def _page(request: HttpRequest, form: PublicForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {**form_context(form, villages(actor=None)), "public": True}
    response = render(request, "reports/public_new.html", context, status=status)
    return response if _device(request) else _remember(response)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form; a filled trap is thanked and forgotten, too many in ten minutes are answered with 429 in words."""
    if request.method != "POST":
        return _page(request, PublicForm(initial={"key": uuid4()}))
    form = PublicForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    if form.cleaned_data["website"]:
        return render(request, "reports/public_thanks.html", {"public": True})
    address = client_address(request)
    try:
        services.public_attempt(
            device=_device(request) or f"address:{address}",
            address=None if address == UNKNOWN else address,
            actor=request.user,
        )
        report = services.report_create_public(data=form.report_data(), actor=request.user)
    except AppError as error:
        form.refuse(error)
        response = _page(request, form, error.status)
        if error.status == 429:
            response["Retry-After"] = str(error.extra.get("retry_after_s", 600))
        return response
    return HttpResponseRedirect(reverse("reports:public-receipt", args=[report.receipt]) + "?new=1")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """What became of it, for whoever holds the unguessable receipt."""
    return receipt_page(request, receipt, public=True)
