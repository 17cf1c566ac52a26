"""Tables in and out (R-D1)."""

from collections.abc import Iterator
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core import spreadsheet
from core.errors import AppError
from organizations import access
from organizations.roles import Permission
from resources.reserves import services
from resources.reserves.forms.choosing import TableForm
from resources.reserves.models import ImportKind
from resources.reserves.selectors.exchange import columns_of, import_rows, rows_of
from resources.reserves.services.exchange.kinds import TAKERS
from resources.reserves.services.exchange.running import progress_key
from resources.reserves.services.exchange.tables import table_write
from resources.reserves.views.acts import refused
from resources.reserves.views.overview import Door

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Exchange(Door):
    """The page: a table to bring, tables to take away, the latest imports of mine."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self._show(request, TableForm(initial={"kind": request.GET.get("kind", "stock")}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Try it, or store it; the worker reads it and the page of the import follows."""
        for permission in (Permission.CATALOGUE_CHANGE, Permission.STOCK_MOVE):
            if access.can_anywhere(request.user, permission):
                break
        else:
            access.require_anywhere(request.user, Permission.STOCK_MOVE)
        form = TableForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(request, form, 422)
        file = form.cleaned_data["file"]
        try:
            row = services.import_begin(
                kind=form.cleaned_data["kind"],
                name=file.name,
                content=file.read(),
                store=request.POST.get("do") == "store",
                actor=request.user,  # type: ignore[arg-type]
            )
        except AppError as error:
            refused(form, error)
            return self._show(request, form, error.status)
        return redirect(f"{reverse('reserves:import')}?id={row.pk}")

    def _show(self, request: HttpRequest, form: TableForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "imports": import_rows(request.user)[:10],
            "kinds": [(kind, label, TAKERS[kind].columns, TAKERS[kind].needed) for kind, label in ImportKind.choices],
            "may": any(
                access.can_anywhere(request.user, one) for one in (Permission.CATALOGUE_CHANGE, Permission.STOCK_MOVE)
            ),
        }
        return render(request, "reserves/exchange.html", context, status=status)


class ImportPage(Door):
    """One import of mine: how far it is, what is wrong with which line."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """`?id=`, else my latest; refreshes itself until it has ended."""
        asked = request.GET.get("id", "")
        rows = import_rows(request.user)
        row = (rows.filter(pk=int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 19 else rows).first()
        if row is None:
            return render(request, "reserves/import.html", {"row": None})
        done = cache.get(progress_key(row.pk), 0) if row.ended_at is None else row.lines
        return render(request, "reserves/import.html", {"row": row, "done": done})


class TableOut(Door):
    """A table in the shape in which it may be brought back."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        """`?format=xlsx` (else CSV), `?encoding=gb18030`, `?empty=1` for headings only."""
        if kind not in ImportKind.values:
            raise Http404
        header = columns_of(kind)
        rows: Iterator[Any] = iter(()) if request.GET.get("empty") else rows_of(kind, actor=request.user)
        name = f"reserves-{kind}-{timezone.localdate():%Y%m%d}"
        if request.GET.get("format") != "xlsx":
            return spreadsheet.response(name, header, rows, request.GET.get("encoding", ""))
        answer = HttpResponse(table_write(header, rows), content_type=XLSX)
        answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
        return answer
