"""Blocked roads, second roles and norms: small pages of things that are kept as data (R-D6, R-D11)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.gis.geos import GEOSGeometry, LineString, Point
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from clocks.selectors import deadlines
from core.errors import AppError, UnprocessableError
from core.geo import parse_coordinates
from core.workflow import next_steps
from incidents.supply import selectors, services, workflow
from incidents.supply.forms import NormForm, RoadForm, SecondFilterForm, SecondForm
from incidents.supply.models import SecondState
from incidents.supply.selectors.roads import (
    logistics_sites,
    roadblock_get,
    roadblocks,
    second_role_get,
    second_roles,
)
from incidents.supply.views.common import person, problems_of
from organizations import access
from organizations.models import Jurisdiction
from organizations.roles import Permission


def home_of(request: HttpRequest) -> Jurisdiction:
    """The jurisdiction of the person's unit: where what they enter here belongs."""
    unit = person(request).unit
    if unit is None:
        raise UnprocessableError(_("You belong to no unit. Whoever edits people can enter one."))
    return unit.jurisdiction


def geometry_of(text: str) -> GEOSGeometry:
    """A point from one pair of degrees, a line from more, pairs separated by ;."""
    pairs = [parse_coordinates(part) for part in text.replace("；", ";").split(";") if part.strip()]
    known = [pair for pair in pairs if pair is not None]
    if not known or len(known) != len(pairs):
        raise UnprocessableError(_("Longitude and latitude, e.g. 103.6512, 30.9021."))
    return Point(*known[0], srid=4326) if len(known) == 1 else LineString(*known, srid=4326)


class Roads(LoginRequiredMixin, View):
    """Blocked roads and the places of the supply chain."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The lists and the form."""
        access.require_anywhere(request.user, Permission.RESERVE_VIEW)
        return self._show(request, RoadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Report one."""
        access.require_anywhere(request.user, Permission.SUPPLY_REQUEST)
        form = RoadForm(request.POST)
        if not form.is_valid():
            return self._show(request, form, 422)
        said = dict(form.cleaned_data)
        try:
            place = geometry_of(said.pop("at"))
            services.roadblock_report(jurisdiction=home_of(request), geometry=place, actor=person(request), **said)
        except AppError as error:
            return self._show(request, form, error.status, problems_of(error))
        messages.success(request, _("Entered. Allocations reckon with it from now on."))
        return redirect("supply:roads")

    def _show(
        self, request: HttpRequest, form: RoadForm, status: int = 200, problems: list[str] | None = None
    ) -> HttpResponse:
        context = {
            "form": form,
            "blocks": list(roadblocks(request.user)),
            "over": list(roadblocks(request.user, over=True)[:20]),
            "sites": list(logistics_sites(request.user)),
            "problems": problems or [],
            "may_report": access.can_anywhere(request.user, Permission.SUPPLY_REQUEST),
        }
        return render(request, "supply/roads.html", context, status=status)


class RoadLift(LoginRequiredMixin, View):
    """Open again."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For all ways from now on."""
        services.roadblock_lift(block=roadblock_get(request.user, pk), actor=person(request))
        messages.success(request, _("The road is open again."))
        return redirect("supply:roads")


class Switches(LoginRequiredMixin, View):
    """What has a second role, and which role it is in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list, filtered; a fragment for the live feed."""
        access.require_anywhere(request.user, Permission.RESERVE_VIEW)
        return self._show(request, SecondForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Enter one."""
        access.require_anywhere(request.user, Permission.CATALOGUE_CHANGE)
        form = SecondForm(request.POST)
        if not form.is_valid():
            return self._show(request, form, 422)
        try:
            place, unit = home_of(request), person(request).unit
            services.second_role_add(jurisdiction=place, unit=unit, actor=person(request), **form.cleaned_data)  # type: ignore[arg-type]
        except AppError as error:
            return self._show(request, form, error.status, problems_of(error))
        return redirect("supply:switches")

    def _show(
        self, request: HttpRequest, form: SecondForm, status: int = 200, problems: list[str] | None = None
    ) -> HttpResponse:
        filters = SecondFilterForm(request.GET)
        asked = filters.cleaned_data if filters.is_valid() else {}
        rows = list(second_roles(request.user, **asked))
        owed = deadlines(request.user).filter(kind="second_role.switch", met_at=None, cancelled_at=None)
        clocks = {deadline.subject: deadline for deadline in owed}
        context = {
            "filters": filters,
            "filtered": any(asked.values()),
            "form": form,
            "rows": [(row, clocks.get(f"secondrole:{row.pk}"), self._steps(request, row)) for row in rows],
            "problems": problems or [],
            "may_add": access.can_anywhere(request.user, Permission.CATALOGUE_CHANGE),
        }
        template = "supply/_switches.html" if request.headers.get("HX-Request") else "supply/switches.html"
        return render(request, template, context, status=status)

    def _steps(self, request: HttpRequest, row: Any) -> list[tuple[str, str]]:
        labels = {
            workflow.ORDERED: _("Order to switch"),
            workflow.SWITCHING: _("Begin to switch"),
            workflow.EMERGENCY: _("Ready for emergency use"),
            workflow.RESTORING: _("Restore"),
            workflow.PEACE: _("Back in everyday use"),
        }
        return [
            (to, labels[to])
            for to in next_steps(workflow.SWITCH_STEPS, row.state)
            if access.can(request.user, workflow.SWITCH_STEPS[row.state, to], row.jurisdiction)
        ]


class SwitchStep(LoginRequiredMixin, View):
    """One step of a switch."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Order, begin, ready, restore."""
        role = second_role_get(request.user, pk)
        to = request.POST.get("to", "")
        services.second_role_step(role=role, to=to, reason=request.POST.get("reason", ""), actor=person(request))
        messages.success(request, str(dict(SecondState.choices).get(to, "")))
        return redirect("supply:switches")


class Norms(LoginRequiredMixin, View):
    """What a person needs."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Those in force for one's own jurisdiction, and the form."""
        access.require_anywhere(request.user, Permission.RESERVE_VIEW)
        return self._show(request, NormForm(actor=person(request)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Enter one, from now on."""
        access.require_anywhere(request.user, Permission.CATALOGUE_CHANGE)
        form = NormForm(request.POST, actor=person(request))
        if not form.is_valid():
            return self._show(request, form, 422)
        try:
            services.norm_set(jurisdiction=home_of(request), actor=person(request), **form.cleaned_data)
        except AppError as error:
            return self._show(request, form, error.status, problems_of(error))
        messages.success(request, _("The norm counts from now on."))
        return redirect("supply:norms")

    def _show(
        self, request: HttpRequest, form: NormForm, status: int = 200, problems: list[str] | None = None
    ) -> HttpResponse:
        unit = person(request).unit
        norms = selectors.norms_in_force(unit.jurisdiction, actor=person(request)) if unit else []
        context = {
            "form": form,
            "norms": norms,
            "place": unit.jurisdiction if unit else None,
            "problems": problems or [],
            "may_set": access.can_anywhere(request.user, Permission.CATALOGUE_CHANGE),
        }
        return render(request, "supply/norms.html", context, status=status)
