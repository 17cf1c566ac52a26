"""Counts: begun, entered at the shelf, counted again by another, explained, approved (R-D3)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from core.errors import AppError, ConflictError
from organizations import access
from organizations.roles import Permission
from resources.reserves import selectors, services
from resources.reserves.forms.papers import CountForm
from resources.reserves.models import Count
from resources.reserves.views.acts import Keeping, refused
from resources.reserves.views.overview import Door
from resources.reserves.views.papers import numbered

SAID = {
    "figures": gettext_lazy("Figures saved."),
    "recount": gettext_lazy("The lots that differ are counted again, by somebody else."),
    "explain": gettext_lazy("Sent for approval."),
    "approve": gettext_lazy("Approved. The differences are booked and the goods move again."),
    "cancel": gettext_lazy("Cancelled. Nothing was booked and the goods move again."),
}
LATEST = 50


class Counts(Door):
    """Counts that run and counts that are over."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Newest first."""
        rows = list(selectors.counts_of(request.user)[:LATEST])
        context = {"counts": rows, "may_move": access.can_anywhere(request.user, Permission.STOCK_MOVE)}
        return render(request, "reserves/counts.html", context)


class CountNew(Keeping):
    """Begin a count."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Of which warehouse, and which part of it."""
        initial = {name: request.GET[name] for name in ("warehouse", "place") if request.GET.get(name)}
        return render(request, "reserves/count_new.html", {"form": CountForm(actor=request.user, initial=initial)})

    def post(self, request: HttpRequest) -> HttpResponse:
        """From now on these lots do not move."""
        form = CountForm(request.POST, actor=request.user)
        status = 422
        if form.is_valid():
            said = dict(form.cleaned_data)
            said.pop("key")
            try:
                count = services.count_open(**said, actor=request.user)  # type: ignore[arg-type]
                return redirect("reserves:count", pk=count.pk)
            except AppError as error:
                refused(form, error)
                status = error.status
        return render(request, "reserves/count_new.html", {"form": form}, status=status)


def show(
    request: HttpRequest, count: Count, *, problems: list[Any] | None = None, bad: Any = None, status: int = 200
) -> HttpResponse:
    """The page of a count, or with `?print=1` its sheet on paper."""
    actor = request.user
    page = selectors.sheet(actor, count)
    place = count.warehouse.jurisdiction
    typed = request.POST
    rows = [
        {
            "line": line,
            "now": selectors.figure_now(count, line),
            "todo": selectors.to_count(count, line),
            "typed": typed.get(f"lot_{line.account.lot_id}", ""),
            "why": typed.get(f"explanation_{line.account.lot_id}", line.explanation),
            "bad": (bad or {}).get(f"lot_{line.account.lot_id}")
            or (bad or {}).get(f"explanation_{line.account.lot_id}"),
        }
        for line in page.lines
    ]
    context = {
        "count": count,
        "sheet": page,
        "rows": [row for row in rows if row["todo"]] if page.blind else rows,
        "different": [row for row in rows if row["line"] in page.different],
        "may_move": access.can(actor, Permission.STOCK_MOVE, place),
        "may_approve": access.can(actor, Permission.STOCK_APPROVE, place),
        "running": count.state in ("counting", "recounting"),
        "problems": problems or [],
    }
    template = "reserves/count_print.html" if request.GET.get("print") else "reserves/count.html"
    return render(request, template, context, status=status)


class CountPage(Door):
    """One count: its sheet while it runs, its differences when it is counted."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Blind while figures are taken."""
        return show(request, selectors.count_get(request.user, pk))


class CountAct(Door):
    """One step of a count."""

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """figures, recount, explain, approve, cancel; refused in words on the same page."""
        if name not in SAID:
            raise Http404
        count = selectors.count_get(request.user, pk)
        try:
            self._act(request, count, name)
        except AppError as error:
            problems = [error.message] if error.message else []
            if isinstance(error, ConflictError) or not error.errors:
                return show(request, count, problems=problems, bad=error.errors, status=error.status)
            return show(request, count, problems=[*problems, *_loose(error)], bad=error.errors, status=error.status)
        except PermissionDenied as error:
            if not str(error):
                raise
            return show(request, count, problems=[str(error)], status=403)
        messages.success(request, SAID[name])
        return redirect("reserves:count", pk=pk)

    def _act(self, request: HttpRequest, count: Count, name: str) -> None:
        actor: Any = request.user
        if name == "figures":
            services.count_enter(count=count, figures=numbered(request, "lot_"), actor=actor)
        elif name == "recount":
            services.count_recount(count=count, actor=actor)
        elif name == "explain":
            services.count_explain(count=count, explanations=numbered(request, "explanation_"), actor=actor)
        elif name == "approve":
            services.count_approve(count=count, note=request.POST.get("note", ""), actor=actor)
        else:
            services.count_cancel(count=count, note=request.POST.get("note", ""), actor=actor)


def _loose(error: AppError) -> list[Any]:
    """Messages that stand beside no lot."""
    return [text for name, text in error.errors.items() if not name.startswith(("lot_", "explanation_"))]
