"""The board of requests, its export, and the panel on an incident's page."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from core import spreadsheet
from core.templatetags.components import local_name
from incidents.supply import selectors
from incidents.supply.forms import BoardForm
from incidents.supply.selectors.board import matching, rows_of, staged, with_parts
from incidents.supply.views.common import amounts, person
from organizations import access
from organizations.roles import Permission

PAGE = 60
EXPORT_LIMIT = 5000


def _board(request: HttpRequest) -> dict[str, Any]:
    form = BoardForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = with_parts(matching(person(request), **asked), person(request))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = rows_of(list(page.object_list), person(request))
    return {
        "form": form,
        "page": page,
        "stages": staged(rows),
        "filtered": any(asked.values()),
        "may_ask": access.can_anywhere(request.user, Permission.SUPPLY_REQUEST),
        "query": request.GET.urlencode(),
    }


class Board(LoginRequiredMixin, View):
    """Requests by stage: owner, clock, shortfall, what is on the way."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page, or its lists for the live feed."""
        access.require_anywhere(request.user, Permission.RESERVE_VIEW)
        template = "supply/_board.html" if request.headers.get("HX-Request") else "supply/board.html"
        return render(request, template, _board(request))


class Export(LoginRequiredMixin, View):
    """The board as a table."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """CSV of what is filtered."""
        access.require_anywhere(request.user, Permission.RESERVE_VIEW)
        form = BoardForm(request.GET)
        asked = form.cleaned_data if form.is_valid() else {}
        found = list(with_parts(matching(person(request), **asked), person(request))[:EXPORT_LIMIT])
        header = [_("Number"), _("Kind"), _("Stage"), _("Incident"), _("Destination"), _("Priority"), _("Asked for")]
        header += [_("Short"), _("Accountable unit"), _("Entered")]
        table = [
            [
                row.request.number,
                row.request.get_kind_display(),
                row.request.get_status_display(),
                row.request.incident.number if row.request.incident else "",
                row.request.place,
                row.request.get_priority_display(),
                amounts([(line, line.quantity) for line in row.request.lines.all()]),
                amounts(row.missing),
                local_name(row.request.owner_unit),
                f"{timezone.localtime(row.request.created_at):%Y-%m-%d %H:%M}",
            ]
            for row in rows_of(found, person(request))
        ]
        return spreadsheet.response("supplies", header, table, request.GET.get("encoding", ""))


class IncidentPanel(LoginRequiredMixin, View):
    """What was asked for an incident, and what is on the way: a part of its page."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """The fragment; empty for those who do not see reserves."""
        incident = selectors.incident_for_supply(request.user, number=number)
        found = with_parts(selectors.supply_requests(request.user).filter(incident=incident), person(request))
        rows = rows_of(list(found.order_by("status", "priority", "-pk")), person(request))
        context = {
            "incident": incident,
            "rows": sorted(rows, key=lambda row: not row.request.is_open),
            "may_ask": incident.is_open and access.can(request.user, Permission.SUPPLY_REQUEST, incident.jurisdiction),
            "sees": access.can_anywhere(request.user, Permission.RESERVE_VIEW),
        }
        return render(request, "supply/_incident.html", context)
