"""Intake at the desk: the form, its live check, its drafts, and the place list (R-B1)."""

import json
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import AppError
from files.services import files_move
from incidents.reports import services
from incidents.reports.forms import IntakeForm
from incidents.reports.models import Report
from incidents.reports.selectors import Found, Like, drafts, places_matching, possible_duplicates, units_matching
from incidents.reports.smart_time import parse_time
from incidents.reports.views.common import go, id_like, incident_url, is_part, need, on_desk, report_url, show, signal
from incidents.reports.workflow import INTAKE_LIMIT_S, INTAKE_WARN_S
from incidents.response.selectors import event_type_get, event_types, prompts_for
from incidents.response.selectors.incidents import incident_get
from incidents.response.suggestions import grade_suggest, type_suggest
from organizations.models import User
from organizations.roles import Permission

KEPT = tuple(IntakeForm.base_fields)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _blank(request: HttpRequest) -> IntakeForm:
    """A new form, or a draft taken up again; each is one future report with its own key."""
    key = _uuid(request.GET.get("draft", ""))
    draft = drafts(actor=request.user).filter(key=key).first() if key and isinstance(request.user, User) else None
    if draft is not None:
        return IntakeForm(initial={**draft.fields, "key": draft.key})
    return IntakeForm(initial={"key": uuid4()})


def _show(request: HttpRequest, form: IntakeForm, status: int = 200, conflict: str = "") -> HttpResponse:
    assert isinstance(request.user, User)
    key = form["key"].value()
    context = {
        "form": form,
        "key": key,
        "conflict": conflict,
        "types": event_types(),
        "warn_s": INTAKE_WARN_S,
        "limit_s": INTAKE_LIMIT_S,
        "drafts": [
            (draft, draft.fields.get("description") or draft.fields.get("place", ""))
            for draft in drafts(actor=request.user)
            if str(draft.key) != str(key)
        ],
    }
    return show(request, "intake", context, status)


@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """The form; saved with Ctrl+Enter, saved and verified and on to dispatch with Ctrl+Shift+Enter."""
    need(request, Permission.REPORT_CREATE)
    assert isinstance(request.user, User)
    if request.method != "POST":
        return _show(request, _blank(request))
    form = IntakeForm(request.POST)
    if not form.is_valid():
        return _show(request, form, 422)
    try:
        report = services.report_create(data=form.report_data(), actor=request.user)
    except AppError as error:
        form.refuse(error)
        return _show(request, form, error.status)
    services.draft_discard(key=form.client_key(), actor=request.user)
    files_move(source=f"form:{form.client_key()}", target=f"report:{report.pk}", actor=request.user)
    if request.POST.get("then") in ("dispatch", "join"):
        return _onward(request, report)
    words = _("%(number)s saved") % {"number": report.number}
    return _done(request, report_url(report.pk), report.number, words)


def _onward(request: HttpRequest, report: Report) -> HttpResponse:
    """Verify at once, into a known incident or a new one; when that is refused, the report is there and says why."""
    assert isinstance(request.user, User)
    joins = request.POST.get("then") == "join"
    wanted = request.POST.get("incident", "")
    try:
        there = incident_get(pk=int(wanted), actor=request.user) if joins and id_like(wanted) else None
        report = services.report_verify(report=report, incident=there, actor=request.user)
    except AppError as error:
        words = _("%(number)s is saved but not verified: %(reason)s") % {
            "number": report.number,
            "reason": error.message,
        }
        return _done(request, report_url(report.pk), report.number, words)
    assert report.incident is not None
    number = report.incident.number
    said = _("%(number)s joined to incident %(incident)s") if joins else _("%(number)s verified: incident %(incident)s")
    words = said % {"number": report.number, "incident": number}
    if joins or (is_part(request) and on_desk(request)):
        return _done(request, incident_url(number), number, words)
    return go(request, f"/dispatch/?{urlencode({'incident': number})}", words)


