"""What the pages of this app share."""

from typing import Any, cast

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from core.errors import AppError
from organizations.models import User

PAGE_SIZE = 50


def person_of(request: HttpRequest) -> User:
    """Who is asking; the middleware lets nobody else come to these pages."""
    return cast(User, request.user)


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page:
    """The page asked for; the nearest one when there is none such."""
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))


def put_errors(form: forms.Form, error: AppError) -> None:
    """A service's refusal, beside the fields it names and at the top for all others."""
    placed = {name: words for name, words in error.errors.items() if name in form.fields}
    for name, words in placed.items():
        form.add_error(name, str(words))
    if not placed:
        form.add_error(None, str(error.message))


def with_version(form: forms.Form, error: AppError) -> None:
    """On an edit conflict, let the form carry the present version, so that saving again is a decision."""
    if "version" in error.extra:
        data = cast(QueryDict, form.data).copy()
        data["version"] = error.extra["version"]
        form.data = data


def shown_rows(now: dict[str, Any], form: forms.Form) -> list[dict[str, Any]]:
    """Both sides of an edit conflict: what is stored now beside what was typed."""
    return [
        {"label": field.label, "now": now[name], "typed": form.data.get(name, "")}
        for name, field in form.fields.items()
        if name in now and str(now[name]) != form.data.get(name, "")
    ]
