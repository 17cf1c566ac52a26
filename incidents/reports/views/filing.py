"""What is filled in on a phone: the 60-second report, the full report, the follow-up. Each works without scripts (R-B1)."""

import json
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import AppError, ConflictError
from incidents.reports import services
from incidents.reports.forms import FieldForm, FollowForm, FullForm
from incidents.reports.models import Report
from incidents.reports.selectors import (
    Standing,
    follow_ups,
    next_due,
    report_by_receipt,
    report_get,
    standing,
    villages,
)
from incidents.reports.sms import sms_code
from incidents.reports.views.common import need
from incidents.response.models import FIGURES, Source
from incidents.response.selectors import event_types
from incidents.response.services.figures import CUMULATIVE
from organizations import access
from organizations.models import User
from organizations.roles import Permission, Role

# The tiles, in the order of how often a village sees them; their place is also their number in a text message.
TILES = ("10106", "10101", "10401", "10402", "10203", "10206", "10600", "20600", "20700", "20400")
FIGURES_ASKED = ("trapped", "missing", "seriously_injured", "slightly_injured", "deaths", "relocated")


def tiles() -> list[Any]:
    """Event types offered as tiles, those of the list that are in use, each with its number for a text message."""
    known = {one.pk: one for one in event_types().filter(pk__in=TILES)}
    return [(known[code], sms_code(code)) for code in TILES if code in known]


def form_context(form: FieldForm, places: list[Any]) -> dict[str, Any]:
    """What the one-page form needs, on the phone and in public."""
    return {"form": form, "tiles": tiles(), "villages": places, "steppers": [form[name] for name in FIGURES_ASKED]}


def source_of(user: User) -> str:
    """What a person is as a source of reports."""
    return Source.GRID_WORKER if Role.GRID_WORKER in access.roles(user) else Source.COUNTY_STAFF


def new(request: HttpRequest) -> HttpResponse:
    """The 60-second report: one page without scripts, five steps with them."""
    return _file(request, FieldForm, "reports/field_new.html")


def full(request: HttpRequest) -> HttpResponse:
    """The full report: a task list of six groups."""
    return _file(request, FullForm, "reports/field_full.html")


@require_http_methods(["GET", "HEAD", "POST"])
def _file(request: HttpRequest, kind: type[FieldForm], template: str) -> HttpResponse:
    """Big targets, works without scripts; sent twice it is one report."""
    need(request, Permission.REPORT_CREATE)
    assert isinstance(request.user, User)
    places, status = villages(actor=request.user), 200
    form = kind(initial={"key": uuid4()})
    if request.method == "POST":
        form, status = kind(request.POST), 422
        if form.is_valid():
            try:
                report = services.report_create(data=form.report_data(source_of(request.user)), actor=request.user)
            except AppError as error:
                form.refuse(error)
            else:
                return HttpResponseRedirect(reverse("reports:receipt", args=[report.receipt]) + "?new=1")
    extra = {"source": source_of(request.user), "sms_number": settings.SMS_NUMBER}
    return render(request, template, {**form_context(form, places), **extra}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, receipt: str) -> HttpResponse:
    """续报: the last values, what changes, and why where a figure falls."""
    need(request, Permission.REPORT_CREATE)
    assert isinstance(request.user, User)
    report = report_get(pk=report_by_receipt(receipt=receipt, actor=request.user).pk, actor=request.user)
    now = standing(report, actor=request.user)
    form, status, conflicts = FollowForm(initial=FollowForm.opening(now, uuid4())), 200, []
    if request.method == "POST":
        form, status = FollowForm(request.POST), 422
        if form.is_valid():
            try:
                services.report_follow_up(report=report, data=form.follow_up_data(), actor=request.user)
                return HttpResponseRedirect(reverse("reports:receipt", args=[receipt]) + "?followed=1")
            except ConflictError as error:
                # Both columns are shown; sent again, the writer's own values are meant.
                conflicts, status = error.extra.get("conflicts", []), error.status
                form = FollowForm({**request.POST.dict(), "base": json.dumps(error.extra.get("values", {}))})
                form.add_error(None, str(error.message))
            except AppError as error:
                for name, words in error.errors.items():
                    form.add_error(name if name in form.fields else None, words)
    context = {**_follow_context(form, report, now, request.user), "conflicts": conflicts}
    return render(request, "reports/field_follow.html", context, status=status)


def _follow_context(form: FollowForm, report: Report, now: Standing, actor: User) -> dict[str, Any]:
    rows = [(form[name], now.values.get(name), now.said.get(name), name in CUMULATIVE) for name in FIGURES]
    ordinal = follow_ups(report, actor=actor).count() + 1
    return {
        "form": form,
        "report": report,
        "rows": rows,
        "ordinal": ordinal,
        "version": now.version,
        "base": json.dumps(now.values),
        "due": next_due(report, actor=actor),
    }


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """What waits on this device; filled in by the page itself, the server knows nothing of it."""
    return render(request, "phone/outbox.html", {"sms_number": settings.SMS_NUMBER})
