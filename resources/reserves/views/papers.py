"""Transfers between stores, loans that come back, scrappings to decide (R-D3, R-D4)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from core.errors import AppError
from organizations import access
from organizations.roles import Permission
from resources.reserves import selectors, services
from resources.reserves.forms.papers import TransferForm
from resources.reserves.models import Loan, Scrap, Transfer
from resources.reserves.views.acts import Keeping, refused
from resources.reserves.views.overview import Door

LATEST = 100


class Papers(Door):
    """Transfers, loans and scrappings, the open ones first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """`?all=1`: also those that are over."""
        every = request.GET.get("all") == "1"
        actor = request.user
        return render(
            request,
            "reserves/papers.html",
            {
                "every": every,
                "transfers": selectors.transfers(actor, awaited=not every)[:LATEST],
                "loans": selectors.loans(actor, out=not every)[:LATEST],
                "scraps": selectors.scraps(actor, open_only=not every)[:LATEST],
                "may_move": access.can_anywhere(actor, Permission.STOCK_MOVE),
                "may_approve": access.can_anywhere(actor, Permission.STOCK_APPROVE),
                "today": timezone.localdate(),
            },
        )


class TransferNew(Keeping):
    """Goods leave for another store."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Choose the source first; its lots are the lines."""
        initial = {name: request.GET[name] for name in ("source", "target") if request.GET.get(name)}
        return self._show(request, TransferForm(actor=request.user, initial=initial), request.GET.get("source"))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send the lots with a quantity."""
        form = TransferForm(request.POST, actor=request.user)
        if not form.is_valid():
            return self._show(request, form, request.POST.get("source"), 422)
        said = dict(form.cleaned_data)
        key = said.pop("key")
        actor: Any = request.user
        try:
            loads = [
                services.Load(selectors.lot_get(actor, number), amount)
                for number, amount in numbered(request, "lot_").items()
            ]
            services.done_once(
                key=key,
                route="POST reserves/transfers",
                said={**said, "loads": [(load.lot.pk, load.quantity) for load in loads]},
                act=lambda: services.transfer_send(loads=loads, **said, actor=actor),
                actor=actor,
            )
        except AppError as error:
            refused(form, error)
            return self._show(request, form, request.POST.get("source"), error.status)
        messages.success(request, _("Sent. The other store counts what arrives."))
        return redirect("reserves:papers")

    def _show(self, request: HttpRequest, form: TransferForm, source: Any, status: int = 200) -> HttpResponse:
        places = form.fields["source"].queryset  # type: ignore[attr-defined]
        chosen = places.filter(pk=source).first() if str(source or "").isdigit() else None
        rows = []
        if chosen is not None:
            typed = numbered(request, "lot_")
            rows = [(row, typed.get(row.lot_id, "")) for row in selectors.at_position(chosen, "", actor=request.user)]
        first = request.GET.get("lot", "")
        context = {"form": form, "source": chosen, "rows": rows, "first": first, "today": timezone.localdate()}
        return render(request, "reserves/transfer_new.html", context, status=status)


class TransferPage(Door):
    """One transfer: what left, what arrived, why it differs."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """With the form of arrival for those who work in the target."""
        return self._show(request, transfer_found(request, pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What was counted on arrival."""
        transfer = transfer_found(request, pk)
        reasons = numbered(request, "reason_")
        actor: Any = request.user
        try:
            services.transfer_receive(
                transfer=transfer, received=numbered(request, "lot_"), reasons=reasons, actor=actor
            )
        except AppError as error:
            return self._show(request, transfer, error)
        messages.success(request, _("Received."))
        return redirect("reserves:transfer", pk=pk)

    def _show(self, request: HttpRequest, transfer: Transfer, error: AppError | None = None) -> HttpResponse:
        bad = error.errors if error else {}
        got, why = numbered(request, "lot_"), numbered(request, "reason_")
        rows = [
            {
                "line": line,
                "typed": got.get(line.lot_id, ""),
                "why": why.get(line.lot_id, ""),
                "bad": [bad[name] for name in (f"lot_{line.lot_id}", f"reason_{line.lot_id}") if name in bad],
            }
            for line in transfer.lines.select_related("lot__item__unit")
        ]
        context = {
            "transfer": transfer,
            "rows": rows,
            "problems": [error.message] if error else [],
            "may_receive": transfer.state == "sent"
            and access.can(request.user, Permission.STOCK_MOVE, transfer.target.jurisdiction),
        }
        return render(request, "reserves/transfer.html", context, status=error.status if error else 200)


class LoanBack(Keeping):
    """What a borrower gives back."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form of one loan."""
        return self._show(request, loan_found(request, pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Good, damaged, missing."""
        loan = loan_found(request, pk)
        said = {name: request.POST.get(name, "").strip() or 0 for name in ("good", "damaged", "lost")}
        actor: Any = request.user
        note = request.POST.get("note", "")
        try:
            services.done_once(
                key=request.POST.get("key", "")[:80],
                route=f"POST {request.path}",
                said={**said, "note": note},
                act=lambda: services.loan_return(loan=loan, **said, note=note, actor=actor),
                actor=actor,
            )
        except AppError as error:
            return self._show(request, loan, error)
        messages.success(request, _("Booked."))
        return redirect("reserves:papers")

    def _show(self, request: HttpRequest, loan: Loan, error: AppError | None = None) -> HttpResponse:
        context = {
            "loan": loan,
            "out": loan.quantity - loan.returned - loan.lost,
            "bad": error.errors if error else {},
            "problems": [error.message, *error.errors.values()] if error else [],
            "typed": request.POST,
            "key": request.POST.get("key") or services.fresh_key(),
        }
        return render(request, "reserves/loan.html", context, status=error.status if error else 200)


class ScrapDecide(View):
    """Approve or refuse a scrapping; another person than who proposed it."""

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """approve or refuse."""
        if name not in ("approve", "refuse"):
            raise Http404
        access.require_anywhere(request.user, Permission.STOCK_APPROVE)
        scrap = scrap_found(request, pk)
        act = services.scrap_approve if name == "approve" else services.scrap_refuse
        try:
            act(scrap=scrap, note=request.POST.get("note", ""), actor=request.user)  # type: ignore[arg-type]
        except AppError as error:
            words = [*error.errors.values()] or [error.message]
            messages.error(request, " ".join(str(word) for word in words))
        except PermissionDenied as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Approved.") if name == "approve" else _("Refused."))
        return redirect(f"/reserves/papers/#scrap-{pk}")


def transfer_found(request: HttpRequest, pk: int) -> Transfer:
    """A transfer within reach, or 404."""
    return _found(selectors.transfers(request.user), pk)


def loan_found(request: HttpRequest, pk: int) -> Loan:
    """A loan within reach, or 404."""
    return _found(selectors.loans(request.user), pk)


def scrap_found(request: HttpRequest, pk: int) -> Scrap:
    """A scrapping within reach, or 404."""
    return _found(selectors.scraps(request.user), pk)


def _found(rows: Any, pk: int) -> Any:
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def numbered(request: HttpRequest, prefix: str) -> dict[int, str]:
    """`<prefix><number>` fields that hold something, by number."""
    found = {}
    for name, value in request.POST.items():
        number = name.removeprefix(prefix)
        if name.startswith(prefix) and number.isascii() and number.isdigit() and len(number) < 19:
            said = str(value).strip()
            if said:
                found[int(number)] = said
    return found
