"""One lot, one deed: the forms a keeper fills in at the shelf (R-D3)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.errors import AppError
from resources.reserves import selectors, services
from resources.reserves.deeds import DEEDS, Deed
from resources.reserves.forms import DEED_FORMS
from resources.reserves.forms.stock import Once
from resources.reserves.models import Lot
from resources.reserves.views.acts import Keeping, refused


class LotDeed(Keeping):
    """A deed by its name; an unknown one is 404."""

    def get(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """The form, with the place where most of the lot lies chosen."""
        lot, deed, places = self._found(request, pk, name)
        first = max(places, key=lambda row: row["on_hand"], default=None)
        initial = {"warehouse": request.GET.get("warehouse") or (first["warehouse"].pk if first else None)}
        if name == "relocate" and first and first["account"]:
            initial |= {"position": first["account"].position, "custodian": first["account"].custodian}
        form = DEED_FORMS[name](actor=request.user, places=_ids(places), initial=initial)
        return self._show(request, lot, deed, form, places)

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Book it once; refusals in words beside their field."""
        lot, deed, places = self._found(request, pk, name)
        form = DEED_FORMS[name](request.POST, actor=request.user, places=_ids(places))
        if not form.is_valid():
            return self._show(request, lot, deed, form, places, 422)
        said = dict(form.cleaned_data)
        key = said.pop("key")
        try:
            services.done_once(
                key=key,
                route=f"POST {request.path}",
                said=dict(said),
                act=lambda: deed.act(lot, dict(said), request.user),  # type: ignore[arg-type]
                actor=request.user,  # type: ignore[arg-type]
            )
        except AppError as error:
            refused(form, error)
            return self._show(request, lot, deed, form, places, error.status)
        messages.success(request, _("Booked."))
        return redirect("reserves:lot", pk=lot.pk)

    def _found(self, request: HttpRequest, pk: int, name: str) -> tuple[Lot, Deed, list[dict[str, Any]]]:
        deed = DEEDS.get(name)
        if deed is None:
            raise Http404
        lot = selectors.lot_get(request.user, pk)
        return lot, deed, selectors.holdings(request.user, [lot]).get(lot.pk, [])

    def _show(
        self,
        request: HttpRequest,
        lot: Lot,
        deed: Deed,
        form: Once,
        places: list[dict[str, Any]],
        status: int = 200,
    ) -> HttpResponse:
        context = {"lot": lot, "item": lot.item, "deed": deed, "form": form, "places": places}
        if deed.name == "return":
            context["out"] = selectors.issued_out(lot, actor=request.user)
        return render(request, "reserves/deed.html", context, status=status)


def _ids(places: list[dict[str, Any]]) -> list[int]:
    return [row["warehouse"].pk for row in places]
