"""The overview of reserves, warnings, warehouses and the proof (R-D1, R-D3)."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views import View

from core import spreadsheet
from organizations import access
from organizations.roles import Permission
from resources.reserves import selectors, services
from resources.reserves.forms import StockFilter, WarehouseFilter, local
from resources.reserves.quantities import plain

PER_PAGE = 50
PROOFS = 20


class Door(LoginRequiredMixin, View):
    """Pages for those who see reserves."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """403 in words for everybody else."""
        if request.user.is_authenticated:
            access.require_anywhere(request.user, Permission.RESERVE_VIEW)
        return super().dispatch(request, *args, **kwargs)


def _lines(request: HttpRequest, form: StockFilter) -> list[selectors.ItemLine]:
    form.is_valid()
    chosen = form.cleaned_data
    return selectors.item_lines(
        request.user,
        q=chosen.get("q", ""),
        category=chosen.get("category", ""),
        warehouse=chosen.get("warehouse"),
        only=chosen.get("only", ""),
        sort=chosen.get("sort", ""),
    )


class Overview(Door):
    """What there is."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Categories against their minimums, warnings, every item with its four figures."""
        form = StockFilter(request.GET, actor=request.user)
        lines = _lines(request, form)
        everything = lines if not request.GET else selectors.item_lines(request.user)
        context = {
            "form": form,
            "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
            "categories": selectors.category_lines(request.user, everything),
            "warnings": selectors.counts(request.user),
            "may_move": access.can_anywhere(request.user, Permission.STOCK_MOVE),
            "warehouse": form.cleaned_data.get("warehouse"),
            "filtered": any(request.GET.values()),
            "today": timezone.localdate(),
        }
        fragment = request.headers.get("HX-Request") and request.headers.get("HX-Target") == "stock"
        return render(request, "reserves/_stock.html" if fragment else "reserves/overview.html", context)


class Export(Door):
    """The list as a file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """As filtered; CSV in UTF-8 with BOM, or GB18030 with `?encoding=gb18030`."""
        header = [
            _("Item code"), _("Item"), _("Category of goods"), _("Unit"), _("On hand"), _("Reserved"), pgettext("stock", "Frozen"),
            _("Available"), _("Callable"), _("Minimum"), _("Earliest expiry"),
        ]  # fmt: skip
        rows = [
            [
                line.item.code,
                local(line.item),
                local(line.item.category),
                local(line.item.unit),
                *(
                    plain(value).replace(",", "")
                    for value in (
                        line.stock.on_hand,
                        line.stock.reserved,
                        line.stock.frozen,
                        line.stock.available,
                        line.stock.callable,
                    )
                ),
                plain(line.minimum).replace(",", "") if line.minimum is not None else "",
                line.expires_on.isoformat() if line.expires_on else "",
            ]
            for line in _lines(request, StockFilter(request.GET, actor=request.user))
        ]
        name = f"reserves-{timezone.localdate():%Y%m%d}"
        return spreadsheet.response(name, header, rows, request.GET.get("encoding", ""))


class Warnings(Door):
    """What will bite."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Limits not kept, expiries, checks due, agreements ending."""
        actor = request.user
        context = {
            "breaches": selectors.breaches(actor),
            "expiring": selectors.expiring(actor)[:200],
            "due": selectors.checks_due(actor, days=14)[:200],
            "ending": selectors.agreements_ending(actor),
            "may_change": access.can_anywhere(actor, Permission.CATALOGUE_CHANGE),
            "today": timezone.localdate(),
        }
        return render(request, "reserves/warnings.html", context)


class WarehousesPage(Door):
    """Warehouses within reach."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """By jurisdiction, filtered."""
        form = WarehouseFilter(request.GET)
        form.is_valid()
        chosen = form.cleaned_data
        rows = selectors.warehouses(request.user, q=chosen.get("q", ""), tier=chosen.get("tier", ""))
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        kinds = selectors.kinds_held(request.user, [row.pk for row in page])
        context = {
            "form": form,
            "page": page,
            "rows": [(row, kinds.get(row.pk, 0)) for row in page],
            "filtered": any(request.GET.values()),
            "may_change": access.can_anywhere(request.user, Permission.CATALOGUE_CHANGE),
        }
        return render(request, "reserves/warehouses.html", context)


class ProofPage(Door):
    """The proof of the ledger."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The newest proofs."""
        rows = list(selectors.proofs(request.user)[:PROOFS])
        return render(request, "reserves/proof.html", {"proofs": rows, "newest": rows[0] if rows else None})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Re-add everything now."""
        services.proof_run(actor=request.user)
        return redirect("reserves:proof")
