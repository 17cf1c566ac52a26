"""A keeper's home at phone width: my stores, what is due, the scan box and what a scan leads to (R-D3)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import AppError
from organizations import access
from organizations.roles import Permission
from resources.reserves import selectors
from resources.reserves.views.overview import Door

REMEMBERED = 50


class Work(Door):
    """What waits for me."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """My warehouses, what is due in them, what is on its way to them."""
        context = {
            "day": selectors.day_of(request.user),
            "today": timezone.localdate(),
            "may_move": access.can_anywhere(request.user, Permission.STOCK_MOVE),
            "may_approve": access.can_anywhere(request.user, Permission.STOCK_APPROVE),
        }
        return render(request, "reserves/work.html", context)


class Scan(Door):
    """From a code to the thing: straight there when it means one, a choice when it means several."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """`?code=` as scanned or typed."""
        code = request.GET.get("code", "")
        if not code:
            return render(request, "reserves/scan.html", {"hits": []})
        try:
            hits = selectors.scan(code, actor=request.user)
        except AppError as error:
            context = {"hits": [], "code": code[:100], "problems": [error.message]}
            return render(request, "reserves/scan.html", context, status=error.status)
        self._again(request, selectors.scanned(code))
        if len(hits) == 1:
            return redirect(hits[0].url)
        return render(request, "reserves/scan.html", {"hits": hits, "code": code[:100]})

    def _again(self, request: HttpRequest, code: str) -> None:
        """Say so when the same code was scanned before in this session."""
        before: dict[str, str] = request.session.get("scanned", {})
        if code in before:
            messages.info(request, _("The same code was scanned before, at %(at)s.") % {"at": before.pop(code)})
        before[code] = timezone.localtime().strftime("%H:%M:%S")
        request.session["scanned"] = dict(list(before.items())[-REMEMBERED:])


class Position(Door):
    """A place in a store: what lies there."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """`?at=`, with the lots at this place or in places that begin with it."""
        place = selectors.warehouse_get(request.user, pk)
        at = request.GET.get("at", "")[:60]
        context = {
            "warehouse": place,
            "at": at,
            "rows": selectors.at_position(place, at, actor=request.user),
            "today": timezone.localdate(),
            "may_move": access.can(request.user, Permission.STOCK_MOVE, place.jurisdiction),
        }
        return render(request, "reserves/position.html", context)
