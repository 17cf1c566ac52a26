"""Importing division codes, boundaries and people: tried first, then saved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from core.errors import AppError
from organizations import access
from organizations.forms.imports import ImportForm
from organizations.roles import Permission
from organizations.services import imports
from organizations.views.tools import put_errors

SHOWN = 500


class ImportView(View):
    """One page for the three importers."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        access.require_anywhere(request.user, Permission.PEOPLE_CHANGE)
        form = ImportForm(initial={"kind": request.GET.get("kind", "divisions"), "way": "all"})
        return render(request, "organizations/imports.html", {"form": form, "may_add": True})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Try or import; the answer is the report, line by line."""
        access.require_anywhere(request.user, Permission.PEOPLE_CHANGE)
        form = ImportForm(request.POST, request.FILES)
        template = (
            "organizations/_import_result.html" if request.headers.get("HX-Request") else "organizations/imports.html"
        )
        if not form.is_valid():
            return render(request, template, {"form": form, "may_add": True}, status=422)
        try:
            report = self._run(request, form)
        except AppError as error:
            put_errors(form, error)
            return render(request, template, {"form": form, "may_add": True}, status=error.status)
        context = {
            "form": form,
            "may_add": True,
            "report": report,
            "errors": report.errors[:SHOWN],
            "more_errors": max(0, len(report.errors) - SHOWN),
            "notes": report.notes[:SHOWN],
        }
        return render(request, template, context)

    def _run(self, request: HttpRequest, form: ImportForm) -> imports.ImportReport:
        asked = form.cleaned_data
        content = asked["file"].read()
        common = {
            "content": content,
            "dry_run": request.POST.get("do") != "import",
            "skip_bad": asked["way"] == "right",
            "actor": request.user,
        }
        if asked["kind"] == "divisions":
            return imports.divisions_import(prefix=asked["below"], **common)
        if asked["kind"] == "boundaries":
            return imports.boundaries_import(frame=asked["frame"] or "wgs84", **common)
        return imports.people_import(**common)
