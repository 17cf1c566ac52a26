"""What the pages of this app share."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.errors import AppError, NotFoundError
from organizations.models import User
from resources.reserves.quantities import plain


def person(request: HttpRequest) -> User:
    """Who is asking; nobody comes this far without having signed in."""
    return cast(User, request.user)


def problems_of(error: AppError) -> list[str]:
    """A refusal as sentences for the top of the page."""
    return [str(text) for text in error.errors.values()] or [str(error.message)]


def attempt(
    request: HttpRequest, work: Callable[[], Any], *, back: str, said: str, again: Callable[[AppError], HttpResponse]
) -> HttpResponse:
    """Do it and go back to where one was, with words; a refusal shows the page again, with what is wrong at its top."""
    try:
        work()
    except NotFoundError:
        raise
    except AppError as error:
        return again(error)
    if said:
        messages.success(request, said)
    return redirect(back)


def numbers_of(request: HttpRequest, prefix: str) -> dict[int, str]:
    """Fields `<prefix>_<id>` of the form, by id."""
    found = {}
    for name, value in request.POST.items():
        head, _sep, tail = name.rpartition("_")
        if head == prefix and tail.isascii() and tail.isdigit() and len(tail) < 19:
            found[int(tail)] = str(value)
    return found


def amounts(pairs: list[tuple[Any, Decimal]]) -> str:
    """“3 tents, 20 quilts” for a cell."""
    parts = [f"{plain(quantity)} {line.item}" for line, quantity in pairs[:3]]
    more = _(" and %(n)d more") % {"n": len(pairs) - 3} if len(pairs) > 3 else ""
    return _(", ").join(parts) + more
