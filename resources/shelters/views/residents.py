"""Who is inside: the list, one entry, in and out, reading a number, CSV (R-D9). Only for those who run the shelter."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views import View

from core import merge, spreadsheet
from core.errors import AppError, NotFoundError, UnprocessableError
from organizations import access
from organizations.roles import Permission
from resources.shelters import selectors, services, workflow
from resources.shelters.forms.people import LeaveForm, PersonForm, ResidentFilter, TransferForm, person_initial
from resources.shelters.models import Shelter, Stay
from resources.shelters.vocabulary import FLAGS, NEEDS

PER_PAGE = 100


def _run(request: HttpRequest, pk: int) -> Shelter:
    shelter = selectors.shelter_get(request.user, pk)
    access.require(request.user, Permission.SHELTER_RUN, shelter.jurisdiction)
    return shelter


def _rows(request: HttpRequest, shelter: Shelter) -> Any:
    form = ResidentFilter(request.GET)
    form.is_valid()
    said = {name: value for name, value in form.cleaned_data.items() if value}
    return selectors.resident_list(request.user, shelter, **said), bool(said)


class Residents(LoginRequiredMixin, View):
    """The list, household by household."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Filtered; the whole page or its rows."""
        shelter = _run(request, pk)
        fragment = request.headers.get("HX-Request") and request.headers.get("HX-Target") == "residents"
        return residents_page(request, shelter, template="_residents" if fragment else "residents")


def residents_page(
    request: HttpRequest, shelter: Shelter, *, template: str = "residents", status: int = 200, **more: Any
) -> HttpResponse:
    """The list with its forms, and whatever was refused."""
    rows, filtered = _rows(request, shelter)
    context = {
        "shelter": shelter,
        "form": ResidentFilter(request.GET),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "filtered": filtered,
        "makeup": selectors.makeup(request.user, shelter),
        "houses": shelter.status in workflow.HOUSES,
        "leave": LeaveForm(),
        "transfer": TransferForm(targets=selectors.transfer_targets(request.user, shelter)),
        "flags": FLAGS,
        "needs": NEEDS,
        "ticked": [],
        **more,
    }
    return render(request, f"shelters/{template}.html", context, status=status)


class Move(LoginRequiredMixin, View):
    """What is done with the people ticked in the list."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Out, back, left, transferred."""
        shelter = _run(request, pk)
        stays = [int(one) for one in request.POST.getlist("stay") if one.isascii() and one.isdigit() and len(one) < 19]
        try:
            count = self._do(request, shelter, stays)
        except AppError as error:
            if isinstance(error, NotFoundError):
                raise
            problems = [str(text) for text in error.errors.values()] or [str(error.message)]
            return residents_page(request, shelter, status=error.status, problems=problems, ticked=stays)
        messages.success(request, _("Done for %(count)s.") % {"count": count})
        return redirect("shelters:residents", pk=pk)

    def _do(self, request: HttpRequest, shelter: Shelter, stays: list[int]) -> int:
        common: dict[str, Any] = {"shelter": shelter, "stay_ids": stays, "actor": request.user}
        action = request.POST.get("action", "")
        if action == "out":
            return len(services.stays_go_out(**common))
        if action == "back":
            return len(services.stays_come_back(**common))
        if action == "transfer":
            form = TransferForm(request.POST, targets=selectors.transfer_targets(request.user, shelter))
            if not form.is_valid():
                raise _wrong("to", _("Choose the shelter they go to."))
            return len(services.stays_transfer(to=form.cleaned_data["to"], **common))
        left = LeaveForm(request.POST)
        if action != "end" or not left.is_valid():
            raise _wrong("left_as", _("Say how they left."))
        return len(services.stays_end(**left.cleaned_data, **common))


def _wrong(field: str, words: str) -> UnprocessableError:
    return UnprocessableError(_("Some fields need correction."), errors={field: words})


