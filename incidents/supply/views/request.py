"""One request: what is asked, who decides, the allocation explained and changed by hand, its shipments."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from clocks.kinds import label_of
from clocks.selectors import deadlines_of
from core.errors import AppError, UnprocessableError
from incidents.supply import selectors, services, workflow
from incidents.supply.models import SupplyRequest
from incidents.supply.selectors.approving import standing_of
from incidents.supply.selectors.naming import place_by_code
from incidents.supply.selectors.proposing import base_of
from incidents.supply.shapes import told_proposal
from incidents.supply.views.common import attempt, person, problems_of
from organizations.models import User
from organizations.roles import Permission
from timeline.subjects import subject_of

SAID = {
    "allocate": "",
    "edit": "",
    "confirm": gettext_lazy("Reserved. The warehouses have been told."),
    "approve": gettext_lazy("Your approval is entered."),
    "oral": gettext_lazy("The oral order is entered; the paper is due within 48 hours."),
    "return": gettext_lazy("Returned."),
    "refuse": gettext_lazy("Refused."),
    "cancel": gettext_lazy("Cancelled."),
    "submit": gettext_lazy("Handed in."),
    "close": gettext_lazy("Closed."),
    "pass-on": gettext_lazy("Asked. It is a request of its own."),
}


def context_of(request: HttpRequest, found: SupplyRequest) -> dict[str, Any]:
    """Everything the page of a request shows, and what the reader may do."""
    actor = person(request)
    states = selectors.states_of(found, actor)
    may_ask = selectors.may(actor, Permission.SUPPLY_REQUEST, found)
    may_decide = selectors.may_decide(actor, found)
    able = found.status in workflow.ALLOCATABLE
    missing = any(state.missing > 0 for state in states)
    return {
        "found": found,
        "states": states,
        "standing": standing_of(found, actor),
        "told": told_proposal(found, actor),
        "shipments": list(selectors.shipments(actor).filter(request=found)),
        "clocks": _clocks(found, actor),
        "children": list(selectors.supply_requests(actor).filter(parent=found)),
        "able": able,
        "missing": missing,
        "may": {
            "allocate": may_ask and found.status not in workflow.OVER and missing,
            "confirm": may_ask and able,
            "approve": may_decide
            and (found.status == workflow.SUBMITTED or (bool(found.oral_by) and not found.approved_at)),
            "decide": may_decide and found.status == workflow.SUBMITTED,
            "oral": (may_ask or may_decide) and found.status == workflow.SUBMITTED,
            "submit": may_ask and found.status in (workflow.DRAFT, workflow.RETURNED),
            "cancel": may_ask and (found.status, workflow.CANCELLED) in workflow.REQUEST_STEPS,
            "close": may_ask and found.status == workflow.RECEIVED,
            "pass_on": may_ask and missing and found.is_open and found.asked is None,
            "recall": may_ask,
        },
        "above": base_of(found, actor).parent if found.asked is None else None,
        "neighbours": selectors.jurisdictions_to_ask(actor)[1] if may_ask and missing else [],
    }


def _clocks(found: SupplyRequest, actor: User) -> list[tuple[Any, str]]:
    """What the request itself owes; of its shipments the one that is due first."""
    open_ones = [row for row in deadlines_of(found, actor) if not row.met_at and not row.cancelled_at]
    own = [row for row in open_ones if row.subject == subject_of(found)]
    others = [row for row in open_ones if row.subject != subject_of(found)]
    return [(row, label_of(row.kind)) for row in (*own, *others[:1])]


class RequestPage(LoginRequiredMixin, View):
    """One request."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page, or (`?part=body`) what the live feed refreshes."""
        found = selectors.supply_request_get(request.user, pk)
        template = "supply/_request.html" if request.GET.get("part") == "body" else "supply/request.html"
        return render(request, template, context_of(request, found))


class RequestAct(LoginRequiredMixin, View):
    """One step, by its name."""

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Do it; a refusal shows the page with its words."""
        if name not in ACTS:
            raise Http404
        found = selectors.supply_request_get(request.user, pk)
        if request.headers.get("HX-Request") and name in ("allocate", "edit"):
            return self._proposal(request, found, name)

        def again(error: AppError) -> HttpResponse:
            fresh = selectors.supply_request_get(request.user, pk)
            context = context_of(request, fresh) | {"problems": problems_of(error)}
            return render(request, "supply/request.html", context, status=error.status)

        def work() -> None:
            ACTS[name](request, found, person(request))

        back = reverse("supply:request", args=[pk])
        return attempt(request, work, back=back, said=str(SAID[name]), again=again)

    def _proposal(self, request: HttpRequest, found: SupplyRequest, name: str) -> HttpResponse:
        """The proposal alone, computed or re-checked at once."""
        problems: list[str] = []
        try:
            ACTS[name](request, found, person(request))
        except UnprocessableError as error:
            problems = problems_of(error)
        fresh = selectors.supply_request_get(request.user, found.pk)
        return render(request, "supply/_proposal.html", context_of(request, fresh) | {"problems": problems})


def _edit(request: HttpRequest, found: SupplyRequest, actor: User) -> None:
    """Lines as the form sends them: `hand` is "line-warehouse-lot", `quantity` beside it."""
    lines = []
    for key, quantity in zip(request.POST.getlist("hand"), request.POST.getlist("quantity"), strict=False):
        parts = key.split("-")
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
            continue
        line, warehouse, lot = map(int, parts)
        lines.append({"line": line, "warehouse": warehouse, "lot": lot, "quantity": quantity.strip() or "0"})
    services.request_edit_proposal(request=found, lines=lines, actor=actor)


def _confirm(request: HttpRequest, found: SupplyRequest, actor: User) -> None:
    version = request.POST.get("version", "")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
    services.request_confirm(request=found, version=seen, actor=actor)


def _pass_on(request: HttpRequest, found: SupplyRequest, actor: User) -> None:
    to = place_by_code(request.POST.get("to", ""), actor=actor)
    if to is None:
        raise UnprocessableError(_("Say who is asked."))
    kind = "upward" if found.jurisdiction.path.startswith(to.path) else "mutual"
    services.request_pass_on(request=found, to=to, kind=kind, note=request.POST.get("note", ""), actor=actor)


def _said(service: Callable[..., Any], field: str) -> Callable[[HttpRequest, SupplyRequest, User], None]:
    def act(request: HttpRequest, found: SupplyRequest, actor: User) -> None:
        service(request=found, actor=actor, **{field: request.POST.get(field, "")})

    return act


ACTS: dict[str, Callable[[HttpRequest, SupplyRequest, User], Any]] = {
    "allocate": lambda request, found, actor: services.request_propose(request=found, actor=actor),
    "edit": _edit,
    "confirm": _confirm,
    "approve": _said(services.request_approve, "note"),
    "oral": _said(services.request_order_orally, "by"),
    "return": _said(services.request_return, "reason"),
    "refuse": _said(services.request_refuse, "reason"),
    "cancel": _said(services.request_cancel, "reason"),
    "close": _said(services.request_close, "outcome"),
    "submit": lambda request, found, actor: services.request_submit(request=found, actor=actor),
    "pass-on": _pass_on,
}
