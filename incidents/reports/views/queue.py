"""The queue of reports to verify, the list of all of them, and its export (R-B1, R-B5)."""

import csv
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from incidents.reports.forms import FilterForm
from incidents.reports.models import Report
from incidents.reports.selectors import (
    ReportFilter,
    nearby_counts,
    queue,
    queue_size,
    report_list,
)
from incidents.reports.views.common import is_part, need
from incidents.response.models import FIGURES
from organizations import access
from organizations.roles import Permission

PAGE = 30
EXPORT_LIMIT = 50_000


def _asked(request: HttpRequest) -> tuple[FilterForm, ReportFilter]:
    form = FilterForm(request.GET)
    if form.is_valid():
        return form, form.wanted()
    good = {name: value for name, value in form.cleaned_data.items() if name in FilterForm.base_fields}
    return form, ReportFilter(**good)


def _page(rows: Any, request: HttpRequest) -> Page[Report]:
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))


@require_safe
def queue_part(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, gravest and oldest first; a part of the desk, a page for who has no scripts."""
    need(request, Permission.REPORT_VIEW)
    form, filters = _asked(request)
    page = _page(queue(filters=filters, actor=request.user), request)
    counts = nearby_counts(page.object_list, actor=request.user)
    rows = [(report, counts.get(report.pk, 0), report.claim_is_stale) for report in page.object_list]
    context = {
        "form": form,
        "filters": filters,
        "page": page,
        "rows": rows,
        "hidden": queue_size(actor=request.user) - page.paginator.count if filters.active else 0,
        "may_handle": access.can_anywhere(request.user, Permission.REPORT_HANDLE),
    }
    return render(request, "reports/_queue.html" if is_part(request) else "reports/queue.html", context)


@require_safe
def list_page(request: HttpRequest) -> HttpResponse:
    """Every report within reach, filtered and paged."""
    need(request, Permission.REPORT_VIEW)
    form, filters = _asked(request)
    page = _page(report_list(filters=filters, actor=request.user), request)
    query = request.GET.copy()
    query.pop("page", None)
    handles = access.can_anywhere(request.user, Permission.REPORT_HANDLE)
    context = {"form": form, "filters": filters, "page": page, "query": query.urlencode(), "may_handle": handles}
    return render(request, "reports/list.html", context)


class _Echo:
    """Gives csv back the line it writes."""

    def write(self, line: str) -> str:
        return line


def _lines(rows: Any, encoding: str) -> Iterator[bytes]:
    writer = csv.writer(_Echo())
    head = [
        _("Number"), _("Status"), _("Source"), _("Type"), pgettext("report", "Title"), _("What happened"), _("Place"), _("Longitude"),
        _("Latitude"), _("Jurisdiction"), _("Accountable unit"), _("Occurred"), _("Received"), _("Entered"),
        _("Incident"), _("Reason"), *FIGURES,
    ]  # fmt: skip
    if encoding == "utf-8":
        yield "\ufeff".encode()
    yield writer.writerow(head).encode(encoding, "replace")
    for report in rows.iterator(chunk_size=500):
        yield writer.writerow([_safe(value) for value in _values(report)]).encode(encoding, "replace")


def _values(report: Report) -> list[Any]:
    point = report.location
    moments = (report.occurred_at, report.received_at, report.created_at)
    return [
        report.number,
        report.get_status_display(),
        report.get_source_display(),
        report.event_type.name if report.event_type else "",
        report.title,
        report.description,
        report.place,
        f"{point.x:.6f}" if point else "",
        f"{point.y:.6f}" if point else "",
        report.jurisdiction.name,
        report.owner_unit.name,
        *[f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}" for moment in moments],
        report.incident.number if report.incident else "",
        report.reason,
        *["" if report.figures.get(name) is None else report.figures[name] for name in FIGURES],
    ]


def _safe(value: Any) -> Any:
    """A cell a spreadsheet would run as a formula is made text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The filtered list as CSV: UTF-8 with BOM, or GB18030 for older spreadsheets."""
    need(request, Permission.REPORT_VIEW)
    _form, filters = _asked(request)
    encoding = "gb18030" if request.GET.get("encoding") == "gb18030" else "utf-8"
    rows = report_list(filters=filters, actor=request.user)[:EXPORT_LIMIT]
    response = StreamingHttpResponse(_lines(rows, encoding), content_type=f"text/csv; charset={encoding}")
    response["Content-Disposition"] = f'attachment; filename="reports-{timezone.localdate():%Y%m%d}.csv"'
    return response
