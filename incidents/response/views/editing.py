"""Opening an incident directly, and changing its particulars without ever overwriting somebody else's change."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

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
        form = ParticularsForm(request.POST)
        version = request.POST.get("version", "")
        if not form.is_valid():
            return self._show(request, incident, form, version, 422)
        changes, undecided = self._chosen(request, form)
        if undecided:
            form.add_error(None, _("Choose one of the two versions for each field."))
            return self._show(request, incident, form, version, 422, differing=undecided)
        try:
            services.incident_update(
                incident=incident,
                version=int(version) if version.isdigit() else 0,
                changes=changes,
                actor=person(request),
            )
        except ConflictError as error:
            form.add_error(None, error.message)
            differing = sorted(error.extra.get("current", {}))
            return self._show(request, incident, form, error.extra.get("version", version), 409, differing=differing)
        except AppError as error:
            add_errors(form, error)
            return self._show(request, incident, form, version, error.status)
        return HttpResponseRedirect(incident_url(incident))

    def _incident(self, request: HttpRequest, number: str) -> Incident:
        incident = find(request, number)
        ownership.require(request.user, Permission.INCIDENT_CHANGE, incident)
        return incident

    def _chosen(self, request: HttpRequest, form: ParticularsForm) -> tuple[dict[str, Any], list[str]]:
        """Changes as typed, less the fields for which the present version was chosen; fields not yet chosen."""
        contested = [name for name in request.POST.getlist("contested") if name in form.changes()]
        undecided = [name for name in contested if request.POST.get(f"choose_{name}") not in ("current", "yours")]
        kept = {name for name in contested if request.POST.get(f"choose_{name}") == "current"}
        return {name: value for name, value in form.changes().items() if name not in kept}, undecided

    def _show(
        self,
        request: HttpRequest,
        incident: Incident,
        form: ParticularsForm,
        version: Any,
        status: int = 200,
        differing: list[str] | None = None,
    ) -> HttpResponse:
        now = ParticularsForm.of(incident)
        rows = [self._both(name, form, now, incident, request) for name in differing or []]
        context = {"incident": incident, "form": form, "version": version, "differing": rows}
        return render(request, "response/edit.html", context, status=status)

    def _both(
        self, name: str, form: ParticularsForm, now: ParticularsForm, incident: Incident, request: HttpRequest
    ) -> dict[str, Any]:
        field = "coordinates" if name == "location" else name
        current = incident.event_type if name == "event_type" else now.initial.get(field)
        yours = form.cleaned_data.get(field) if name == "event_type" else request.POST.get(field, "")
        return {"name": name, "label": form[field].label, "current": current, "yours": yours}
