"""Acting on a shelter: its state, the check before opening, a line in its log (R-D9)."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View

from core.errors import AppError, NotFoundError
from resources.shelters import selectors, services, workflow
from resources.shelters.models import Shelter
from resources.shelters.views.pages import shelter_page
from resources.shelters.vocabulary import CHECK_WORDS


def refused(request: HttpRequest, shelter: Shelter, error: AppError, **more: object) -> HttpResponse:
    """The page again, with what was wrong in words; what does not exist is not found."""
    if isinstance(error, NotFoundError):
        raise error
    problems = [str(text) for text in error.errors.values()] or [str(error.message)]
    fresh = selectors.shelter_get(request.user, shelter.pk)
    return shelter_page(request, fresh, status=error.status, problems=problems, **more)


class ChangeState(LoginRequiredMixin, View):
    """One step of the table."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take it, or say why not."""
        shelter = selectors.shelter_get(request.user, pk)
        to, reason = request.POST.get("to", ""), request.POST.get("reason", "")
        try:
            if to == workflow.ORDERED:
                subject, _sep, number = request.POST.get("incident", "").partition("|")
                services.shelter_order(
                    shelter=shelter, incident=subject, incident_number=number, reason=reason, actor=request.user
                )
            else:
                services.shelter_change_state(shelter=shelter, to=to, reason=reason, actor=request.user)
        except AppError as error:
            return refused(request, shelter, error)
        return redirect("shelters:shelter", pk=pk)


class Check(LoginRequiredMixin, View):
    """The check before opening."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record what was found; the doors open, or stay shut and it says why."""
        shelter = selectors.shelter_get(request.user, pk)
        findings = {code: request.POST[f"item_{code}"] for code in CHECK_WORDS if request.POST.get(f"item_{code}")}
        said = {"note": request.POST.get("note", ""), "override_reason": request.POST.get("override_reason", "")}
        try:
            check = services.shelter_check(shelter=shelter, findings=findings, actor=request.user, **said)
        except AppError as error:
            return refused(request, shelter, error, findings=findings, said=said)
        if not check.passed:
            faults = [str(words) for code, words in CHECK_WORDS.items() if code in selectors.blocking(check)]
            problems = [_("It may not open yet: %(faults)s.") % {"faults": "; ".join(faults)}]
            fresh = selectors.shelter_get(request.user, pk)
            return shelter_page(request, fresh, status=422, problems=problems, findings=findings, said=said)
        messages.success(request, _("Checked. People can be received."))
        return redirect("shelters:shelter", pk=pk)


class Note(LoginRequiredMixin, View):
    """A line of the operation log."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write it."""
        shelter = selectors.shelter_get(request.user, pk)
        try:
            services.shelter_note(shelter=shelter, text=request.POST.get("text", ""), actor=request.user)
        except AppError as error:
            return refused(request, shelter, error)
        return redirect("shelters:shelter", pk=pk)
