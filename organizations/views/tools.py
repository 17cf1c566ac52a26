"""What the pages of this app share."""

from typing import Any, cast

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from core import merge
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


def refused(form: forms.Form, error: AppError, now: forms.Form, thing: Model) -> merge.Conflict | None:
    """Put a refusal into the form; of a stale one also both sides, `now` being the form as it would open at present."""
    put_errors(form, error)
    if "version" not in error.extra:
        return None
    found = merge.conflict(form, now, thing, version=error.extra["version"])
    merge.carried(form, found)
    return found


def undecided(form: forms.Form, now: forms.Form, thing: Model, settled: merge.Settled) -> merge.Conflict | None:
    """Both sides once more, when something shown before has not been chosen."""
    if not settled.undecided:
        return None
    form.add_error(None, str(merge.CHOOSE))
    found = merge.conflict(form, now, thing, again=settled.data.getlist("contested"))
    merge.carried(form, found)
    return found
