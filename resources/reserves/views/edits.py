"""Entering and changing items, warehouses, agreements and limits (R-D1, R-D2)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import formset_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from core.errors import AppError
from organizations import access
from organizations.roles import Permission
from resources.reserves import selectors, services
from resources.reserves.forms import edits as forms
from resources.reserves.models import Agreement, Item, Warehouse
from resources.reserves.views.acts import refused


class Cataloguing(LoginRequiredMixin, View):
    """Pages for those who keep the catalogue."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """403 in words for everybody else."""
        if request.user.is_authenticated:
            access.require_anywhere(request.user, Permission.CATALOGUE_CHANGE)
        return super().dispatch(request, *args, **kwargs)


class RowEdit(Cataloguing):
    """One row: a new one, or one that is there; refused when somebody else changed it meanwhile."""

    form: type[forms.Edit]
    new = gettext_lazy("New")

    def found(self, pk: int) -> Any:
        """The row within reach."""
        raise NotImplementedError

    def save(self, row: Any, values: dict[str, Any], version: int | None) -> str:
        """Write it; where to go then."""
        raise NotImplementedError

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """The form; values of the query string are filled in."""
        row = self.found(pk) if pk else None
        initial = {} if row else dict(request.GET.items())
        return self._show(request, self.form(instance=row, initial=initial, actor=request.user), row)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Save it."""
        row = self.found(pk) if pk else None
        fresh = self.found(pk) if pk else None
        form = self.form(request.POST, instance=fresh, actor=request.user)
        if not form.is_valid():
            return self._show(request, form, row, 422)
        try:
            where = self.save(row, form.values(), form.cleaned_data.get("version"))
        except AppError as error:
            refused(form, error)
            return self._show(request, form, row, error.status)
        messages.success(request, _("Saved."))
        return redirect(where)

    def _show(self, request: HttpRequest, form: forms.Edit, row: Any, status: int = 200) -> HttpResponse:
        context = {"form": form, "row": row, "title": row or self.new}
        return render(request, "reserves/edit.html", context, status=status)


class ItemEdit(RowEdit):
    """An item."""

    form = forms.ItemForm
    new = gettext_lazy("New item")

    def found(self, pk: int) -> Item:
        """By id."""
        return selectors.item_get(self.request.user, pk)

    def save(self, row: Any, values: dict[str, Any], version: int | None) -> str:
        """Write it."""
        actor: Any = self.request.user
        saved = services.item_save(item=row, values=values, version=version, actor=actor)
        return f"/reserves/items/{saved.pk}/"


class WarehouseEdit(RowEdit):
    """A warehouse."""

    form = forms.WarehouseForm
    new = gettext_lazy("New warehouse")

    def found(self, pk: int) -> Warehouse:
        """By id, within reach."""
        return selectors.warehouse_get(self.request.user, pk)

    def save(self, row: Any, values: dict[str, Any], version: int | None) -> str:
        """Write it."""
        actor: Any = self.request.user
        saved = services.warehouse_save(warehouse=row, values=values, version=version, actor=actor)
        return f"/reserves/warehouses/{saved.pk}/"


class AgreementEdit(RowEdit):
    """An agreement."""

    form = forms.AgreementForm
    new = gettext_lazy("New agreement")

    def found(self, pk: int) -> Agreement:
        """By id, within reach."""
        row = selectors.agreements(self.request.user, ended=True).filter(pk=pk).first()
        if row is None:
            raise Http404
        return row

    def save(self, row: Any, values: dict[str, Any], version: int | None) -> str:
        """Write it."""
        actor: Any = self.request.user
        saved = services.agreement_save(agreement=row, values=values, version=version, actor=actor)
        return f"/reserves/items/{saved.item_id}/"


class LimitEdit(Cataloguing):
    """Minimum and maximum of an item."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form, and what is set already."""
        return self._show(request, selectors.item_get(request.user, pk), forms.LimitForm(actor=request.user))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Set it."""
        item = selectors.item_get(request.user, pk)
        form = forms.LimitForm(request.POST, actor=request.user)
        if not form.is_valid():
            return self._show(request, item, form, 422)
        actor: Any = request.user
        try:
            services.limit_set(item=item, **form.cleaned_data, actor=actor)
        except AppError as error:
            refused(form, error)
            return self._show(request, item, form, error.status)
        messages.success(request, _("Saved."))
        return redirect("reserves:item", pk=pk)

    def _show(self, request: HttpRequest, item: Item, form: forms.LimitForm, status: int = 200) -> HttpResponse:
        limits = selectors.limits(request.user, item=item)
        context = {"form": form, "row": item, "limits": limits, "title": item}
        return render(request, "reserves/edit.html", context, status=status)


class ItemParts(Cataloguing):
    """Packs, contents of a kit, alternatives: three short tables, saved together."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """As they are, with empty rows to add."""
        item = selectors.item_get(request.user, pk)
        return self._show(request, item, self._sets(request, item))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Replace them; emptied rows go."""
        item = selectors.item_get(request.user, pk)
        sets = self._sets(request, item)
        valid = {name: one.is_valid() for name, one in sets.items()}  # all of them, so that each shows its errors
        if not all(valid.values()):
            return self._show(request, item, sets, 422)
        actor: Any = request.user
        rows = {name: [row for row in one.cleaned_data if row and not row.get("DELETE")] for name, one in sets.items()}
        try:
            services.item_parts_save(item=item, **rows, actor=actor)
        except AppError as error:
            words = [*error.errors.values()] or [error.message]
            return self._show(request, item, sets, error.status, words)
        messages.success(request, _("Saved."))
        return redirect("reserves:item", pk=pk)

    def _sets(self, request: HttpRequest, item: Item) -> dict[str, Any]:
        start: dict[str, tuple[Any, list[dict[str, Any]], dict[str, Any]]] = {
            "packs": (forms.PackRow, list(item.packs.values("name", "name_en", "factor", "barcode")), {}),
            "contents": (forms.PartRow, list(item.contents.values("part", "quantity")), {"actor": request.user}),
            "alternatives": (
                forms.OtherRow,
                list(item.alternatives.values("other", "ratio", "note")),
                {"actor": request.user},
            ),
        }
        return {
            name: formset_factory(kind, extra=2, can_delete=True, max_num=50, validate_max=True)(
                request.POST or None, initial=rows, prefix=name, form_kwargs=more
            )
            for name, (kind, rows, more) in start.items()
        }

    def _show(
        self, request: HttpRequest, item: Item, sets: dict[str, Any], status: int = 200, problems: Any = ()
    ) -> HttpResponse:
        titles = {"packs": _("Packs"), "contents": _("Contents of a kit"), "alternatives": _("Alternatives")}
        context = {"item": item, "sets": [(titles[name], one) for name, one in sets.items()], "problems": problems}
        return render(request, "reserves/parts.html", context, status=status)
