"""People: the directory, and each person's page for administrators."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from core import merge, spreadsheet
from core.errors import AppError, PermissionDenied
from organizations import access, selectors, services
from organizations.forms.people import (
    GrantForm,
    NewPersonForm,
    PeopleFilterForm,
    PersonForm,
    ReasonForm,
    person_values,
)
from organizations.models import User
from organizations.passwords import one_time_password
from organizations.roles import Permission
from organizations.services.factors import factor_remove, has_factor
from organizations.views.tools import (
    page_of,
    person_of,
    put_errors,
    refused,
    undecided,
)


class PeopleView(View):
    """The directory (R-A4: find someone, and the right one)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """One page of people within reach."""
        access.require_anywhere(request.user, Permission.PEOPLE_VIEW)
        form = PeopleFilterForm(request.GET)
        page = page_of(request, people_asked_for(request, form))
        context = {
            "form": form,
            "page": page,
            "filtered": any(request.GET.get(name) for name in form.fields),
            "may_add": access.can_anywhere(request.user, Permission.PEOPLE_CHANGE),
        }
        return render(request, "organizations/people.html", context)


def people_asked_for(request: HttpRequest, form: PeopleFilterForm) -> Any:
    """The filter form's people; a filter that cannot be understood filters nothing and says so in the form."""
    form.is_valid()
    asked = form.cleaned_data
    active = {"1": True, "0": False}.get(asked.get("active", ""))
    return selectors.people_list(
        actor=request.user, search=asked.get("q", ""), role=asked.get("role", ""), active=active
    )


class PeopleExportView(View):
    """The same people as a CSV file; the export itself is on record."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The file."""
        access.require_anywhere(request.user, Permission.PEOPLE_VIEW)
        people = people_asked_for(request, PeopleFilterForm(request.GET))
        rows = list(selectors.people_csv_rows(actor=request.user, people=people))
        services.people_export_record(count=len(rows), actor=person_of(request))
        encoding = request.GET.get("encoding", "")
        return spreadsheet.response("people", selectors.CSV_HEADER, rows, encoding)


class PersonNewView(View):
    """A new person; the one-time password is shown once."""

    template = "organizations/person_new.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form."""
        access.require_anywhere(request.user, Permission.PEOPLE_CHANGE)
        return render(request, self.template, {"form": NewPersonForm(actor=request.user)})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add the person."""
        form = NewPersonForm(request.POST, actor=request.user)
        if not form.is_valid():
            return render(request, self.template, {"form": form}, status=422)
        values = {key: form.cleaned_data[key] for key in ("username", "full_name", "unit", "title", "phone")}
        password = one_time_password()
        try:
            person = services.user_create(**values, password=password, actor=request.user)
        except AppError as error:
            put_errors(form, error)
            return render(request, self.template, {"form": form}, status=error.status)
        return render(request, "organizations/one_time_password.html", {"person": person, "password": password})


class PersonView(View):
    """One person: standing data for those who may edit, roles for those who may grant, read-only for all others."""

    template = "organizations/person.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page."""
        return self.show(request, self.person(request, pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save the standing data; a stale form is answered with both sides."""
        person = self.person(request, pk)
        now = PersonForm(initial=person_values(person), actor=request.user)
        settled = merge.settle(request.POST, now)
        form = PersonForm(settled.data, actor=request.user)
        if not form.is_valid():
            return self.show(request, person, 422, form=form)
        if conflict := undecided(form, now, person, settled):
            return self.show(request, person, 422, form=form, conflict=conflict)
        values = {key: form.cleaned_data[key] for key in ("full_name", "unit", "title", "phone")}
        try:
            services.user_update(user=person, version=form.cleaned_data["version"], actor=request.user, **values)
        except AppError as error:
            person = self.person(request, pk)
            now = PersonForm(initial=person_values(person), actor=request.user)
            conflict = refused(form, error, now, person)
            return self.show(request, person, error.status, form=form, conflict=conflict)
        messages.success(request, _("Saved"))
        return HttpResponseRedirect(reverse("organizations:person", args=[pk]))

    @staticmethod
    def person(request: HttpRequest, pk: int) -> User:
        """The person, when within reach."""
        access.require_anywhere(request.user, Permission.PEOPLE_VIEW)
        return selectors.person_get(pk=pk, actor=request.user)

    @classmethod
    def show(cls, request: HttpRequest, person: User, status: int = 200, **extra: Any) -> HttpResponse:
        """The page with whatever form was refused."""
        actor = request.user
        memberships = [
            {"held": held, "may_end": access.can(actor, Permission.ROLE_GRANT, held.jurisdiction)}
            for held in selectors.memberships_of(user=person, actor=actor)
        ]
        context = {
            "person": person,
            "memberships": memberships,
            "may_edit": selectors.editable_person(user=person, actor=actor),
            "may_grant": access.can_anywhere(actor, Permission.ROLE_GRANT) and actor.pk != person.pk,
            "has_factor": has_factor(person),
            "may_import": access.can_anywhere(actor, Permission.PEOPLE_CHANGE),
            "form": PersonForm(initial=person_values(person), actor=actor),
            "grant_form": GrantForm(actor=actor),
            "reason_form": ReasonForm(),
            **extra,
        }
        return render(request, cls.template, context, status=status)


class PersonActView(View):
    """Disable, enable, remove the second factor: each with a reason."""

    act = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it, or show why not."""
        person = PersonView.person(request, pk)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return PersonView.show(request, person, 422, reason_form=form)
        deed = {"disable": services.user_disable, "enable": services.user_enable, "factor": factor_remove}[self.act]
        try:
            deed(user=person, reason=form.cleaned_data["reason"], actor=request.user)
        except (AppError, PermissionDenied) as error:
            form.add_error(None, str(error))
            return PersonView.show(request, person, getattr(error, "status", 403), reason_form=form)
        messages.success(request, _("Done"))
        return HttpResponseRedirect(reverse("organizations:person", args=[pk]))


class PersonPasswordView(View):
    """A new one-time password, shown once to the administrator."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Set it."""
        person = PersonView.person(request, pk)
        password = one_time_password()
        person = services.password_reset(user=person, password=password, actor=request.user)
        return render(request, "organizations/one_time_password.html", {"person": person, "password": password})


class GrantView(View):
    """Give a person a role."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Grant it, or show what stands against it."""
        person = PersonView.person(request, pk)
        form = GrantForm(request.POST, actor=request.user)
        if not form.is_valid():
            return PersonView.show(request, person, 422, grant_form=form)
        try:
            services.membership_grant(user=person, actor=request.user, **form.cleaned_data)
        except (AppError, PermissionDenied) as error:
            put_errors(form, error) if isinstance(error, AppError) else form.add_error(None, str(error))
            return PersonView.show(request, person, getattr(error, "status", 403), grant_form=form)
        messages.success(request, _("Granted"))
        return HttpResponseRedirect(reverse("organizations:person", args=[pk]))


class EndRoleView(View):
    """End a role now."""

    def post(self, request: HttpRequest, pk: int, membership: int) -> HttpResponse:
        """End it, or show why it must stay."""
        person = PersonView.person(request, pk)
        held = selectors.memberships_of(user=person, actor=request.user).filter(pk=membership).first()
        try:
            if held is not None:
                services.membership_end(membership=held, actor=request.user)
        except (AppError, PermissionDenied) as error:
            return PersonView.show(request, person, getattr(error, "status", 403), problems=[str(error)])
        messages.success(request, _("Ended"))
        return HttpResponseRedirect(reverse("organizations:person", args=[pk]))
