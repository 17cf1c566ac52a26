"""Pages of the record: search within reach, and take it away as a table (R-H4)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import spreadsheet
from organizations import access
from organizations.roles import Permission
from timeline.forms import RecordForm
from timeline.kinds import text
from timeline.models import Event
from timeline.selectors import EventFilter, events_matching

PER_PAGE = 100
EXPORT_ROWS = 20_000


def _asked(request: HttpRequest) -> tuple[RecordForm, EventFilter | None]:
    access.require_anywhere(request.user, Permission.TIMELINE_VIEW)
    form = RecordForm(request.GET, actor=request.user)
    return form, form.wanted() if form.is_valid() else None


@require_safe
def record_page(request: HttpRequest) -> HttpResponse:
    """The record, newest first; `before` is the id of the last event of the page above, so that pages stay put."""
    form, wanted = _asked(request)
    found = events_matching(wanted, request.user) if wanted else None
    before = request.GET.get("before", "")
    older = bool(found is not None and before.isascii() and before.isdigit() and len(before) < 19)
    if found is not None and older:
        found = found.filter(pk__lt=int(before))
    events = list(found[: PER_PAGE + 1]) if found is not None else []
    query = request.GET.copy()
    query.pop("before", None)
    context: dict[str, Any] = {
        "form": form,
        "events": events[:PER_PAGE],
        "next_before": events[PER_PAGE - 1].pk if len(events) > PER_PAGE else None,
        "query": query.urlencode(),
        "older": older,
        "export_rows": EXPORT_ROWS,
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "timeline/_record.html" if part else "timeline/record.html", context)


@require_safe
def record_export(request: HttpRequest) -> HttpResponse:
    """The same events as CSV: UTF-8 with BOM, or `?encoding=gb18030`; the newest 20,000."""
    _form, wanted = _asked(request)
    found = events_matching(wanted, request.user)[:EXPORT_ROWS] if wanted else []
    header = [
        _("Entered"), _("Occurred"), _("What happened"), _("Person"), _("Jurisdiction"), _("Kind"), _("Subject"), _("No."),
    ]  # fmt: skip
    rows = (_row(event) for event in found)
    return spreadsheet.response("timeline", header, rows, request.GET.get("encoding", ""))


def _row(event: Event) -> list[Any]:
    words = text(event.kind, event.data)
    return [
        _moment(event.at), _moment(event.occurred_at), words, event.actor_name, event.jurisdiction.name, event.kind,
        event.subject, event.pk,
    ]  # fmt: skip


def _moment(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S") if at else ""
