"""Sheets of QR labels for lots, places and items (R-D3)."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from resources.reserves import selectors
from resources.reserves.forms.choosing import LabelForm
from resources.reserves.labels import Label, label_of
from resources.reserves.models import Lot, Warehouse
from resources.reserves.views.overview import Door

MOST = 240


class Labels(Door):
    """A form, and the sheet of what was chosen, to be printed on A4 with three labels in a row."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """`?lot=`, `?item=`, or a warehouse with its lots or places, or the items of the catalogue."""
        form = LabelForm(request.GET or None, actor=request.user)
        labels = self._labels(request, form)
        context = {"form": form, "labels": labels[:MOST], "more": len(labels) > MOST, "most": MOST}
        return render(request, "reserves/labels.html", context)

    def _labels(self, request: HttpRequest, form: LabelForm) -> list[Label]:
        actor = request.user
        if request.GET.get("lot"):
            lot = selectors.lot_get(actor, request.GET["lot"])
            return [self._lot(request, lot, selectors.holdings(actor, [lot]).get(lot.pk, []))]
        if request.GET.get("item"):
            item = selectors.item_get(actor, request.GET["item"])
            return [self._plain(request, item, item.code, item.spec)]
        if not form.is_bound or not form.is_valid():
            return []
        chosen = form.cleaned_data
        place: Warehouse | None = chosen.get("warehouse")
        if chosen["of"] == "items":
            return [self._plain(request, one, one.code, one.spec) for one in selectors.items(actor)[: MOST + 1]]
        if place is None:
            return []
        rows = selectors.at_position(place, chosen["at"], actor=actor, most=MOST * 4)
        if chosen["of"] == "positions":
            positions = sorted({row.position for row in rows if row.position})
            return [self._position(request, place, at) for at in positions]
        lots = [row.lot for row in rows][: MOST + 1]
        held = selectors.holdings(actor, lots, place)
        return [self._lot(request, lot, held.get(lot.pk, [])) for lot in lots]

    def _lot(self, request: HttpRequest, lot: Lot, places: list[dict[str, Any]]) -> Label:
        code = selectors.label_code(lot)
        until = lot.expires_on.isoformat() if lot.expires_on else "–"
        where = places[0]["account"].position if places and places[0]["account"] else ""
        return label_of(
            code,
            self._address(request, code),
            lot.item,
            f"{_('Batch')} {lot.batch}" + (f" · {lot.serial}" if lot.serial else ""),
            f"{_('Expires on')} {until}",
            f"{lot.item.unit}{f' · {where}' if where else ''}",
        )

    def _plain(self, request: HttpRequest, thing: Any, *lines: str) -> Label:
        code = selectors.label_code(thing)
        return label_of(code, self._address(request, code), thing, *lines)

    def _position(self, request: HttpRequest, place: Warehouse, at: str) -> Label:
        code = selectors.label_code(place, position=at)
        return label_of(code, self._address(request, code), place, f"{_('Position in the store')} {at}")

    def _address(self, request: HttpRequest, code: str) -> str:
        return request.build_absolute_uri(f"{reverse('reserves:scan')}?code={quote(code, safe=':')}")
