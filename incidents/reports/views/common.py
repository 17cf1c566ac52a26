"""What the pages share: who may open them, fragments, and messages for htmx."""

import json
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from organizations import access


def need(request: HttpRequest, permission: str) -> None:
    """The page exists for holders of a permission anywhere; what it shows is scoped by its selectors."""
    access.require_anywhere(request.user, permission)


def need_one(request: HttpRequest, *permissions: str) -> None:
    """As `need`, for a page that serves holders of any one of several permissions."""
    if not any(access.can_anywhere(request.user, permission) for permission in permissions):
        need(request, permissions[0])


def is_part(request: HttpRequest) -> bool:
    """A part of a page asks (htmx, the desk's tabs)."""
    return request.headers.get("HX-Request") == "true"


def on_desk(request: HttpRequest) -> bool:
    """The part is shown inside the duty desk, which opens what it is told to in its own tabs."""
    return urlsplit(request.headers.get("HX-Current-URL", "")).path == "/duty/"


def show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """`reports/<name>.html` as a page, or `reports/_<name>.html` where a part is asked for."""
    template = f"reports/_{name}.html" if is_part(request) else f"reports/{name}.html"
    response = render(request, template, context, status=status)
    response["Vary"] = "HX-Request"
    return response


def signal(response: HttpResponse, **events: Any) -> HttpResponse:
    """Ask the browser to raise events: a toast, a tab to open or close. Underscores become colons."""
    response["HX-Trigger"] = json.dumps({name.replace("_", ":"): value for name, value in events.items()})
    return response


def go(request: HttpRequest, url: str, words: str, kind: str = "success") -> HttpResponse:
    """Leave for another page and say what was done there; from inside a page htmx goes along."""
    if is_part(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = url
    else:
        response = HttpResponseRedirect(url)
    if words:
        messages.add_message(request, messages.SUCCESS if kind == "success" else messages.ERROR, words)
    return response


def incident_url(number: str) -> str:
    """The page of an incident."""
    return f"/incidents/{number}/"


def report_url(pk: int) -> str:
    """The page of a report."""
    return reverse("reports:report", args=[pk])


def id_like(text: str) -> bool:
    """Digits that can be the id of a row."""
    return text.isascii() and text.isdigit() and len(text) < 19
