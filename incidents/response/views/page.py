"""The page of one incident, its panels one by one, and its summary for the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.errors import NotFoundError
from incidents.response import selectors
from incidents.response.forms.acting import FiguresForm
from incidents.response.models import Incident
from incidents.response.views.panels import PANELS, render_panel, static_parts


def find(request: HttpRequest, number: str) -> Incident:
    """The incident of the address, or 404."""
    return selectors.incident_get(number=number, actor=request.user)


def show_page(
    request: HttpRequest, incident: Incident, *, status: int = 200, failed: str = "", problem: object = None
) -> HttpResponse:
    """The whole page; `problem` is shown in the panel `failed` (where scripts are off)."""
    extra = {failed: {"problem": problem, "typed": request.POST}} if failed else {}
    panels = {name: render_panel(request, incident, name, **extra.get(name, {})) for name in PANELS}
    correcting = request.GET.get("correct", "")
    context = {
        "incident": incident,
        "subject": f"incident:{incident.pk}",
        "panels": panels,
        "correcting": correcting if correcting.isdigit() else "",
        "problem": problem,
        "failed": failed,
        "typed": request.POST if failed else {},
        **static_parts(request, incident),
    }
    if failed == "figures":
        context["figures_form"] = FiguresForm(request.POST, incident=incident)
    return render(request, "response/page.html", context, status=status)


@require_safe
def incident_page(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one incident (R-B4, R-C6)."""
    return show_page(request, find(request, number))


@require_safe
def incident_panel(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """One panel, refetched when something happens."""
    if name not in PANELS:
        raise NotFoundError("There is no such panel.")
    return HttpResponse(render_panel(request, find(request, number), name))


@require_safe
def incident_summary(request: HttpRequest, number: str) -> HttpResponse:
    """The incident as a tab of the duty desk."""
    incident = find(request, number)
    panels = {name: render_panel(request, incident, name) for name in ("head", "log", "figures")}
    context = {
        "incident": incident,
        "subject": f"incident:{incident.pk}",
        "panels": panels,
        "typed": {},
        **static_parts(request, incident),
    }
    return render(request, "response/summary.html", context)
