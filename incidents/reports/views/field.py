"""The phone's home, and what became of each report; see filing.py for what is filled in (R-B1, R-B5)."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import AppError
from incidents.dispatch.cards import cards
from incidents.dispatch.selectors import orders_of
from incidents.reports import services
from incidents.reports.forms import AddForm
from incidents.reports.models import Report, ReportStatus
from incidents.reports.selectors import mine, report_by_receipt, standing
from incidents.reports.views.common import need_one
from incidents.reports.views.told import added
from incidents.response.models import FIGURES, FigureName
from organizations import access
from organizations.models import User
from organizations.roles import Permission

PAGE = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """File a report, my orders, what is asked of me, what became of mine."""
    need_one(request, Permission.REPORT_CREATE, Permission.DISPATCH_RESPOND)
    user = request.user
    assert isinstance(user, User)
    page = Paginator(mine(actor=user), PAGE).get_page(request.GET.get("page"))
    running = orders_of(user)[0] if access.can_anywhere(user, Permission.DISPATCH_RESPOND) else []
    context = {
        "page": page,
        "rows": [(report, became(report), may_follow(report)) for report in page.object_list],
        "asked": [report for report in page.object_list if report.status == ReportStatus.RETURNED],
        "cards": cards(user, running),
        "villages_below": access.can_anywhere(user, Permission.REPORT_VIEW) and _above_villages(user),
        "files": access.can_anywhere(user, Permission.REPORT_CREATE),
    }
    return render(request, "reports/field_home.html", context)


def _above_villages(user: User) -> bool:
    """A township or higher has villages to look after."""
    return user.unit is not None and user.unit.jurisdiction.level != "village"


def became(report: Report) -> tuple[str, str]:
    """What its writer sees of a report's way: a state for the look, and a word."""
    if report.status == ReportStatus.VERIFIED:
        return "used", pgettext("reporter", "Used")
    if report.status == ReportStatus.REJECTED:
        return "unused", _("Not used")
    if report.status == ReportStatus.RETURNED:
        return "returned", pgettext("reporter", "Returned")
    if report.claimed_by_id is not None:
        return "read", pgettext("reporter", "Read")
    return "received", pgettext("progress", "Received")


def may_follow(report: Report) -> bool:
    """Whether something can still be added."""
    closed = report.incident is not None and not report.incident.is_open
    return report.status in (ReportStatus.SUBMITTED, ReportStatus.VERIFIED) and not closed


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
                # What is asked for may be another thing by now: it is shown, and the text stays for it.
                report = report_by_receipt(receipt=receipt, actor=request.user)
                form.data = {"text": form.data.get("text", ""), "version": report.version}
            else:
                return HttpResponseRedirect(request.path + "?sent=1")
    context = {"report": report, "form": form, "public": public, "problem": problem, "steps": progress(report)}
    if not public:
        context |= _told(report, request.user)
    return render(request, "reports/receipt.html", context, status=status)


def _told(report: Report, actor: Any) -> dict[str, Any]:
    """Figures, details and follow-ups, for the person who reported; residents see only their own words."""
    now = standing(report, actor=actor)
    figures = [(FigureName(name).label, now.values[name]) for name in FIGURES if now.values.get(name) is not None]
    return {
        "figures": figures,
        **added(report, actor),
        "may_follow": may_follow(report),
        "became": became(report),
    }


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