def _done(request: HttpRequest, url: str, label: str, words: str) -> HttpResponse:
    if is_part(request) and on_desk(request):
        # Opened before closed: what is closed takes the form away from which these events rise.
        return signal(
            HttpResponse(status=204), toast={"text": words}, desk_open={"url": url, "label": label}, desk_close={}
        )
    return go(request, url, words)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """While typing: the type and grade the text suggests, the time understood, and what it may be a duplicate of."""
    need(request, Permission.REPORT_CREATE)
    form = IntakeForm(request.POST)
    form.is_valid()
    given = form.cleaned_data
    text = (given.get("description") or request.POST.get("description", ""))[:2000]
    suggested = type_suggest(text)
    code = given.get("event_type")
    kind = code or (suggested.event_type.pk if suggested else None)
    point = form.placed()[0]
    moment = parse_time(request.POST.get("occurred", ""))
    like = Like(text, "", given.get("place") or "", point, kind, moment or timezone.now())
    known = {name: float(value) for name, value in form.figures().items() if value and _is_number(value)}
    grade = grade_suggest(kind, known) if kind else None
    context = {
        "duplicates": possible_duplicates(like, actor=request.user) if len(text) > 3 or point else [],
        "suggested": suggested,
        "chosen": code,
        "grade": grade.grade if grade else None,
        "prompts": prompts_for(event_type_get(kind)) if kind else [],
        "moment": moment,
        "timed": bool(request.POST.get("occurred", "").strip()),
    }
    return render(request, "reports/_check.html", context)


def _is_number(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdigit() and len(text) < 16


@require_POST
def draft_keep(request: HttpRequest) -> JsonResponse:
    """Autosave: what is typed now, under the form's own key; never sent by itself."""
    need(request, Permission.REPORT_CREATE)
    assert isinstance(request.user, User)
    key = _uuid(request.POST.get("key", ""))
    if key is None:
        return JsonResponse({"detail": _("This form has no key; open a new one.")}, status=422)
    fields = {name: request.POST[name] for name in KEPT if request.POST.get(name) and name != "key"}
    if not fields.get("description") and not fields.get("place"):
        return JsonResponse({"saved": None})
    draft = services.draft_save(key=key, fields=fields, actor=request.user)
    return JsonResponse({"saved": f"{timezone.localtime(draft.updated_at):%H:%M:%S}"})


@require_POST
def draft_drop(request: HttpRequest) -> HttpResponse:
    """Throw a draft away on purpose."""
    need(request, Permission.REPORT_CREATE)
    assert isinstance(request.user, User)
    key = _uuid(request.POST.get("key", ""))
    if key is not None:
        services.draft_discard(key=key, actor=request.user)
    return HttpResponse(status=204) if is_part(request) else go(request, "/reports/new/", _("Draft thrown away"))


def found_document(found: Found) -> dict[str, Any]:
    """One place for the list under the field."""
    return {
        "label": found.label,
        "label_en": found.label_en,
        "within": found.within,
        "kind": found.kind,
        "lon": found.point[0] if found.point else None,
        "lat": found.point[1] if found.point else None,
        "code": found.code,
    }


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Places by name, pinyin initials or coordinates, for the field's list."""
    need(request, Permission.REPORT_CREATE)
    found = places_matching(request.GET.get("q", ""), actor=request.user)
    body = json.dumps({"places": [found_document(one) for one in found]}, ensure_ascii=False)
    return HttpResponse(body, content_type="application/json")


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Units by name or pinyin initials, for the field of those involved."""
    need(request, Permission.REPORT_CREATE)
    found = units_matching(request.GET.get("q", ""), actor=request.user)
    rows = [
        {
            "name": unit.name,
            "name_en": unit.name_en,
            "within": unit.jurisdiction.name,
            "within_en": unit.jurisdiction.name_en,
        }
        for unit in found
    ]
    return HttpResponse(json.dumps({"units": rows}, ensure_ascii=False), content_type="application/json")
