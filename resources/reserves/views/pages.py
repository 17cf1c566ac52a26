"""One item, one warehouse, one lot (R-D3)."""

from decimal import Decimal

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from organizations import access
from organizations.roles import Permission
from resources.reserves import selectors
from resources.reserves.curves import drawn
from resources.reserves.deeds import DEEDS
from resources.reserves.views.overview import Door

LATEST = 20
LEDGER = 100


class ItemPage(Door):
    """One item."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Figures, the next 90 days, where it lies, lots, agreements, the latest movements."""
        actor = request.user
        item = selectors.item_get(actor, pk)
        lots = list(selectors.lots(actor, item=item)[:LEDGER])
        limits = list(selectors.limits(actor, item=item))
        wide = [row.minimum for row in limits if row.warehouse_id is None and row.minimum is not None]
        held = selectors.holdings(actor, lots)
        by_place = selectors.stock_by_warehouse(item, actor=actor)
        places = selectors.warehouses(actor, active=False).filter(pk__in=by_place)
        least = {row.warehouse_id: row.minimum for row in limits if row.warehouse_id}
        context = {
            "item": item,
            "stock": selectors.stock_of(item, actor=actor),
            "places": [(place, by_place[place.pk], least.get(place.pk)) for place in places],
            "rows": [(lot, held.get(lot.pk, [])) for lot in lots],
            "minimum": sum(wide, Decimal(0)) if wide else None,
            "breaches": selectors.breaches(actor, item=item),
            "curve": drawn(selectors.curve(item, actor=actor), sum(wide, Decimal(0)) if wide else None),
            "agreements": selectors.agreements(actor, item=item),
            "movements": selectors.movements(actor, item=item)[:LATEST],
            "packs": item.packs.all(),
            "contents": item.contents.select_related("part__unit"),
            "alternatives": item.alternatives.select_related("other__unit"),
            "may_move": access.can_anywhere(actor, Permission.STOCK_MOVE),
            "may_change": access.can_anywhere(actor, Permission.CATALOGUE_CHANGE),
            "files_subject": f"item:{item.pk}",
            "today": timezone.localdate(),
        }
        return render(request, "reserves/item.html", context)


class WarehousePage(Door):
    """One warehouse."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Particulars, what lies in it, what is open, the latest movements."""
        actor = request.user
        place = selectors.warehouse_get(actor, pk)
        context = {
            "warehouse": place,
            "rows": selectors.warehouse_items(actor, place),
            "expiring": selectors.expiring(actor, warehouse=place)[:LATEST],
            "due": selectors.checks_due(actor, days=14, warehouse=place)[:LATEST],
            "movements": selectors.movements(actor, warehouse=place)[:LATEST],
            "may_move": access.can(actor, Permission.STOCK_MOVE, place.jurisdiction),
            "may_change": access.can(actor, Permission.CATALOGUE_CHANGE, place.jurisdiction),
            "today": timezone.localdate(),
            **selectors.papers_of_warehouse(actor, place),
        }
        return render(request, "reserves/warehouse.html", context)


class LotPage(Door):
    """One lot."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What it is, where it lies, its ledger from the first day on."""
        actor = request.user
        lot = selectors.lot_get(actor, pk)
        page = Paginator(selectors.movements(actor, lot=lot), LEDGER).get_page(request.GET.get("page"))
        context = {
            "lot": lot,
            "item": lot.item,
            "places": selectors.holdings(actor, [lot]).get(lot.pk, []),
            "page": page,
            "deeds": DEEDS.values(),
            "reservations": selectors.reservations(actor, lot=lot),
            "may_move": access.can_anywhere(actor, Permission.STOCK_MOVE),
            "today": timezone.localdate(),
            **selectors.papers_of_lot(actor, lot),
        }
        return render(request, "reserves/lot.html", context)
