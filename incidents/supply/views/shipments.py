"""Shipments at phone width: the keeper picks, loads and hands over; the receiver counts what arrives."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.gis.geos import Point
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from core.errors import AppError, UnprocessableError
from core.geo import parse_coordinates
from incidents.supply import selectors, services, workflow
from incidents.supply.models import Shipment
from incidents.supply.selectors.picking import positions_of
from incidents.supply.views.common import attempt, numbers_of, person, problems_of
from organizations import access
from organizations.models import User
from organizations.roles import Permission

SAID = {
    "begin": "",
    "picked": gettext_lazy("Picked. Now load it."),
    "load": gettext_lazy("The vehicle is entered."),
    "depart": gettext_lazy("Handed over. It is on the way."),
    "receive": gettext_lazy("Received."),
    "recall": gettext_lazy("Recalled."),
    "stop": gettext_lazy("Entered: it cannot go on."),
    "resume": gettext_lazy("It goes on."),
    "home": gettext_lazy("Counted into the store."),
    "position": gettext_lazy("The position is entered."),
}


class ShipmentList(LoginRequiredMixin, View):
    """What is to be picked, loaded, awaited."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Those not over, the most urgent first; `?over=1` the others."""
        if not any(access.can_anywhere(request.user, p) for p in (Permission.RESERVE_VIEW, Permission.SHELTER_RUN)):
            access.require_anywhere(request.user, Permission.RESERVE_VIEW)
        over = request.GET.get("over") == "1"
        rows = selectors.shipments(request.user)
        rows = (
            rows.filter(status__in=workflow.SHIPMENT_OVER) if over else rows.exclude(status__in=workflow.SHIPMENT_OVER)
        )
        shown = list(rows.order_by("-pk" if over else "request__priority", "pk")[:100])
        template = "supply/_shipments.html" if request.headers.get("HX-Request") else "supply/shipments.html"
        return render(request, template, {"shipments": shown, "over": over})


def context_of(request: HttpRequest, shipment: Shipment) -> dict[str, Any]:
    """What the page shows, and what the reader may do."""
    actor = person(request)
    keeps = selectors.may_carry(actor, shipment.warehouse)
    asks = selectors.may(actor, Permission.SUPPLY_REQUEST, shipment.request)
    on_road = shipment.status in (workflow.ON_WAY, workflow.FAILED)
    places = positions_of(shipment, actor)
    return {
        "shipment": shipment,
        "lines": [(line, places.get(line.lot_id, "")) for line in shipment.lines.all()],
        "steps": list(shipment.steps.select_related("actor")),
        "me": actor.full_name,
        "may": {
            "begin": keeps and shipment.status == workflow.ALLOCATED,
            "pick": keeps and shipment.status == workflow.PICKING,
            "load": keeps and shipment.status == workflow.LOADING,
            "receive": shipment.status == workflow.ON_WAY and selectors.may_receive(actor, shipment.request),
            "stop": shipment.status == workflow.ON_WAY and (keeps or asks),
            "resume": shipment.status == workflow.FAILED and (keeps or asks),
            "position": on_road and (keeps or asks),
            "recall": asks and (shipment.status, workflow.RECALLED) in workflow.SHIPMENT_STEPS,
            "home": keeps
            and shipment.status == workflow.RECALLED
            and shipment.departed_at
            and not shipment.transfer_id,
        },
    }


class ShipmentPage(LoginRequiredMixin, View):
    """One shipment."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """At phone width; the form of the step that is next."""
        return render(request, "supply/shipment.html", context_of(request, selectors.shipment_get(request.user, pk)))


class ShipmentAct(LoginRequiredMixin, View):
    """One step, by its name."""

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Do it; a refusal shows the page with its words, and what was typed."""
        if name not in ACTS:
            raise Http404
        shipment = selectors.shipment_get(request.user, pk)

        def again(error: AppError) -> HttpResponse:
            fresh = selectors.shipment_get(request.user, pk)
            context = context_of(request, fresh) | {"problems": problems_of(error), "typed": request.POST}
            return render(request, "supply/shipment.html", context, status=error.status)

        def work() -> None:
            ACTS[name](request, shipment, person(request))

        back = reverse("supply:shipment", args=[pk])
        return attempt(request, work, back=back, said=str(SAID[name]), again=again)


def _said(request: HttpRequest, *names: str) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in names}


def _picked(request: HttpRequest, shipment: Shipment, actor: User) -> None:
    services.shipment_pick(
        shipment=shipment, picked=numbers_of(request, "picked"), notes=numbers_of(request, "note"), actor=actor
    )


def _load(request: HttpRequest, shipment: Shipment, actor: User) -> None:
    services.shipment_load(
        shipment=shipment, actor=actor, **_said(request, "vehicle", "driver", "driver_phone", "escort", "seal")
    )


def _depart(request: HttpRequest, shipment: Shipment, actor: User) -> None:
    said = _said(request, "handed_by", "taken_by", "handed_mark", "taken_mark")
    services.shipment_depart(shipment=shipment, actor=actor, **said)


def _receive(request: HttpRequest, shipment: Shipment, actor: User) -> None:
    services.shipment_receive(
        shipment=shipment,
        received=numbers_of(request, "received"),
        reasons=numbers_of(request, "reason"),
        actor=actor,
        **_said(request, "received_by", "mark"),
    )


def _home(request: HttpRequest, shipment: Shipment, actor: User) -> None:
    good, damaged = numbers_of(request, "good"), numbers_of(request, "damaged")
    services.shipment_bring_home(shipment=shipment, good=good, damaged=damaged, actor=actor)


def _position(request: HttpRequest, shipment: Shipment, actor: User) -> None:
    pair = parse_coordinates(request.POST.get("at", ""))
    if pair is None:
        raise UnprocessableError(_("Longitude and latitude, e.g. 103.6512, 30.9021."))
    services.shipment_position(shipment=shipment, location=Point(*pair, srid=4326), actor=actor)


ACTS: dict[str, Callable[[HttpRequest, Shipment, User], Any]] = {
    "begin": lambda request, shipment, actor: services.shipment_pick(shipment=shipment, actor=actor),
    "picked": _picked,
    "load": _load,
    "depart": _depart,
    "receive": _receive,
    "recall": lambda r, s, a: services.shipment_recall(shipment=s, actor=a, **_said(r, "reason")),
    "stop": lambda r, s, a: services.shipment_stop(shipment=s, actor=a, **_said(r, "reason")),
    "resume": lambda r, s, a: services.shipment_resume(shipment=s, actor=a, **_said(r, "vehicle")),
    "home": _home,
    "position": _position,
}
