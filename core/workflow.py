"""Transition tables: which status may follow which, and the permission each step needs."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from core.errors import ConflictError

Transitions = Mapping[tuple[str, str], str]


def require_transition(table: Transitions, was: str, to: str, *, labels: Mapping[str, object] | None = None) -> str:
    """The permission the step `was → to` needs; ConflictError in words when the table has no such step."""
    permission = table.get((str(was), str(to)))
    if permission is None:
        names = labels or {}
        raise ConflictError(
            _("Not possible: it is “%(was)s” and cannot become “%(to)s”.")
            % {"was": names.get(was, was), "to": names.get(to, to)},
            extra={"status": str(was)},
        )
    return permission


def next_steps(table: Transitions, was: str) -> list[str]:
    """Statuses that may follow `was`, in table order: the buttons on screen."""
    return [to for (start, to) in table if start == str(was)]
