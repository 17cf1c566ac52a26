"""Receiving and issuing by form (R-D3)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from core.errors import AppError
from organizations import access
from organizations.roles import Permission
from resources.reserves import selectors, services
from resources.reserves.forms import IssueForm, ReceiveForm
from resources.reserves.models import Lot


class Keeping(LoginRequiredMixin, View):
    """Pages for keepers."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """403 in words for everybody else."""
        if request.user.is_authenticated:
            access.require_anywhere(request.user, Permission.STOCK_MOVE)
        return super().dispatch(request, *args, **kwargs)


def refused(form: Any, error: AppError) -> None:
    """A refusal beside the fields it is about."""
    for name, text in error.errors.items():
        form.add_error(name if name in form.fields else None, text)
    if not error.errors:
        form.add_error(None, str(error.message))


class Receive(Keeping):
    """Goods come in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form; `?item=` and `?warehouse=` are chosen already."""
        initial = {name: request.GET[name] for name in ("item", "warehouse") if request.GET.get(name)}
        return self._show(request, ReceiveForm(actor=request.user, initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Book it and show the lot."""
        form = ReceiveForm(request.POST, actor=request.user)
        if not form.is_valid():
            return self._show(request, form, 422)
        said = dict(form.cleaned_data)
        rest = {name: said.pop(name) for name in ("warehouse", "item", "quantity", "position", "reason", "note", "key")}
        try:
            lot, _movement = services.receipt_post(lot=services.LotData(**said), actor=request.user, **rest)
        except AppError as error:
            refused(form, error)
            return self._show(request, form, error.status)
        messages.success(request, _("Booked."))
        return redirect("reserves:lot", pk=lot.pk)

    def _show(self, request: HttpRequest, form: ReceiveForm, status: int = 200) -> HttpResponse:
        return render(request, "reserves/receive.html", {"form": form}, status=status)


class Issue(Keeping):
    """Goods go out."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form of one lot, with what should go first."""
        lot = selectors.lot_get(request.user, pk)
        places = selectors.holdings(request.user, [lot]).get(lot.pk, [])
        first = request.GET.get("warehouse") or next((row["warehouse"].pk for row in places if row["free"] > 0), None)
        return self._show(request, IssueForm(actor=request.user, initial={"lot": lot.pk, "warehouse": first}), lot)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Book it; 409 in words when somebody was quicker."""
        lot = selectors.lot_get(request.user, pk)
        form = IssueForm(request.POST, actor=request.user)
        if not form.is_valid():
            return self._show(request, form, lot, 422)
        said = form.cleaned_data
        try:
            event = selectors.incident_named(said["incident"], actor=request.user)
            services.issue_post(
                lot=lot,
                warehouse=said["warehouse"],
                quantity=said["quantity"],
                reason=said["reason"],
                incident=event,
                key=said["key"],
                actor=request.user,
            )
        except AppError as error:
            refused(form, error)
            return self._show(request, form, lot, error.status)
        messages.success(request, _("Booked."))
        return redirect("reserves:lot", pk=lot.pk)

    def _show(self, request: HttpRequest, form: IssueForm, lot: Lot, status: int = 200) -> HttpResponse:
        places = selectors.holdings(request.user, [lot]).get(lot.pk, [])
        earlier = {row["warehouse"].pk: selectors.earlier_lots(lot, row["warehouse"], request.user) for row in places}
        context = {"form": form, "lot": lot, "item": lot.item, "places": places}
        context["earlier"] = [
            (row["warehouse"], earlier[row["warehouse"].pk]) for row in places if earlier[row["warehouse"].pk]
        ]
        return render(request, "reserves/issue.html", context, status=status)
