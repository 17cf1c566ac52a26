"""From a line to its reading, for one person: parse, name, permit, and say it in words; nothing is written (R-H2)."""

from collections.abc import Callable
from urllib.parse import quote

from django.utils.translation import gettext as _

from command_center.commands import incident_lines, team_lines
from command_center.commands.grammar import BY_NAME
from command_center.commands.naming import called, incident_named, still
from command_center.commands.parse import Parsed, parse
from command_center.commands.reading import CHOICES, GO, HELP, PARTIAL, REFUSED, Choice, Picks, Reading, Stop
from command_center.commands.selectors import aliases_of
from command_center.search.hits import Hit, map_url
from command_center.search.selectors import PLACES, search_few
from organizations.models import User


def read(line: str, picks: Picks, *, actor: User) -> Reading:
    """What a line would do. Never raises over what was typed, never ready while anything is open or odd."""
    said = parse(line, aliases_of(actor))
    if not said.verb:
        return _find(said, picks, actor) if said.text else still("", "verb")
    if said.verb == "call":
        return Reading(REFUSED, _("Call tasks come with warnings; they cannot be started here yet."), said.verb)
    if said.verb == "help":
        return Reading(HELP, _("Show all keys and commands"), said.verb)
    if said.missing or said.odd:
        return _partial(said, picks, actor)
    try:
        return _READERS[said.verb](said, picks, actor)
    except Stop as stop:
        return stop.reading


def _partial(said: Parsed, picks: Picks, actor: User) -> Reading:
    """Not all is there yet: what is there is named already, so that a wrong number is seen at once."""
    hint = still(said.verb, said.missing, said.odd)
    if not said.incident or said.verb == "map":
        return hint
    try:
        incident = incident_named(said.incident, said.verb, picks, actor=actor)
    except Stop as stop:
        return stop.reading
    return Reading(PARTIAL, f"{_verb_words(said.verb)} · {called(incident)} · {hint.text}", said.verb)


def _verb_words(verb: str) -> str:
    return str(BY_NAME[verb].does)


def _choices(hits: list[Hit]) -> tuple[Choice, ...]:
    return tuple(
        Choice(hit.title, " · ".join(filter(None, (str(hit.kind_words), hit.detail))), url=hit.url) for hit in hits
    )


def _find(said: Parsed, picks: Picks, actor: User) -> Reading:
    """找 山洪, and whatever is no command: the first hits, and Enter to all of them."""
    hits = search_few(said.text, limit=CHOICES, actor=actor)
    text = _("Search for “%(words)s”") % {"words": said.text}
    if not hits:
        text = _("Nothing within your reach matches “%(words)s”.") % {"words": said.text}
    return Reading(GO, text, "find", choices=_choices(hits), url=f"/search/?q={quote(said.text)}")


def _map(said: Parsed, picks: Picks, actor: User) -> Reading:
    """图 玉山村, 图 3."""
    if said.incident:
        incident = incident_named(said.incident, said.verb, picks, actor=actor)
        if incident.location is None:
            return Reading(
                REFUSED, _("%(incident)s has no place on the map.") % {"incident": called(incident)}, said.verb
            )
        text = _("Show %(incident)s on the map") % {"incident": called(incident)}
        return Reading(GO, text, said.verb, url=map_url(incident.location, f"incident:{incident.pk}"))
    hits = [hit for hit in search_few(said.text, kinds=PLACES, limit=CHOICES, actor=actor) if hit.url]
    if not hits:
        words = {"words": said.text}
        return Reading(REFUSED, _("No place within your reach is called “%(words)s”.") % words, said.verb)
    text = _("Show %(place)s on the map") % {"place": hits[0].title}
    return Reading(GO, text, said.verb, choices=_choices(hits) if len(hits) > 1 else (), url=hits[0].url)


_READERS: dict[str, Callable[[Parsed, Picks, User], Reading]] = {
    "dispatch": team_lines.dispatch,
    "status": team_lines.status,
    "note": incident_lines.note,
    "level": incident_lines.level,
    "close": incident_lines.close,
    "report": incident_lines.report,
    "map": _map,
    "find": _find,
}
