"""Units and jurisdictions."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from core import merge
from core.errors import AppError
from organizations import access, selectors, services
from organizations.forms.places import JurisdictionForm, UnitFilterForm, UnitForm
from organizations.models import Jurisdiction, Unit
from organizations.roles import Permission
from organizations.views.tools import page_of, put_errors, refused, undecided

SEARCH_LIMIT = 200


class UnitsView(View):
    """Units with their duty phones."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """One page of units within reach."""
        access.require_anywhere(request.user, Permission.PEOPLE_VIEW)
        form = UnitFilterForm(request.GET)
        form.is_valid()
        asked = form.cleaned_data
        rows = selectors.units_list(actor=request.user, search=asked.get("q", ""), kind=asked.get("kind", ""))
        context = {
            "form": form,
            "page": page_of(request, rows),
            "filtered": any(request.GET.get(name) for name in form.fields),
            "may_add": access.can_anywhere(request.user, Permission.PEOPLE_CHANGE),
        }
        return render(request, "organizations/units.html", context)


class UnitView(View):
    """One unit, new or known."""

    template = "organizations/unit.html"

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """The form, or the facts for those who may not edit."""
        unit = self._unit(request, pk)
        return self._show(request, unit, self._now(request, unit))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Save."""
        unit = self._unit(request, pk)
        settled = merge.settle(request.POST, self._now(request, unit))
        form = UnitForm(settled.data, actor=request.user, unit=unit)
        if not form.is_valid():
            return self._show(request, unit, form, 422)
        if unit is not None and (conflict := undecided(form, self._now(request, unit), unit, settled)):
            return self._show(request, unit, form, 422, conflict=conflict)
        values = dict(form.cleaned_data)
        version = values.pop("version", None)
        try:
            if unit is None:
                unit = services.unit_create(**values, actor=request.user)
            else:
                services.unit_update(unit=unit, version=version, actor=request.user, **values)
        except AppError as error:
            if unit is None:
                put_errors(form, error)
                return self._show(request, unit, form, error.status)
            unit = selectors.unit_get(pk=unit.pk, actor=request.user)
            conflict = refused(form, error, self._now(request, unit), unit)
            return self._show(request, unit, form, error.status, conflict=conflict)
        messages.success(request, _("Saved"))
        return HttpResponseRedirect(reverse("organizations:unit", args=[unit.pk]))

    def _now(self, request: HttpRequest, unit: Unit | None) -> UnitForm:
        initial = {name: getattr(unit, name) for name in (*services.UNIT_FIELDS, "version")} if unit else {}
        return UnitForm(initial=initial, actor=request.user, unit=unit)

    def _unit(self, request: HttpRequest, pk: int | None) -> Unit | None:
        if pk is None:
            access.require_anywhere(request.user, Permission.PEOPLE_CHANGE)
            return None
        access.require_anywhere(request.user, Permission.PEOPLE_VIEW)
        return selectors.unit_get(pk=pk, actor=request.user)

    def _show(
        self, request: HttpRequest, unit: Unit | None, form: UnitForm, status: int = 200, **extra: Any
    ) -> HttpResponse:
        may_edit = unit is None or access.can(request.user, Permission.PEOPLE_CHANGE, unit.jurisdiction)
        people = selectors.people_list(actor=request.user, unit=unit.pk, active=True)[:SEARCH_LIMIT] if unit else []
        context = {"unit": unit, "form": form, "may_edit": may_edit, "people": people, "may_import": may_edit, **extra}
        return render(request, self.template, context, status=status)


def place_form(place: Jurisdiction | None) -> JurisdictionForm | None:
    """A jurisdiction's form as it opens."""
    if place is None:
        return None
    initial = {name: getattr(place, name) for name in ("name", "name_en", "population", "is_active", "version")}
    return JurisdictionForm(initial=initial, place=place, auto_id="edit_%s")


class JurisdictionsView(View):
    """The tree, one tier at a time, and a search through all of it."""

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """A jurisdiction with what is directly below it."""
        access.require_anywhere(request.user, Permission.PEOPLE_VIEW)
        search = request.GET.get("q", "").strip()[:100]
        place = selectors.jurisdiction_get(pk=pk, actor=request.user) if pk else None
        rows = selectors.jurisdictions_tree(actor=request.user, parent=place, search=search)
        return self.show(request, place, page=page_of(request, rows), search=search)

    @classmethod
    def show(cls, request: HttpRequest, place: Jurisdiction | None, status: int = 200, **extra: Any) -> HttpResponse:
        """The page with whatever form was refused."""
        may_edit = place is not None and access.can(request.user, Permission.PEOPLE_CHANGE, place)
        if "page" not in extra:
            rows = selectors.jurisdictions_tree(actor=request.user, parent=place)
            extra["page"] = page_of(request, rows)
        context = {
            "place": place,
            "ancestors": selectors.jurisdictions_above(place, actor=request.user) if place else [],
            "may_edit": may_edit,
            "may_import": access.can_anywhere(request.user, Permission.PEOPLE_CHANGE),
            "form": place_form(place),
            "new_form": JurisdictionForm(auto_id="new_%s", initial={"level": services.level_below(place)}),
            **extra,
        }
        return render(request, "organizations/jurisdictions.html", context, status=status)


class JurisdictionEditView(View):
    """Save a jurisdiction, or add one below it."""

    below = False

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save."""
        access.require_anywhere(request.user, Permission.PEOPLE_CHANGE)
        place = selectors.jurisdiction_get(pk=pk, actor=request.user)
        name, known = ("new_form", None) if self.below else ("form", place)
        now = place_form(known) or JurisdictionForm()
        settled = merge.settle(request.POST, now)
        form = JurisdictionForm(settled.data, place=known)
        if not form.is_valid():
            return JurisdictionsView.show(request, place, 422, **{name: form})
        if known is not None and (conflict := undecided(form, now, known, settled)):
            return JurisdictionsView.show(request, place, 422, form=form, conflict=conflict)
        values = dict(form.cleaned_data)
        version = values.pop("version", None)
        try:
            if self.below:
                place = services.jurisdiction_create(parent=place, actor=request.user, **values)
            else:
                services.jurisdiction_update(jurisdiction=place, version=version, actor=request.user, **values)
        except AppError as error:
            place = selectors.jurisdiction_get(pk=pk, actor=request.user)
            conflict = refused(form, error, place_form(place) or now, place)
            return JurisdictionsView.show(request, place, error.status, conflict=conflict, **{name: form})
        messages.success(request, _("Saved"))
        return HttpResponseRedirect(reverse("organizations:jurisdiction", args=[place.pk]))
