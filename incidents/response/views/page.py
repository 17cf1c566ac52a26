"""The page of one incident, its panels one by one, and its summary for the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clocks.kinds import label_of
from core.errors import NotFoundError
from incidents.response import selectors
from incidents.response.forms.acting import FiguresForm
from incidents.response.models import Incident, Status
from incidents.response.views.panels import PANELS, render_panel, static_parts
from incidents.response.workflow import LADDER


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


@require_safe
def incident_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """One or two A4 pages to hand to a leader: facts, figures, forces, what is due, decisions, whom to call (R-C6)."""
    incident = find(request, number)
    tasks = selectors.tasks_of(incident, actor=request.user)
    reports = (
        selectors.reports_joined(incident, actor=request.user) if selectors.may_see_reports(actor=request.user) else []
    )
    context = {
        "incident": incident,
        "steps": [(Status(value).label, index <= LADDER.index(incident.status)) for index, value in enumerate(LADDER)],
        "rows": selectors.figure_rows(incident, actor=request.user),
        "tasks": tasks,
        "contacts": selectors.contacts_of(incident, tasks, actor=request.user),
        "deadlines": [
            (row, label_of(row.kind))
            for row in selectors.incident_deadlines(incident, actor=request.user)
            if row.met_at is None
        ],
        "reports": reports,
        "decisions": selectors.log_lines(incident, show="decision", limit=20, actor=request.user),
        "lines": selectors.log_lines(incident, show="all", limit=15, actor=request.user),
        "grade_history": selectors.grade_changes(incident, actor=request.user),
        "now": timezone.now(),
    }
    return render(request, "response/sheet.html", context)
