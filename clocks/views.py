"""The page of what is due: late ones first (R-B2)."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clocks.forms import DeadlineForm
from clocks.kinds import label_of
from clocks.selectors import deadlines_matching
from organizations import access
from organizations.roles import Permission

PER_PAGE = 50
# What a deadline says of its subject.
_ABOUT = ("number", "title", "team")


@require_safe
def clocks_page(request: HttpRequest) -> HttpResponse:
    """What is due within reach, or the rows alone when they refresh themselves."""
    access.require_anywhere(request.user, Permission.CLOCK_VIEW)
    form = DeadlineForm(request.GET, actor=request.user)
    valid = form.is_valid()
    found: Any = deadlines_matching(form.wanted(), request.user) if valid else []
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    for deadline in page:
        deadline.label = label_of(deadline.kind)  # type: ignore[attr-defined]
        deadline.about = " ".join(str(deadline.data[name]) for name in _ABOUT if deadline.data.get(name))  # type: ignore[attr-defined]
    context = {"form": form, "page": page, "filtered": bool(request.GET)}
    part = request.headers.get("HX-Request") == "true"
    return render(request, "clocks/_clocks.html" if part else "clocks/clocks.html", context)
