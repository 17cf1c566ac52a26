"""Panels of the incident page: each is built alone, so that one that fails never blanks the others."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from clocks.kinds import label_of
from core.workflow import next_steps
from incidents.response import selectors
from incidents.response.forms.acting import FiguresForm, OfferForm
from incidents.response.models import Grade, Incident, Status
from incidents.response.selectors.page import SHOWN
from incidents.response.suggestions import grade_suggest
from incidents.response.workflow import LADDER, REASON_NEEDED, TRANSITIONS
from organizations import access
from organizations.roles import Permission

log = logging.getLogger(__name__)
Builder = Callable[[HttpRequest, Incident], dict[str, Any]]
MOST_LINES = 1000

# The key of each step, so that hands learn them: S opens the choice, these act inside it.
STEP_KEYS = {"handling": "H", "stable": "C", "closed": "X"}


def head(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    """Severity, stepper, timer, next deadline, action buttons."""
    owed = [row for row in selectors.incident_deadlines(incident, actor=request.user) if row.met_at is None]
    values = selectors.current_values(incident, actor=request.user)
    reached = LADDER.index(incident.status)
    return {
        "steps": [
            (value, Status(value).label, index <= reached, index == reached) for index, value in enumerate(LADDER)
        ],
        "next": [
            {
                "to": to,
                "label": Status(to).label,
                "reason": (incident.status, to) in REASON_NEEDED,
                "key": STEP_KEYS[to],
            }
            for to in next_steps(TRANSITIONS, incident.status)
        ],
        "deadline": owed[0] if owed else None,
        "deadline_label": label_of(owed[0].kind) if owed else "",
        "grades": [(value, label) for value, label in Grade.choices if value != incident.grade],
        "suggestion": grade_suggest(incident.event_type, values),
    }


def journal(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    """The log: entries and events, one filter, corrections beside what they strike."""
    show = request.GET.get("show", "all")
    show = show if show in SHOWN else "all"
    limit = MOST_LINES if request.GET.get("whole") else 100
    lines = selectors.log_lines(incident, show=show, limit=limit, actor=request.user)
    may_search = access.can_anywhere(request.user, Permission.TIMELINE_VIEW)
    more = len(lines) == limit and limit < MOST_LINES
    pinned = selectors.pinned_lines(incident, actor=request.user)
    return {"lines": lines, "show": show, "more": more, "may_search": may_search, "pinned": pinned}


def overview(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    """Type, times, place, story, decisions on the grade."""
    return {"grade_history": selectors.grade_changes(incident, actor=request.user)}


def figures(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    """The ledger: current value, source, times, change, and everything said before."""
    return {"rows": selectors.figure_rows(incident, actor=request.user)}


def reports(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    """Reports joined to it."""
    if not selectors.may_see_reports(actor=request.user):
        return {"hidden": True}
    return {"reports": selectors.reports_joined(incident, actor=request.user)}


def clocks(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    """What is and was due."""
    rows = selectors.incident_deadlines(incident, actor=request.user)
    return {"deadlines": [(row, label_of(row.kind)) for row in rows]}


def owner(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    """Who is accountable, and an offer under way."""
    return {"offer_form": OfferForm(incident=incident, actor=request.user)}


def tasks(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    """Who does what, until when, and where it stands: assignments; supplies have a tab of their own."""
    return {"tasks": selectors.tasks_of(incident, actor=request.user)}


def contacts(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    """Whom to call: the accountable unit, leaders and deputies of the teams that are out."""
    rows = selectors.tasks_of(incident, actor=request.user)
    return {"contacts": selectors.contacts_of(incident, rows, actor=request.user)}


def plots(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    """What was drawn on the map for it."""
    return {"plots": selectors.plots_of(incident, actor=request.user)}


PANELS: dict[str, Builder] = {
    "head": head,
    "log": journal,
    "overview": overview,
    "figures": figures,
    "reports": reports,
    "clocks": clocks,
    "owner": owner,
    "tasks": tasks,
    "contacts": contacts,
    "plots": plots,
}


def render_panel(request: HttpRequest, incident: Incident, name: str, **extra: Any) -> SafeString:
    """One panel, or, when it cannot be built, what failed and a way to try again."""
    context: Mapping[str, Any] = {
        "incident": incident,
        "panel": name,
        "subject": f"incident:{incident.pk}",
        "may": selectors.may_change(incident, actor=request.user),
        "now": timezone.now(),
        "query": request.GET.urlencode(),
    }
    try:
        built = {**context, **PANELS[name](request, incident), **extra}
        return render_to_string(f"response/panels/{name}.html", built, request)
    except Exception:
        log.exception("panel %s of incident %s could not be built", name, incident.pk)
        return render_to_string("response/panels/failed.html", context, request)


def static_parts(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    """Forms that stand beside the panels and are never refreshed under somebody's hands."""
    return {
        "figures_form": FiguresForm(
            incident=incident, initial={"as_of": timezone.localtime().replace(second=0, microsecond=0)}
        ),
        "may": selectors.may_change(incident, actor=request.user),
    }
