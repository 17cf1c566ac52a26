"""Short beats of open pages: who is here, and who else is (R-C3); and the muting of a workstation, on record (R-H4)."""

import json
import re
from datetime import UTC, datetime
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from core.errors import UnprocessableError
from organizations.models import User
from organizations.services.sound import sound_mute_record
from timeline.presence import EDITING, LOOKING, MOST, allowed, beat, present

TAB = re.compile(r"[a-z0-9]{4,24}")
LARGEST = 20_000


@require_POST
def presence(request: HttpRequest) -> HttpResponse:
    """`said`: `{tab, here: {subject: doing}, gone: [subject], ask: [subject]}` as JSON in a form, so that a page that is
    being closed can still say it → `{known, people: {subject: [{name, doing, since}]}}`.

    `known` false: nobody can say who is here, and the page says nothing.
    """
    said = _said(request)
    actor = cast(User, request.user)
    here = {subject: EDITING if doing == EDITING else LOOKING for subject, doing in said["here"].items()}
    may = allowed([*here, *said["ask"]], actor)
    known = beat(
        here={subject: doing for subject, doing in here.items() if subject in may},
        gone=[subject for subject in said["gone"] if len(subject) < 60 and subject.isascii()],
        tab=said["tab"],
        person=actor.pk,
        name=str(actor),
    )
    found = present(sorted(may), but=actor.pk) if known else None
    people = {
        subject: [
            {"name": one.name, "doing": one.doing, "since": datetime.fromtimestamp(one.since, UTC).isoformat()}
            for one in those
        ]
        for subject, those in (found or {}).items()
    }
    return JsonResponse({"known": found is not None, "people": people})


def _said(request: HttpRequest) -> dict[str, Any]:
    """What the page sent, every part of the right shape; 422 otherwise."""
    try:
        text = request.POST.get("said", "")
        raw = json.loads(text) if len(text) <= LARGEST else None
    except (ValueError, RecursionError):
        raw = None
    raw = raw if isinstance(raw, dict) else {}
    tab, here = raw.get("tab"), raw.get("here", {})
    if not isinstance(tab, str) or not TAB.fullmatch(tab) or not isinstance(here, dict):
        raise UnprocessableError("tab, here, gone, ask", errors={"tab": "[a-z0-9]{4,24}"})
    lists = {name: raw.get(name, []) for name in ("gone", "ask")}
    texts = {
        name: [one for one in value if isinstance(one, str)][:MOST] if isinstance(value, list) else []
        for name, value in lists.items()
    }
    return {"tab": tab, "here": dict(list(here.items())[:5]), **texts}


@require_POST
def mute(request: HttpRequest) -> HttpResponse:
    """`minutes`: the workstation is silent so long; 0: it sounds again. The record has it."""
    said = request.POST.get("minutes", "")
    minutes = int(said) if said.isascii() and said.isdigit() and len(said) < 5 else -1
    sound_mute_record(minutes=minutes, actor=cast(User, request.user))
    return HttpResponse(status=204)
