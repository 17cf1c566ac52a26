"""Asking for supplies: items, or people and days expanded as one types."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from core.errors import AppError, NotFoundError, UnprocessableError
from incidents.response.models import Incident
from incidents.supply import selectors, services
from incidents.supply.forms import AskForm, NeedForm
from incidents.supply.selectors.naming import item_named
from incidents.supply.views.common import person, problems_of
from organizations import access
from organizations.roles import Permission

BLANK_ROWS = 3


class New(LoginRequiredMixin, View):
    """A new request."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, for an incident (`?incident=`), a shelter (`?destination=shelter:5`) or nothing yet."""
        access.require_anywhere(request.user, Permission.SUPPLY_REQUEST)
        incident = self._incident(request)
        actor = person(request)
        place = incident.jurisdiction if incident else (actor.unit.jurisdiction if actor.unit else None)
        initial = {"kind": request.GET.get("kind") or "relief", "jurisdiction": place, "priority": 2}
        initial["place"] = request.GET.get("place") or (incident.place if incident else "")
        rows = [{"item": None, "quantity": "", "basis": ""} for _row in range(BLANK_ROWS)]
        return self._show(request, AskForm(actor=actor, initial=initial), incident, rows)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask, or say what is wrong beside what was typed."""
        access.require_anywhere(request.user, Permission.SUPPLY_REQUEST)
        incident = self._incident(request)
        form = AskForm(request.POST, actor=person(request))
        rows = self._rows(request)
        if not form.is_valid():
            return self._show(request, form, incident, rows, 422)
        try:
            made = services.request_create(
                lines=self._asks(request, rows),
                incident=incident,
                destination=request.POST.get("destination", "")[:60],
                people=self._number(request, "people") if not rows else None,
                days=self._number(request, "days") if not rows else None,
                actor=person(request),
                **form.cleaned_data,
            )
        except NotFoundError:
            raise
        except AppError as error:
            return self._show(request, form, incident, rows, error.status, problems_of(error))
        return redirect("supply:request", made.pk)

    def _incident(self, request: HttpRequest) -> Incident | None:
        number = request.POST.get("incident") or request.GET.get("incident") or ""
        return selectors.incident_for_supply(request.user, number=number) if number else None

    def _rows(self, request: HttpRequest) -> list[dict[str, Any]]:
        parts = [request.POST.getlist(name) for name in ("item", "quantity", "basis")]
        longest = max(map(len, parts), default=0)
        padded = [[*part, *[""] * (longest - len(part))] for part in parts]
        rows = [{"item": i, "quantity": q, "basis": b} for i, q, b in zip(*padded, strict=True)]
        return [row for row in rows if row["item"] and row["quantity"].strip()][:200]

    def _asks(self, request: HttpRequest, rows: list[dict[str, Any]]) -> list[services.Ask]:
        asks = []
        for row in rows:
            key = row["item"]
            if not (key.isascii() and key.isdigit() and len(key) < 19):
                raise UnprocessableError(_("There is no such item in the catalogue."))
            asks.append(services.Ask(item_named(request.user, int(key)), row["quantity"], True, row["basis"]))
        return asks

    def _number(self, request: HttpRequest, name: str) -> int | None:
        text = request.POST.get(name, "").strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None

    def _show(
        self,
        request: HttpRequest,
        form: AskForm,
        incident: Incident | None,
        rows: list[dict[str, Any]],
        status: int = 200,
        problems: list[str] | None = None,
    ) -> HttpResponse:
        context = {
            "form": form,
            "incident": incident,
            "rows": rows,
            "items": list(selectors.items_to_ask(request.user)),
            "problems": problems or [],
            "people": request.POST.get("people", request.GET.get("people", "")),
            "days": request.POST.get("days", request.GET.get("days", "3")),
            "destination": request.POST.get("destination", request.GET.get("destination", ""))[:60],
        }
        return render(request, "supply/new.html", context, status=status)


class Expansion(LoginRequiredMixin, View):
    """People × days as lines, while one types."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Rows of the form; a sentence where there are no norms or the figures make no sense."""
        access.require_anywhere(request.user, Permission.SUPPLY_REQUEST)
        form, actor = NeedForm(request.GET), person(request)
        chosen = request.GET.get("jurisdiction", "")
        places, _everywhere = selectors.jurisdictions_to_ask(actor)
        place = (
            places.filter(pk=int(chosen)).first()
            if chosen.isascii() and chosen.isdigit() and len(chosen) < 19
            else None
        )
        place = place or (actor.unit.jurisdiction if actor.unit else places.first())
        rows: list[Any] = []
        if form.is_valid() and place is not None:
            found = selectors.expand(place, **form.cleaned_data, actor=actor)
            rows = [{"item": str(w.item.pk), "quantity": w.quantity.normalize(), "basis": w.basis} for w in found]
        context = {"rows": rows, "items": list(selectors.items_to_ask(actor)), "valid": form.is_valid()}
        return render(request, "supply/_lines.html", context)
