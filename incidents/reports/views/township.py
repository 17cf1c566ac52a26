"""The township's view: villages × reported, zero, not yet, with what it adds up to and whom to remind (R-B1, R-B3)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from incidents.reports.selectors.township import PERIODS, since_of, totals, township_rows
from incidents.reports.views.common import need
from incidents.response.models import FIGURES, FigureName
from organizations.roles import Permission

WORDS = {"24h": _("24 hours"), "3d": _("3 days"), "7d": _("7 days")}


@require_safe
def township(request: HttpRequest) -> HttpResponse:
    """Who has reported in the period chosen; not yet comes first."""
    need(request, Permission.REPORT_VIEW)
    period = request.GET.get("period", "24h")
    period = period if period in PERIODS else "24h"
    rows = township_rows(since=since_of(period), actor=request.user)
    every = totals(report for row in rows for report in row.reports)
    context = {
        "rows": rows,
        "period": period,
        "periods": WORDS.items(),
        "sums": [(FigureName(name).label, every[name]) for name in FIGURES if name in every],
        "count": {state: sum(1 for row in rows if row.state == state) for state in ("reported", "zero", "missing")},
        "sms_number": settings.SMS_NUMBER,
    }
    return render(request, "phone/township.html", context)
