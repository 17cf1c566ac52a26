"""Pages and fragments of dispatch: the board, one incident's teams, and the leader's orders on a phone (R-C3)."""

import json
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from core.errors import ConflictError, UnprocessableError
from core.templatetags.components import local_name
from incidents.dispatch import selectors, services
from incidents.dispatch.cards import STEPS, card, cards
from incidents.dispatch.forms import OrderForm, ReasonForm, StatusForm
from incidents.response.models import Incident
from organizations import access
from organizations.roles import Permission
from resources.teams.selectors import position_limit_s, team_get, team_led_by, team_list, teams_by_id

FOUND = 12
WAYS = (
    ("organisation", gettext_lazy("By organisation")),
    ("kind", gettext_lazy("By kind")),
    ("area", gettext_lazy("By area")),
)


class BoardPage(LoginRequiredMixin, View):
    """Incidents at the left, who is out for them in the middle, who could go at the right."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The whole page; `?incident=` is the chosen one."""
        access.require_anywhere(request.user, Permission.INCIDENT_VIEW)
        return render(request, "dispatch/board.html", _board(request))


class BoardFragment(LoginRequiredMixin, View):
    """The left and the middle, refreshed by the live feed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The fragment."""
        return render(request, "dispatch/_board.html", _board(request))


class IncidentPanel(LoginRequiredMixin, View):
    """Everything about the teams of one incident: out, recommended, missing, and the order."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """A fragment for htmx, else a page of its own."""
        incident = selectors.incident_for_dispatch(request.user, number=number)
        template = "dispatch/_panel.html" if request.headers.get("HX-Request") else "dispatch/panel.html"
        if request.GET.get("part") == "live":
            template = "dispatch/_panel_live.html"
        return render(request, template, _panel(request, incident))


class Order(LoginRequiredMixin, View):
    """Send teams."""

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """Order those that can go; say of each other one why not."""
        incident = selectors.incident_for_dispatch(request.user, number=number)
        form = OrderForm(request.POST)
        if not form.is_valid():
            raise UnprocessableError(" ".join(str(text) for texts in form.errors.values() for text in texts))
        teams = teams_by_id(request.user, form.cleaned_data["team"])
        result = services.dispatch_order_many(
            incident=incident, teams=teams, task=form.cleaned_data["task"], actor=request.user
        )
        refused = " ".join(refusal.message for refusal in result.refused)
        if not result.dispatches:
            raise ConflictError(refused)
        names = _(", ").join(local_name(order.team) for order in result.dispatches)
        text = _("Ordered to %(number)s: %(teams)s.") % {"number": incident.number, "teams": names}
        orders = "&".join(f"order={order.pk}" for order in result.dispatches)
        toast = {"text": f"{text} {refused}".strip(), "kind": "warning" if refused else "info", "seconds": 10}
        return answer_done(request, toast | {"undo": f"/dispatch/undo/?{orders}"}, ordered=True)


class RecallAll(LoginRequiredMixin, View):
    """Call everybody back from an incident."""

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """All or, on a refusal, none."""
        incident = selectors.incident_for_dispatch(request.user, number=number)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            raise UnprocessableError(" ".join(str(text) for texts in form.errors.values() for text in texts))
        done = services.dispatch_recall_all(incident=incident, reason=form.cleaned_data["reason"], actor=request.user)
        if not done:
            raise ConflictError(_("Nobody is out who could be recalled."))
        return answer_done(
            request, {"text": ngettext("%(n)d team recalled.", "%(n)d teams recalled.", len(done)) % {"n": len(done)}}
        )


class Undo(LoginRequiredMixin, View):
    """Take orders back within ten seconds."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """All named by `?order=`; the first refusal is said, the others are still tried."""
        undone, refused = 0, ""
        for text in request.GET.getlist("order")[:50]:
            if not (text.isascii() and text.isdigit() and len(text) < 19):
                continue
            try:
                order = selectors.dispatch_get(request.user, int(text))
                services.dispatch_undo(dispatch=order, actor=request.user)
                undone += 1
            except ConflictError as error:
                refused = refused or str(error.message)
        if not undone:
            raise ConflictError(refused or _("There is nothing to undo."))
        words = ngettext("%(n)d order undone.", "%(n)d orders undone.", undone) % {"n": undone}
        return answer_done(request, {"text": f"{words} {refused}".strip()})


class SetStatus(LoginRequiredMixin, View):
    """Report where an assignment stands, or recall it."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One step along the ladder."""
        order = selectors.dispatch_get(request.user, pk)
        form = StatusForm(request.POST)
        if not form.is_valid():
            raise UnprocessableError(" ".join(str(text) for texts in form.errors.values() for text in texts))
        said = form.cleaned_data
        order = services.dispatch_set_status(
            dispatch=order, to=said["status"], at=said["at"], reason=said["reason"], actor=request.user
        )
        text = _("%(team)s: %(status)s") % {"team": local_name(order.team), "status": order.get_status_display()}
        return answer_done(request, {"text": text})


