"""Opening an incident directly, and changing its particulars without ever overwriting somebody else's change."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views import View

from core import merge
from core.errors import AppError, ConflictError
from incidents.response import services
from incidents.response.features import incident_url
from incidents.response.forms.acting import OpeningForm, ParticularsForm
from incidents.response.models import Incident
from incidents.response.views.common import need, person
from incidents.response.views.page import find
from organizations import ownership
from organizations.roles import Permission


def add_errors(form: Any, error: AppError) -> None:
    """What a service refused, at the fields it named."""
    named = {"location": "coordinates"}
    left = dict(error.errors)
    for field, words in left.items():
        name = named.get(field, field)
        form.add_error(name if name in form.fields else None, words)
    if not left:
        form.add_error(None, error.message)


class NewIncident(View):
    """Direct opening by a duty officer; a report is the usual way."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        need(request, Permission.INCIDENT_CHANGE)
        return render(request, "response/new.html", {"form": OpeningForm(actor=person(request))})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open it and go to its page."""
        need(request, Permission.INCIDENT_CHANGE)
        form = OpeningForm(request.POST, actor=person(request))
        if form.is_valid():
            data = form.cleaned_data
            try:
                incident = services.incident_open(
                    jurisdiction=data["jurisdiction"],
                    owner_unit=data["owner_unit"],
                    grade=data["grade"],
                    actor=person(request),
                    **form.changes(),
                )
                return HttpResponseRedirect(incident_url(incident))
            except AppError as error:
                add_errors(form, error)
        return render(request, "response/new.html", {"form": form}, status=422)


class EditIncident(View):
    """Particulars; a stale form is answered with both versions, and each differing field is chosen by hand."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """The form, with the version it was made from."""
        incident = self._incident(request, number)
        return self._show(request, incident, ParticularsForm.of(incident), incident.version)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """Save, or show what stands against it."""
        incident = self._incident(request, number)
        settled = merge.settle(request.POST, ParticularsForm.of(incident))
        taken = {name for name in request.POST.getlist("contested") if request.POST.get(f"choose_{name}") == "current"}
        if "coordinates" in taken:
            settled.data.pop("gcj02", None)
        form = ParticularsForm(settled.data)
        version = request.POST.get("version", "")
        if not form.is_valid():
            return self._show(request, incident, form, version, 422)
        if settled.undecided:
            form.add_error(None, str(merge.CHOOSE))
            again = [name for name in request.POST.getlist("contested") if name not in taken]
            return self._show(request, incident, form, version, 422, self._stale(incident, form, again))
        kept = {"location" if name == "coordinates" else name for name in taken}
        changes = {name: value for name, value in form.changes().items() if name not in kept}
        try:
            services.incident_update(
                incident=incident,
                version=int(version) if version.isdigit() else 0,
                changes=changes,
                actor=person(request),
            )
        except ConflictError as error:
            form.add_error(None, error.message)
            incident = self._incident(request, number)
            return self._show(request, incident, form, incident.version, 409, self._stale(incident, form))
        except AppError as error:
            add_errors(form, error)
            return self._show(request, incident, form, version, error.status)
        return HttpResponseRedirect(incident_url(incident))

    def _incident(self, request: HttpRequest, number: str) -> Incident:
        incident = find(request, number)
        ownership.require(request.user, Permission.INCIDENT_CHANGE, incident)
        return incident

    def _stale(self, incident: Incident, form: ParticularsForm, again: Sequence[str] = ()) -> merge.Conflict:
        found = merge.conflict(form, ParticularsForm.of(incident), incident, again=again, leave=("gcj02",))
        merge.carried(form, found)
        return found

    def _show(
        self,
        request: HttpRequest,
        incident: Incident,
        form: ParticularsForm,
        version: Any,
        status: int = 200,
        conflict: merge.Conflict | None = None,
    ) -> HttpResponse:
        context = {"incident": incident, "form": form, "version": version, "conflict": conflict}
        return render(request, "response/edit.html", context, status=status)
