"""The list of incidents: filters in the address, sorting, paging, CSV."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.templatetags.components import local_name, roman
from incidents.response import selectors
from incidents.response.forms.filters import IncidentFilterForm
from incidents.response.models import FIGURES, FigureName, Incident
from incidents.response.selectors import IncidentFilter
from incidents.response.services.figures import plain_number
from incidents.response.views.common import need
from organizations import access
from organizations.roles import Permission

PAGE_SIZES = (50, 100, 200)
EXPORT_LIMIT = 20_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    def write(self, value: str) -> str:
        return value


def _asked(request: HttpRequest) -> tuple[IncidentFilterForm, IncidentFilter, str]:
    form = IncidentFilterForm(request.GET, actor=request.user)
    wanted = form.wanted() if form.is_valid() else IncidentFilter()
    return form, wanted, request.GET.get("sort", "")


@require_safe
def incident_list(request: HttpRequest) -> HttpResponse:
    """Incidents within reach (R-B4)."""
    need(request, Permission.INCIDENT_VIEW)
    form, wanted, sort = _asked(request)
    size = request.GET.get("size", "")
    rows = selectors.incidents_list(filters=wanted, order=sort, actor=request.user)
    paginator = Paginator(
        rows.values_list("pk", flat=True), int(size) if size in map(str, PAGE_SIZES) else PAGE_SIZES[0]
    )
    page = paginator.get_page(request.GET.get("page"))
    shown = selectors.incident_rows(page.object_list, actor=request.user)
    out = selectors.teams_out_of([row.pk for row in shown], actor=request.user)
    kept = request.GET.copy()
    for name in ("sort", "page"):
        kept.pop(name, None)
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "rows": [(row, out.get(row.pk, 0)) for row in shown],
        "sort": sort,
        "query": kept.urlencode(),
        "full_query": request.GET.urlencode(),
        "filters": wanted.count,
        "hidden": 0,
        "may_open": access.can_anywhere(request.user, Permission.INCIDENT_CHANGE),
    }
    if not shown and wanted.count:
        context["hidden"] = selectors.incidents_list(actor=request.user).count()
    part = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    return render(request, "response/_rows.html" if part else "response/list.html", context)


@require_safe
def incident_export(request: HttpRequest) -> StreamingHttpResponse:
    """The filtered list as CSV: UTF-8 with BOM, for Excel and WPS."""
    need(request, Permission.INCIDENT_VIEW)
    _form, wanted, sort = _asked(request)
    ids = selectors.incidents_list(filters=wanted, order=sort, actor=request.user).values_list("pk", flat=True)
    rows = selectors.incident_rows(ids[:EXPORT_LIMIT], actor=request.user)
    response = StreamingHttpResponse(_csv(rows, request), content_type="text/csv; charset=utf-8")
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M")
    response["Content-Disposition"] = f'attachment; filename="incidents-{stamp}.csv"'
    return response


def _csv(rows: list[Incident], request: HttpRequest) -> Iterator[str]:
    writer = csv.writer(_Echo())
    values = selectors.current_values_of([row.pk for row in rows], actor=request.user)
    names = [_("Number"), _("Grade"), _("Type code"), _("Type"), _("Title"), _("Place"), _("Longitude"), _("Latitude")]
    names += [_("Status"), _("Occurred"), _("Received"), _("Closed"), _("Jurisdiction"), _("Accountable unit")]
    yield "\ufeff" + writer.writerow([*names, *(FigureName(name).label for name in FIGURES)])
    for row in rows:
        point, known = row.location, values.get(row.pk, {})
        cells = [row.number, roman(row.grade), row.event_type_id, local_name(row.event_type), row.title, row.place]
        cells += [f"{point.x:.6f}" if point else "", f"{point.y:.6f}" if point else "", row.get_status_display()]
        cells += [_local(row.occurred_at), _local(row.received_at), _local(row.closed_at)]
        cells += [local_name(row.jurisdiction), local_name(row.owner_unit)]
        cells += [_number(known.get(name)) for name in FIGURES]
        yield writer.writerow([_safe(str(cell)) for cell in cells])


def _number(value: Decimal | None) -> str:
    return "" if value is None else plain_number(value)


def _safe(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula is shown as text."""
    return f"'{cell}" if cell.startswith(FORMULA) and not cell.lstrip("-").replace(".", "", 1).isdigit() else cell


def _local(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S") if moment else ""
