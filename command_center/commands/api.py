"""The bar's three questions: what would this line do, do it, take it back. JSON for our own pages (R-H2)."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.commands.parse import LIMIT, parse
from command_center.commands.resolve import read
from command_center.commands.run import UNDO_S, run, seal, take_back
from command_center.search.hits import Query
from command_center.search.services import names_learn
from core.errors import UnprocessableError
from organizations.api import ApiView

PICKS = 20
_SEARCHING = ("", "find", "map")


def _asked(request: Request) -> tuple[str, dict[str, str]]:
    """(line, picks) of a body; UnprocessableError when they are something else."""
    data = request.data if isinstance(request.data, dict) else {}
    line, picks = data.get("line", ""), data.get("picks", {})
    if not isinstance(line, str) or len(line) > LIMIT or not isinstance(picks, dict) or len(picks) > PICKS:
        raise UnprocessableError(_("Send one line of text."))
    return line, {str(slot): str(value) for slot, value in picks.items()}


class EchoView(ApiView):
    """What a line would do, in words; nothing is written."""

    schema = None  # type: ignore[assignment]

    def post(self, request: Request) -> Response:
        """The reading."""
        line, picks = _asked(request)
        said = parse(line)
        if said.verb in _SEARCHING and Query.of(said.text).letters:
            names_learn()
        return Response(read(line, picks, actor=self.actor).shown())


class RunView(ApiView):
    """Do it. With an Idempotency-Key a second Enter is the first one's answer again."""

    schema = None  # type: ignore[assignment]

    def post(self, request: Request) -> Response:
        """What was done, and the seal that takes it back within ten seconds."""
        line, picks = _asked(request)
        shown = request.data.get("shown", "") if isinstance(request.data, dict) else ""
        reading, done = run(line, picks, shown=shown if isinstance(shown, str) else "", actor=self.actor)
        answer: dict[str, Any] = {"text": done.text, "warning": done.warning, "verb": reading.verb}
        return Response(answer | {"undo": seal(done.undo, actor=self.actor), "seconds": UNDO_S})


class UndoView(ApiView):
    """Take the last act back."""

    schema = None  # type: ignore[assignment]

    def post(self, request: Request) -> Response:
        """In words."""
        sealed = request.data.get("undo", "") if isinstance(request.data, dict) else ""
        if not isinstance(sealed, str) or not sealed:
            raise UnprocessableError(_("There is nothing to undo."))
        return Response({"text": take_back(sealed, actor=self.actor)})
