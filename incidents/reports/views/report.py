"""One report: facts, duplicates, history, and what may be done with it (R-B5)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.errors import AppError, UnprocessableError
from core.workflow import next_steps
from incidents.reports import services
from incidents.reports.models import Report, ReportStatus
from incidents.reports.selectors import like_report, possible_duplicates, report_get
from incidents.reports.views.common import go, id_like, incident_url, need, on_desk, report_url, show, signal
from incidents.reports.views.told import added
from incidents.reports.workflow import TRANSITIONS
from incidents.response.models import FIGURES, FigureName
from incidents.response.selectors import event_types
from incidents.response.selectors.incidents import handover_units, incident_get
from incidents.response.services import handover_decline, handover_withdraw
from organizations import ownership
from organizations.models import User
from organizations.roles import Permission
from timeline import kinds
from timeline.selectors import events_of

HISTORY = 50
Act = Callable[[HttpRequest, Report, User], Report]


def _context(request: HttpRequest, report: Report) -> dict[str, Any]:
    handles = ownership.may(request.user, Permission.REPORT_HANDLE, report)
    steps = set(next_steps(TRANSITIONS, report.status)) if handles else set()
    mine = report.claimed_by_id == request.user.pk
    others = report.claimed_by_id is not None and not mine
    return {
        "report": report,
        "handles": handles,
        "steps": set() if others else steps,
        "mine": mine,
        "others": others,
        "stale": report.claim_is_stale,
        "figures": [(FigureName(name).label, report.figures.get(name)) for name in FIGURES],
        **added(report, request.user),
        "duplicates": possible_duplicates(like_report(report), actor=request.user) if report.is_open else [],
        "history": [
            {"at": event.at, "actor_name": event.actor_name, "words": kinds.text(event.kind, event.data)}
            for event in events_of(report, request.user)[:HISTORY]
        ],
        "types": event_types() if handles and report.event_type_id is None else [],
        "may_take": report.is_open and ownership.may_answer(request.user, Permission.REPORT_HANDLE, report),
        "units": handover_units(actor=request.user).exclude(pk=report.owner_unit_id)
        if handles and report.is_open and report.handover_to_id is None
        else [],
        "may_answer": request.user.pk == report.reporter_id and report.status == ReportStatus.RETURNED,
    }


def _show(request: HttpRequest, pk: int, status: int = 200, problem: str = "") -> HttpResponse:
    report = report_get(pk=pk, actor=request.user)
    return show(request, "report", {**_context(request, report), "problem": problem}, status)


@require_safe
def report_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The report, as a page or as a tab of the desk."""
    need(request, Permission.REPORT_VIEW)
    return _show(request, pk)


def _verify(request: HttpRequest, report: Report, actor: User) -> Report:
    wanted = request.POST.get("incident", "")
    there = incident_get(pk=int(wanted), actor=actor) if id_like(wanted) else None
    code = request.POST.get("event_type", "").split(" ", 1)[0]
    return services.report_verify(report=report, incident=there, event_type=code or None, actor=actor)


def _with_reason(service: Callable[..., Report]) -> Act:
    def act(request: HttpRequest, report: Report, actor: User) -> Report:
        return service(report=report, reason=request.POST.get("reason", ""), actor=actor)

    return act


def _plain(service: Callable[..., Report]) -> Act:
    def act(_request: HttpRequest, report: Report, actor: User) -> Report:
        return service(report=report, actor=actor)

    return act


def _offer(request: HttpRequest, report: Report, actor: User) -> Report:
    wanted = request.POST.get("to", "")
    to = handover_units(actor=actor).filter(pk=int(wanted)).first() if id_like(wanted) else None
    if to is None:
        words = gettext_lazy("Choose the unit it is offered to.")
        raise UnprocessableError(words, errors={"to": words})
    return services.report_hand_over(report=report, to=to, note=request.POST.get("note", ""), actor=actor)


def _decline(request: HttpRequest, report: Report, actor: User) -> Report:
    return handover_decline(item=report, reason=request.POST.get("reason", ""), actor=actor)


def _withdraw(_request: HttpRequest, report: Report, actor: User) -> Report:
    return handover_withdraw(item=report, actor=actor)


ACTS: dict[str, tuple[Act, Any]] = {
    "claim": (_plain(services.report_claim), gettext_lazy("You have taken %(number)s")),
    "release": (_plain(services.report_release), gettext_lazy("%(number)s is back in the queue")),
    "take-over": (_with_reason(services.report_take_over), gettext_lazy("You have taken %(number)s over")),
    "verify": (_verify, gettext_lazy("%(number)s verified: incident %(incident)s")),
    "return": (_with_reason(services.report_return), gettext_lazy("%(number)s returned; the reporter is told")),
    "reject": (_with_reason(services.report_reject), gettext_lazy("%(number)s rejected; the reporter is told")),
    "reopen": (_with_reason(services.report_reopen), gettext_lazy("%(number)s is taken up again")),
    "offer": (_offer, gettext_lazy("%(number)s offered; it stays yours until the other unit accepts")),
    "accept": (_plain(services.report_accept), gettext_lazy("%(number)s is now your unit's")),
    "decline": (_decline, gettext_lazy("%(number)s declined; it stays with its owner")),
    "withdraw": (_withdraw, gettext_lazy("The offer of %(number)s is withdrawn")),
    "unjoin": (_with_reason(services.report_unjoin), gettext_lazy("%(number)s separated; it is to be verified again")),
}


@require_POST
def report_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Do one thing with a report; a refusal comes back with the report as it is now and why not."""
    need(request, Permission.REPORT_HANDLE)
    if name not in ACTS:
        return HttpResponseBadRequest()
    act, words = ACTS[name]
    report = report_get(pk=pk, actor=request.user)
    assert isinstance(request.user, User)
    try:
        report = act(request, report, request.user)
    except AppError as error:
        problems = [str(text) for text in error.errors.values()] or [str(error.message)]
        return _show(request, pk, error.status, " ".join(problems))
    number = report.incident.number if report.incident else ""
    said = str(words) % {"number": report.number, "incident": number}
    if name == "decline":  # it may be out of reach now
        return go(request, reverse("reports:list"), said)
    if "HX-Request" not in request.headers:
        return go(request, incident_url(number) if name == "verify" else report_url(pk), said)
    response = _show(request, pk)
    events: dict[str, Any] = {"toast": {"text": said, "kind": "info"}}
    if name == "verify" and on_desk(request):
        events["desk_open"] = {"url": incident_url(number), "label": number}
    return signal(response, **events)