class Simulate(LoginRequiredMixin, View):
    """What if these go."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """Teams left per capability; nothing is changed."""
        incident = selectors.incident_for_dispatch(request.user, number=number)
        ids = OrderForm(request.GET)
        chosen = ids.cleaned_data["team"] if ids.is_valid() else []
        rows = selectors.coverage_after(request.user, chosen) if chosen else []
        return render(request, "dispatch/_coverage.html", {"incident": incident, "rows": rows, "count": len(chosen)})


class Find(LoginRequiredMixin, View):
    """Any other team within reach, ready or not."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """Those matching `q`, nearest first."""
        incident = selectors.incident_for_dispatch(request.user, number=number)
        words = request.GET.get("q", "").strip()
        near = incident.location.coords if incident.location else None
        rows = team_list(request.user, q=words, near=near)[:FOUND] if words else []
        return render(request, "dispatch/_found.html", {"incident": incident, "rows": rows, "q": words})


class TeamOrders(LoginRequiredMixin, View):
    """The latest assignments of one team, for its page."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A fragment."""
        orders = selectors.of_team(request.user, team_get(request.user, pk), limit=20)
        return render(request, "dispatch/_team_orders.html", {"orders": orders})


class MyOrders(LoginRequiredMixin, View):
    """The orders of the teams one leads: a phone page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Running ones with big buttons, then the latest that are over."""
        running, over = selectors.orders_of(request.user)
        context = {
            "cards": cards(request.user, running),
            "over": over,
            "teams": team_led_by(request.user),
        }
        template = "dispatch/_orders.html" if request.headers.get("HX-Request") else "dispatch/orders.html"
        return render(request, template, context)


def _board(request: HttpRequest) -> dict[str, Any]:
    number = request.GET.get("incident", "")
    page = request.GET.get("page", "1")
    found = selectors.board(
        request.user,
        q=request.GET.get("q", ""),
        page=int(page) if page.isdecimal() and len(page) < 6 else 1,
        first=number,
    )
    chosen = next((row.incident for row in found.rows if row.incident.number == number), None)
    if chosen is None and found.rows:
        chosen = min(found.rows, key=lambda row: bool(row.running)).incident
    calling = selectors.maydays(request.user, [order for row in found.rows for order in row.running])
    return {
        "calling": [card(request.user, order) for order in calling],
        "needing": [row.incident for row in found.rows if not row.running],
        "board": found,
        "rows": [(row, cards(request.user, row.running)) for row in found.rows],
        "chosen": chosen,
        "q": request.GET.get("q", ""),
        "page": found.page,
    }


def _panel(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    may = selectors.may_order(request.user, incident)
    orders = selectors.of_incident(request.user, incident)
    return {
        "incident": incident,
        "may_order": may,
        "running": [card(request.user, order) for order in orders if not order.is_over],
        "over": [order for order in orders if order.is_over],
        "found": selectors.recommend(request.user, incident) if may else None,
        "position_limit": position_limit_s(),
        "ways": WAYS,
        "radii": selectors.RADII_KM,
        "steps": STEPS,
    }


def answer_done(request: HttpRequest, toast: dict[str, Any], *, ordered: bool = False) -> HttpResponse:
    """To a page: what was done, in words, and the sign to read again. Without scripts: back to where one was."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Trigger"] = json.dumps({"dispatch-changed": {"ordered": ordered}, "toast": toast})
        return response
    back = request.POST.get("next") or "/dispatch/"
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "/dispatch/")