class Resident(LoginRequiredMixin, View):
    """One resident's entry."""

    def get(self, request: HttpRequest, pk: int, stay: int) -> HttpResponse:
        """The form, without the number."""
        shelter = _run(request, pk)
        return _entry(request, shelter, selectors.resident_get(request.user, shelter, stay))

    def post(self, request: HttpRequest, pk: int, stay: int) -> HttpResponse:
        """Store it."""
        shelter = _run(request, pk)
        row = selectors.resident_get(request.user, shelter, stay)
        settled = merge.settle(request.POST, PersonForm(initial=person_initial(row, timezone.localdate().year)))
        form = PersonForm(settled.data)
        if not form.is_valid():
            return _entry(request, shelter, row, form=form, status=422)
        if settled.undecided:
            form.add_error(None, str(merge.CHOOSE))
            return _stale(request, shelter, row, form, 422, request.POST.getlist("contested"))
        version = request.POST.get("version", "")
        try:
            services.person_update(
                stay=row,
                data=form.data_of(),
                version=int(version) if version.isascii() and version.isdigit() and len(version) < 9 else None,
                actor=request.user,
            )
        except AppError as error:
            for name, text in error.errors.items():
                form.add_error(name if name in form.fields else None, str(text))
            if not error.errors:
                form.add_error(None, str(error.message))
            row = selectors.resident_get(request.user, shelter, stay)
            if "version" in error.extra.get("conflict", {}):
                return _stale(request, shelter, row, form, error.status)
            return _entry(request, shelter, row, form=form, status=error.status)
        messages.success(request, _("Saved."))
        return redirect("shelters:residents", pk=pk)


def _stale(
    request: HttpRequest, shelter: Shelter, row: Stay, form: PersonForm, status: int, again: Sequence[str] = ()
) -> HttpResponse:
    """Both sides of an entry two people changed; the sealed number is not among them."""
    now = PersonForm(initial=person_initial(row, timezone.localdate().year))
    found = merge.conflict(form, now, row.person, again=again, leave=("id_number",))
    merge.carried(form, found)
    return _entry(request, shelter, row, form=form, conflict=found, status=status)


class Reveal(LoginRequiredMixin, View):
    """The identity number in clear, once, for a reason."""

    def post(self, request: HttpRequest, pk: int, stay: int) -> HttpResponse:
        """Show it on this answer only; nothing keeps it."""
        shelter = _run(request, pk)
        access.require(request.user, Permission.SHELTER_REVEAL, shelter.jurisdiction)
        row = selectors.resident_get(request.user, shelter, stay)
        try:
            number = services.number_reveal(stay=row, reason=request.POST.get("reason", ""), actor=request.user)
        except AppError as error:
            problems = [str(text) for text in error.errors.values()] or [str(error.message)]
            return _entry(request, shelter, row, status=error.status, problems=problems)
        response = _entry(request, shelter, row, number=number)
        response["Cache-Control"] = "no-store"
        return response


def _entry(
    request: HttpRequest, shelter: Shelter, row: Stay, *, form: PersonForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "shelter": shelter,
        "stay": row,
        "form": form or PersonForm(initial=person_initial(row, timezone.localdate().year)),
        "rights": selectors.rights(request.user, shelter),
        **more,
    }
    return render(request, "shelters/resident.html", context, status=status)


class Export(LoginRequiredMixin, View):
    """The settlement register as a CSV file, numbers masked."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """As filtered."""
        shelter = _run(request, pk)
        rows, _filtered = _rows(request, shelter)
        header = [
            _("Household"), pgettext("person", "Name"), _("Identity number"), _("Sex"), _("Age"), _("Where from"), _("Phone"),
            _("Needs more care"), _("Needs"), _("Bed or unit"), _("Came in"), _("State"), _("Left"), _("Where to"),
        ]  # fmt: skip
        name = f"shelter-{shelter.pk}-{timezone.localtime():%Y%m%d-%H%M}"
        lines = (_line(stay) for stay in rows)
        return spreadsheet.response(name, header, lines, request.GET.get("encoding", ""))


def _line(stay: Stay) -> list[object]:
    person = stay.person
    needs = [str(NEEDS.get(code, code)) for code in person.needs] + ([person.needs_note] if person.needs_note else [])
    states = {"inside": _("Inside"), "away": _("Away for some hours"), "left": _("Left")}
    return [
        person.household_id,
        person.name,
        person.id_mask,
        person.get_sex_display(),
        timezone.localdate().year - person.birth_year if person.birth_year else "",
        person.household.origin_text,
        person.phone or person.household.phone,
        "; ".join(str(FLAGS.get(code, code)) for code in person.flags),
        "; ".join(needs),
        stay.bed,
        f"{timezone.localtime(stay.entered_at):%Y-%m-%d %H:%M}",
        states[stay.state],
        f"{timezone.localtime(stay.left_at):%Y-%m-%d %H:%M}" if stay.left_at else "",
        stay.destination,
    ]
