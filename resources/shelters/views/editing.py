"""Entering and editing shelters, their facilities, entrances, and areas per person (R-D9)."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from core import merge
from core.errors import AppError, NotFoundError
from organizations import access
from organizations.roles import Permission
from resources.places.models import Place
from resources.shelters import selectors, services
from resources.shelters.forms.register import EntranceForm, NormForm, ShelterForm
from resources.shelters.models import Shelter


class ShelterEdit(LoginRequiredMixin, View):
    """Entering and editing a shelter."""

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """The form, filled with what is stored or with a place of the map."""
        shelter, place = self._about(request, pk)
        return edit_page(request, ShelterForm(actor=request.user, shelter=shelter, place=place), shelter, place=place)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Store it; a stale form is shown again with both sides."""
        shelter, place = self._about(request, pk)
        settled = merge.settle(request.POST, ShelterForm(actor=request.user, shelter=shelter, place=place))
        form = ShelterForm(settled.data, actor=request.user, shelter=shelter, place=place)
        if not form.is_valid():
            return edit_page(request, form, shelter, status=422, place=place)
        if shelter is not None and settled.undecided:
            form.add_error(None, str(merge.CHOOSE))
            return self._stale(request, form, shelter, 422, request.POST.getlist("contested"))
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            if shelter is None:
                shelter = services.shelter_create(data=services.ShelterData(**values), place=place, actor=request.user)
            else:
                version = form.cleaned_data["version"]
                shelter = services.shelter_update(shelter=shelter, changes=values, version=version, actor=request.user)
        except AppError as error:
            return self._refused(request, form, shelter, error, place)
        messages.success(request, _("Saved."))
        return redirect("shelters:shelter", pk=shelter.pk)

    def _about(self, request: HttpRequest, pk: int | None) -> tuple[Shelter | None, Place | None]:
        if pk is not None:
            return _may_change(request, pk), None
        access.require_anywhere(request.user, Permission.SHELTER_CHANGE)
        wanted = request.GET.get("place", "")
        known = wanted.isascii() and wanted.isdigit() and len(wanted) < 19
        return None, selectors.unregistered(request.user).filter(pk=int(wanted)).first() if known else None

    def _refused(
        self, request: HttpRequest, form: ShelterForm, shelter: Shelter | None, error: AppError, place: Place | None
    ) -> HttpResponse:
        if isinstance(error, NotFoundError):
            raise error
        for name, text in error.errors.items():
            form.add_error(name if name in form.fields else None, str(text))
        if not error.errors:
            form.add_error(None, str(error.message))
        if shelter is not None and "current" in error.extra.get("conflict", {}):
            return self._stale(request, form, _may_change(request, shelter.pk), error.status)
        return edit_page(request, form, shelter, status=error.status, place=place)

    def _stale(
        self, request: HttpRequest, form: ShelterForm, shelter: Shelter, status: int, again: Sequence[str] = ()
    ) -> HttpResponse:
        found = merge.conflict(form, ShelterForm(actor=request.user, shelter=shelter), shelter, again=again)
        merge.carried(form, found)
        return edit_page(request, form, shelter, status=status, conflict=found)


def _may_change(request: HttpRequest, pk: int) -> Shelter:
    shelter = selectors.shelter_get(request.user, pk)
    access.require(request.user, Permission.SHELTER_CHANGE, shelter.jurisdiction)
    return shelter


def edit_page(
    request: HttpRequest, form: ShelterForm, shelter: Shelter | None, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The form, and below it facilities and entrances of a shelter that is already there."""
    context: dict[str, Any] = {"form": form, "shelter": shelter, "entrance": EntranceForm(prefix="entrance"), **more}
    if shelter is not None:
        have = {row.kind.code: row for row in shelter.facilities.select_related("kind")}
        context["facilities"] = [(kind, have.get(kind.code)) for kind in selectors.facility_kinds()]
        context["entrances"] = shelter.entrances.all()
    return render(request, "shelters/edit.html", context, status=status)


class SaveFacilities(LoginRequiredMixin, View):
    """What the shelter has."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All of them at once."""
        shelter = _may_change(request, pk)
        ticked = request.POST.getlist("facility")
        works = set(request.POST.getlist("works"))
        facilities = {code: (_number(request.POST.get(f"quantity_{code}", "1")), code in works) for code in ticked}
        try:
            services.facilities_set(shelter=shelter, facilities=facilities, actor=request.user)
        except AppError as error:
            form = ShelterForm(actor=request.user, shelter=shelter)
            problems = [str(text) for text in error.errors.values()] or [str(error.message)]
            return edit_page(request, form, shelter, status=error.status, problems=problems)
        messages.success(request, _("Saved."))
        return redirect("shelters:edit", pk=pk)


def _number(text: str) -> int:
    """A whole number; 0, which the service refuses, when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class SaveEntrance(LoginRequiredMixin, View):
    """Ways in."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add one, or take off the one named by `remove`."""
        shelter = _may_change(request, pk)
        gone = request.POST.get("remove", "")
        if gone:
            services.entrance_remove(shelter=shelter, entrance_id=_number(gone), actor=request.user)
            return redirect("shelters:edit", pk=pk)
        form = EntranceForm(request.POST, prefix="entrance")
        page = ShelterForm(actor=request.user, shelter=shelter)
        if not form.is_valid():
            return edit_page(request, page, shelter, status=422, entrance=form)
        try:
            services.entrance_add(shelter=shelter, **form.cleaned_data, actor=request.user)
        except AppError as error:
            problems = [str(text) for text in error.errors.values()] or [str(error.message)]
            return edit_page(request, page, shelter, status=error.status, entrance=form, problems=problems)
        return redirect("shelters:edit", pk=pk)


class Norms(LoginRequiredMixin, View):
    """Areas per person: what is in force, what was and will be."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list, and the form for those who may state one."""
        access.require_anywhere(request.user, Permission.SHELTER_VIEW)
        return self._show(request, NormForm(actor=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        """State one."""
        access.require_anywhere(request.user, Permission.SHELTER_CHANGE)
        form = NormForm(request.POST, actor=request.user)
        if not form.is_valid():
            return self._show(request, form, status=422)
        try:
            services.norm_set(**form.cleaned_data, actor=request.user)
        except AppError as error:
            for name, text in (error.errors or {"": error.message}).items():
                form.add_error(name if name in form.fields else None, str(text))
            return self._show(request, form, status=error.status)
        messages.success(request, _("Saved. The capacities follow."))
        return redirect("shelters:norms")

    def _show(self, request: HttpRequest, form: NormForm, *, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "norms": selectors.norms(request.user),
            "defaults": selectors.default_norms(),
            "may_edit": access.can_anywhere(request.user, Permission.SHELTER_CHANGE),
        }
        return render(request, "shelters/norms.html", context, status=status)
