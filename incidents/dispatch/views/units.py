"""The list of units beside the board, and calls for help (R-C3)."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from core.templatetags.components import local_name
from incidents.dispatch import selectors, services
from incidents.dispatch.forms import ReasonForm
from incidents.dispatch.views import WAYS, answer_done


class Units(LoginRequiredMixin, View):
    """All units for one incident, grouped; `by` organisation, kind or area; `km` a radius, 0 for all."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """A fragment."""
        incident = selectors.incident_for_dispatch(request.user, number=number)
        by = request.GET.get("by", "")
        by = by if by in dict(WAYS) else "organisation"
        km = request.GET.get("km", "50")
        radius = int(km) if km in {str(one) for one in (0, *selectors.RADII_KM)} else 50
        radius = radius if incident.location else 0
        context = {
            "incident": incident,
            "km": radius,
            "list": selectors.units_for(request.user, incident, by=by, radius_km=radius),
            "may_order": selectors.may_order(request.user, incident),
        }
        return render(request, "dispatch/_units.html", context)


class Mayday(LoginRequiredMixin, View):
    """The team calls for help."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Loud everywhere until somebody takes note."""
        order = selectors.dispatch_get(request.user, pk)
        form = ReasonForm(request.POST)
        note = form.cleaned_data["reason"] if form.is_valid() else ""
        order = services.dispatch_mayday(dispatch=order, note=note, actor=request.user)
        words = _("%(team)s calls for help at %(incident)s") % {
            "team": local_name(order.team),
            "incident": order.incident.number,
        }
        return answer_done(request, {"text": words, "kind": "error"})


class MaydaySeen(LoginRequiredMixin, View):
    """Take note of a call for help."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The alarm ends; the call stays in the record."""
        order = selectors.dispatch_get(request.user, pk)
        order = services.dispatch_mayday_seen(dispatch=order, actor=request.user)
        return answer_done(request, {"text": _("%(team)s: taken note of") % {"team": local_name(order.team)}})
