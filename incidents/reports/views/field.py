"""Reporting from a phone: my reports, the one-page form, and what became of each (R-B1, R-B5)."""

from typing import Any
from uuid import uuid4

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import AppError
from incidents.reports import services
from incidents.reports.forms import AddForm, FieldForm
from incidents.reports.models import Report, ReportStatus
from incidents.reports.selectors import mine, report_by_receipt, villages
from incidents.reports.views.common import need
from incidents.response.models import Source
from incidents.response.selectors import event_types
from organizations import access
from organizations.models import User
from organizations.roles import Permission, Role

PAGE = 20
# The tiles of the one-page form, in the order of how often a village sees them.
TILES = ("10106", "10101", "10401", "10402", "10203", "10206", "10600", "20600", "20700", "20400")
FIGURES_ASKED = ("trapped", "missing", "seriously_injured", "slightly_injured", "deaths", "relocated")


def tiles() -> list[Any]:
    """Event types offered as tiles: those of the list that are in use."""
    known = {one.pk: one for one in event_types().filter(pk__in=TILES)}
    return [known[code] for code in TILES if code in known]


def form_context(form: FieldForm, places: list[Any]) -> dict[str, Any]:
    """What the one-page form needs, on the phone and in public."""
    return {"form": form, "tiles": tiles(), "villages": places, "steppers": [form[name] for name in FIGURES_ASKED]}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """File a report; what became of mine."""
    need(request, Permission.REPORT_CREATE)
    assert isinstance(request.user, User)
    page = Paginator(mine(actor=request.user), PAGE).get_page(request.GET.get("page"))
    asked = [report for report in page.object_list if report.status == ReportStatus.RETURNED]
    return render(request, "reports/field_home.html", {"page": page, "asked": asked})


def _source(user: User) -> str:
    return Source.GRID_WORKER if Role.GRID_WORKER in access.roles(user) else Source.COUNTY_STAFF


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """One page, big targets, works without scripts; sent twice it is one report."""
    need(request, Permission.REPORT_CREATE)
    assert isinstance(request.user, User)
    places = villages(actor=request.user)
    if request.method != "POST":
        form = FieldForm(initial={"key": uuid4()})
        return render(request, "reports/field_new.html", form_context(form, places))
    form = FieldForm(request.POST)
    if form.is_valid():
        try:
            report = services.report_create(data=form.report_data(_source(request.user)), actor=request.user)
        except AppError as error:
            form.refuse(error)
        else:
            return HttpResponseRedirect(reverse("reports:receipt", args=[report.receipt]) + "?new=1")
    return render(request, "reports/field_new.html", form_context(form, places), status=422)


def receipt_page(request: HttpRequest, receipt: str, *, public: bool) -> HttpResponse:
    """What became of a report, and the answer when more is asked for; whoever holds the receipt may see it."""
    report = report_by_receipt(receipt=receipt, actor=request.user)
    actor = request.user if not public and isinstance(request.user, User) else None
    form = AddForm(initial={"version": report.version})
    status, problem = 200, ""
    if request.method == "POST":
        form = AddForm(request.POST)
        status = 422
        if form.is_valid():
            try:
                answer_report(report, form, actor)
            except AppError as error:
                status, problem = error.status, str(error.message)
            else:
                return HttpResponseRedirect(request.path + "?sent=1")
    context = {"report": report, "form": form, "public": public, "problem": problem, "steps": progress(report)}
    return render(request, "reports/receipt.html", context, status=status)


def answer_report(report: Report, form: AddForm, actor: User | None) -> Report:
    """Send the answer; the version that was seen goes with it."""
    data = form.cleaned_data
    return services.report_resubmit(report=report, text=data["text"], version=data["version"], actor=actor)


def progress(report: Report) -> list[tuple[str, bool]]:
    """The steps a reporter follows: words, and whether it has come so far."""
    decided = report.status in (ReportStatus.VERIFIED, ReportStatus.REJECTED)
    return [
        (pgettext("progress", "Received"), True),
        (_("Being looked at"), report.claimed_by_id is not None or report.status != ReportStatus.SUBMITTED),
        (_("Not used") if report.status == ReportStatus.REJECTED else pgettext("progress", "Verified"), decided),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """For the reporter who is signed in."""
    return receipt_page(request, receipt, public=False)
