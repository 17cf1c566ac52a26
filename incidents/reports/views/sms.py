"""The raw log of text messages, for the duty room: what came, what was understood, what was answered (R-B8)."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from incidents.reports.models import SmsState
from incidents.reports.selectors import sms_messages
from incidents.reports.views.common import need
from organizations.roles import Permission

PAGE = 50


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Newest first; by state and words."""
    need(request, Permission.REPORT_HANDLE)
    state = request.GET.get("state", "")
    state = state if state in SmsState.values else ""
    words = request.GET.get("q", "")[:100]
    page = Paginator(sms_messages(actor=request.user, state=state, q=words), PAGE).get_page(request.GET.get("page"))
    hidden = sms_messages(actor=request.user).count() if (state or words) and not page.object_list else 0
    context = {"page": page, "state": state, "q": words, "states": SmsState.choices, "hidden": hidden}
    return render(request, "phone/sms_log.html", context)
