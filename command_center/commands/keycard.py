"""Every key of the platform for help that is printed: read from the very list the browser's handlers use (R-H2)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import DjangoTranslation

_ROW = re.compile(r'\{\s*scope: "([a-z]+)",\s*key: "([^"]+)",\s*label: "([^"]+)",?\s*\}')
_CAPS = {"ArrowUp": "↑", "ArrowDown": "↓", "ArrowLeft": "←", "ArrowRight": "→", "Escape": "Esc"}
TITLES = {
    "global": _("Everywhere"),
    "bar": _("Command bar"),
    "desk": _("Duty desk"),
    "queue": _("Queue"),
    "report": _("Report"),
    "intake": _("Intake"),
    "incident": _("Incident"),
    "board": _("Dispatch board"),
    "chip": _("A team on an assignment"),
    "unit": _("A unit in the list"),
    "map": _("Map"),
    "files": _("Files"),
}


@dataclass(frozen=True)
class Key:
    """One key of one region."""

    scope: str
    key: str
    label: str

    @property
    def shown(self) -> str:
        """As it is printed on the keyboard."""
        return _CAPS.get(self.key, self.key)


@lru_cache(maxsize=1)
def listed() -> tuple[tuple[str, str, str], ...]:
    """(scope, key, English words) of static/js/key-list.js, in its order."""
    source = (settings.ROOT / "static" / "js" / "key-list.js").read_text("utf-8")
    return tuple(_ROW.findall(source))


@lru_cache(maxsize=4)
def _script_words(language: str) -> DjangoTranslation:
    return DjangoTranslation(language, domain="djangojs")


def keycard() -> list[tuple[str, list[Key]]]:
    """Regions with their keys, in the language of the screen."""
    words = _script_words(get_language() or "en")
    found: dict[str, list[Key]] = {}
    for scope, key, label in listed():
        found.setdefault(scope, []).append(Key(scope, key, words.gettext(label)))
    return [(str(TITLES.get(scope, scope)), rows) for scope, rows in found.items()]
