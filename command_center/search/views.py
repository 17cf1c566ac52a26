"""Global search: the box of the header as one types, and a page of its own (R-H2)."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from command_center.search.hits import Query
from command_center.search.selectors import search_counts, search_few, search_rows
from command_center.search.services import names_learn

PAGE = 30
FEW = 12


@require_safe
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Everything a person may see that matches `q`; `kind` narrows it; `part=few` is the list under the box."""
    typed = request.GET.get("q", "")[:100]
    if Query.of(typed).letters:
        names_learn()
    if request.GET.get("part") == "few":
        hits = search_few(typed, limit=FEW, actor=request.user)
        return render(request, "command_center/_search_few.html", {"hits": hits, "q": typed})
    return render(request, "command_center/search.html", _page(request, typed))


def _page(request: HttpRequest, typed: str) -> dict[str, Any]:
    counts = search_counts(typed, actor=request.user)
    asked = request.GET.get("kind", "")
    present = [(kind, count) for kind, count in counts if count]
    names = [kind.name for kind, _count in counts]
    chosen = asked if asked in names else present[0][0].name if present else ""
    found = search_rows(typed, chosen, actor=request.user)
    page = Paginator(found[0], PAGE).get_page(request.GET.get("page")) if found else None
    return {
        "q": typed,
        "counts": counts,
        "total": sum(count for _kind, count in counts),
        "chosen": chosen,
        "page": page,
        "hits": [found[1](row) for row in page] if found and page else [],
    }
