"""The door at phone width: a household in one form, and heads counted while the queue is long (R-D9)."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from core.errors import AppError, NotFoundError
from organizations import access
from organizations.roles import Permission
from resources.shelters import selectors, services, workflow
from resources.shelters.forms.people import DoorForm, PeopleForms, PersonForm
from resources.shelters.models import Shelter


def _may_run(request: HttpRequest, pk: int) -> Shelter:
    shelter = selectors.shelter_get(request.user, pk)
    access.require(request.user, Permission.SHELTER_RUN, shelter.jurisdiction)
    return shelter


class Door(LoginRequiredMixin, View):
    """Registration."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """An empty form, or only the counter when it refreshes itself."""
        shelter = _may_run(request, pk)
        if request.headers.get("HX-Request") and request.headers.get("HX-Target") == "counter":
            return render(request, "shelters/_counter.html", counter_context(request, shelter))
        return self._show(request, shelter, DoorForm(initial={"key": uuid.uuid4()}), PeopleForms(prefix="people"))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Register; what was refused keeps everything that was typed."""
        shelter = _may_run(request, pk)
        form, people = DoorForm(request.POST), PeopleForms(request.POST, prefix="people")
        if not (form.is_valid() and people.is_valid()):
            return self._show(request, shelter, form, people, status=422)
        filled = [one for one in people if one.has_changed()]
        try:
            data = form.data_of([one.data_of() for one in filled])
            made = services.household_register(shelter=shelter, data=data, actor=request.user)
        except AppError as error:
            if isinstance(error, NotFoundError):
                raise
            _spread(error, form, filled)
            return self._show(request, shelter, form, people, status=error.status)
        words = _("Registered: %(named)s with a name, %(unnamed)s without. Now %(heads)s of %(capacity)s.")
        figures = {"named": len(made.stays), "unnamed": made.unnamed}
        figures |= {"heads": made.shelter.heads, "capacity": made.shelter.capacity}
        messages.success(request, words % figures)
        return redirect("shelters:door", pk=pk)

    def _show(
        self, request: HttpRequest, shelter: Shelter, form: DoorForm, people: Any, *, status: int = 200
    ) -> HttpResponse:
        fresh = selectors.shelter_get(request.user, shelter.pk)
        context = counter_context(request, fresh)
        context |= {
            "form": form,
            "people": people,
            "origins": selectors.origins(request.user, fresh),
            "beyond": bool(form.errors.get("override_reason"))
            or bool(form["override_reason"].value())
            or fresh.free == 0,
        }
        return render(request, "shelters/door.html", context, status=status)


def _spread(error: AppError, form: DoorForm, filled: list[PersonForm]) -> None:
    """Each refusal beside the field it is about."""
    for name, text in error.errors.items():
        parts = name.split(".")
        if parts[0] == "people" and len(parts) == 3:
            person = filled[int(parts[1])]
            person.add_error(parts[2] if parts[2] in person.fields else None, str(text))
        else:
            form.add_error(name if name in form.fields else None, str(text))
    if error.status != 422 or not error.errors:
        form.add_error(None, str(error.message))


class CountHeads(LoginRequiredMixin, View):
    """“+5, names later”."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Count, and show the counter again."""
        shelter = _may_run(request, pk)
        problem, status = "", 200
        try:
            services.heads_count(
                shelter=shelter,
                delta=_whole(request.POST.get("delta", "")),
                override_reason=request.POST.get("override_reason", ""),
                key=request.POST.get("key", ""),
                actor=request.user,
            )
        except AppError as error:
            if isinstance(error, NotFoundError):
                raise
            problem = (
                str(next(iter(error.errors.values()), error.message)) if error.status == 422 else str(error.message)
            )
            status = error.status
        if not request.headers.get("HX-Request"):
            if problem:
                messages.error(request, problem)
            return redirect("shelters:door", pk=pk)
        fresh = selectors.shelter_get(request.user, pk)
        context = counter_context(request, fresh, problem=problem)
        return render(request, "shelters/_counter.html", context, status=status)


def _whole(text: str) -> int:
    """The number, or 0, which the service refuses in words."""
    plain = text.strip().replace("−", "-").removeprefix("+")
    digits = plain.removeprefix("-")
    return int(plain) if digits.isascii() and digits.isdigit() and len(digits) < 7 else 0


def counter_context(request: HttpRequest, shelter: Shelter, *, problem: str = "") -> dict[str, Any]:
    """The numbers at the door; a new key for each drawing, so that one press counts once."""
    return {
        "shelter": shelter,
        "makeup": selectors.makeup(request.user, shelter),
        "admits": shelter.status in workflow.ADMITS,
        "houses": shelter.status in workflow.HOUSES,
        "count_key": uuid.uuid4(),
        "problem": problem,
        "ups": (1, 2, 3, 5, 10),
    }
