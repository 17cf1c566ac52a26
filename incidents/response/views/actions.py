"""What is done on the incident page: each answers with its panel, or sends a browser without scripts back to the page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from core.errors import AppError, UnprocessableError
from incidents.response import selectors, services
from incidents.response.features import incident_url
from incidents.response.forms.acting import FiguresForm, OfferForm
from incidents.response.models import Incident
from incidents.response.views.common import person
from incidents.response.views.page import find, show_page
from incidents.response.views.panels import render_panel


def act(request: HttpRequest, number: str, panel: str, do: Callable[[Incident], Any]) -> HttpResponse:
    """Do it and answer with the panel as it is then; a refusal is shown in the panel, with what was typed."""
    incident = find(request, number)
    try:
        do(incident)
    except AppError as error:
        if not request.htmx:  # type: ignore[attr-defined]
            return show_page(request, incident, status=error.status, failed=panel, problem=error)
        fresh = find(request, number)
        body = render_panel(request, fresh, panel, problem=error, typed=request.POST)
        return HttpResponse(body, status=error.status)
    if not request.htmx:  # type: ignore[attr-defined]
        return HttpResponseRedirect(incident_url(incident))
    response = HttpResponse(render_panel(request, find(request, number), panel))
    return trigger_client_event(response, "incident-changed")


@require_POST
def change_status(request: HttpRequest, number: str) -> HttpResponse:
    """Take it to its next phase."""
    to, reason = request.POST.get("to", ""), request.POST.get("reason", "")
    return act(
        request,
        number,
        "head",
        lambda incident: services.incident_change_status(
            incident=incident, to=to, reason=reason, actor=person(request)
        ),
    )


@require_POST
def grade(request: HttpRequest, number: str) -> HttpResponse:
    """Decide the grade."""
    value, reason = request.POST.get("grade", ""), request.POST.get("reason", "")
    chosen = int(value) if value in ("1", "2", "3", "4") else 0
    return act(
        request,
        number,
        "head",
        lambda incident: services.incident_grade(incident=incident, grade=chosen, reason=reason, actor=person(request)),
    )


@require_POST
def sensitive(request: HttpRequest, number: str) -> HttpResponse:
    """Keep it off every wall, or let it back on."""
    wanted, reason = request.POST.get("sensitive") == "1", request.POST.get("reason", "")
    return act(
        request,
        number,
        "overview",
        lambda incident: services.incident_mark_sensitive(
            incident=incident, sensitive=wanted, reason=reason, actor=person(request)
        ),
    )


@require_POST
def note(request: HttpRequest, number: str) -> HttpResponse:
    """A note, a decision, or a correction of an earlier line."""
    text, kind, strikes = (request.POST.get(name, "") for name in ("text", "kind", "strikes"))

    def write(incident: Incident) -> None:
        if strikes.isdigit():
            services.incident_correct(incident=incident, entry=int(strikes[:18]), text=text, actor=person(request))
        else:
            services.incident_note(incident=incident, text=text, kind=kind or "note", actor=person(request))

    return act(request, number, "log", write)


@require_POST
def pin(request: HttpRequest, number: str) -> HttpResponse:
    """Keep a line at the top of the log, or let it go."""
    entry = request.POST.get("entry", "")

    def keep(incident: Incident) -> None:
        if not (entry.isascii() and entry.isdigit() and len(entry) < 19):
            raise UnprocessableError(_("There is no such line."))
        pinned = request.POST.get("pinned") == "1"
        services.incident_pin(incident=incident, entry=int(entry), pinned=pinned, actor=person(request))

    return act(request, number, "log", keep)


@require_POST
def figures(request: HttpRequest, number: str) -> HttpResponse:
    """State figures."""
    form = FiguresForm(request.POST)

    def state(incident: Incident) -> None:
        if not form.is_valid():
            errors = {name: " ".join(map(str, texts)) for name, texts in form.errors.items()}
            raise UnprocessableError(_("Some fields need correction."), errors=errors)
        data = form.cleaned_data
        services.figure_state(
            incident=incident,
            values=form.stated,
            source=data["source"],
            as_of=data["as_of"],
            note=data["note"],
            actor=person(request),
        )

    return act(request, number, "figures", state)


@require_POST
def handover(request: HttpRequest, number: str) -> HttpResponse:
    """Offer, accept, decline or withdraw."""
    action = request.POST.get("action", "")

    def hand(incident: Incident) -> None:
        if action == "offer":
            form = OfferForm(request.POST, incident=incident, actor=person(request))
            if not form.is_valid():
                errors = {name: " ".join(map(str, texts)) for name, texts in form.errors.items()}
                raise UnprocessableError(_("Some fields need correction."), errors=errors)
            services.handover_offer(
                item=incident, to=form.cleaned_data["to"], note=form.cleaned_data["note"], actor=person(request)
            )
        elif action == "accept":
            services.handover_accept(item=incident, actor=person(request))
        elif action == "decline":
            services.handover_decline(item=incident, reason=request.POST.get("reason", ""), actor=person(request))
        elif action == "withdraw":
            services.handover_withdraw(item=incident, actor=person(request))
        else:
            raise UnprocessableError(_("This cannot be done with a handover."))

    return act(request, number, "owner", hand)


@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """The type a narrative suggests, as a line of text; empty when it suggests none."""
    found = selectors.type_suggest(request.POST.get("description", "")[:20_000])
    return HttpResponse(found.event_type.pk if found else "", content_type="text/plain")
