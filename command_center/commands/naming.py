"""From words of a line to incidents and teams, asking where one word means several (R-H2)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from command_center.commands.reading import CHOICES, CHOOSE, PARTIAL, REFUSED, Choice, Picks, Reading, Stop
from command_center.commands.selectors import incidents_numbered, teams_called
from command_center.commands.units import Called, match, split
from core.templatetags.components import UNIT_WORDS, local_name
from incidents.response.models import Incident
from organizations.access import Actor
from resources.teams.models import Team
from resources.teams.selectors import teams_by_id


def short_number(number: str) -> str:
    """The running part of an incident's number, as it is said: 990121-2026-0003 → 3."""
    last = number.rsplit("-", 1)[-1]
    return str(int(last)) if last.isdigit() else number


def called(incident: Incident) -> str:
    """An incident in one breath: its short number and its title."""
    return _("No. %(number)s %(title)s") % {"number": short_number(incident.number), "title": incident.title}


def team_label(team: Team) -> str:
    """A team in one breath: its name and its call sign."""
    return f"{local_name(team)} ({team.code})"


def incident_named(number: str, verb: str, picks: Picks, *, actor: Actor) -> Incident:
    """The incident a number means; Stop when there is none within reach, or when there are several."""
    found = incidents_numbered(number, actor=actor)
    slot = f"incident|{number}"
    chosen = [row for row in found if str(row.pk) == picks.get(slot)]
    if len(found) == 1 or chosen:
        return (chosen or found)[0]
    if not found:
        raise Stop(Reading(REFUSED, _("There is no incident %(number)s within your reach.") % {"number": number}, verb))
    choices = tuple(
        Choice(f"{row.number} {row.title}", f"{row.get_status_display()} · {row.place}".strip(" ·"), str(row.pk))
        for row in found[:CHOICES]
    )
    text = _("Which incident %(number)s?") % {"number": number} + " " + _("Press Enter, then the number.")
    raise Stop(Reading(CHOOSE, text, verb, slot, choices))


def teams_named(words: Sequence[str], verb: str, picks: Picks, *, actor: Actor) -> list[Team]:
    """The teams that words mean, in the order said, each once; Stop at the first that means none or several."""
    known = teams_called(actor=actor)
    wanted: dict[int, None] = {}
    for word in split(words, known):
        wanted[_one(word, known, verb, picks, actor).pk] = None
    found = {team.pk: team for team in teams_by_id(actor, wanted)}
    return [found[pk] for pk in wanted if pk in found]


def _one(word: str, known: Sequence[Called], verb: str, picks: Picks, actor: Actor) -> Called:
    found = match(word, known)
    slot = f"team|{word}"
    chosen = [team for team in found if str(team.pk) == picks.get(slot)]
    if len(found) == 1 or chosen:
        return (chosen or found)[0]
    if not found:
        raise Stop(Reading(REFUSED, _("No team within your reach is called “%(word)s”.") % {"word": word}, verb))
    rows = teams_by_id(actor, [team.pk for team in found[:CHOICES]])
    by_id = {row.pk: row for row in rows}
    choices = tuple(
        Choice(team_label(by_id[team.pk]), str(UNIT_WORDS.get(by_id[team.pk].readiness, "")), str(team.pk))
        for team in found[:CHOICES]
        if team.pk in by_id
    )
    more = len(found) - len(choices)
    text = _("Which team “%(word)s”?") % {"word": word} + " " + _("Press Enter, then the number.")
    if more > 0:
        text += " " + _("%(n)d more fit; type a little more.") % {"n": more}
    raise Stop(Reading(CHOOSE, text, verb, slot, choices))


def still(verb: str, missing: str, odd: str = "") -> Reading:
    """What must be typed next, and what could not be read."""
    words = {
        "verb": _("Type a command, or words to search for."),
        "incident": _("Then the short number of the incident."),
        "units": _("Then the teams: call signs or names, with spaces between."),
        "unit": _("Then the team: its call sign or its name."),
        "status": _("Then the status: to the scene, on scene, returning …"),
        "level": _("Then the grade: I, II, III or IV."),
        "text": _("Then the text."),
        "reason": _("Then the reason, in a few words."),
        "place": _("Then a place, or the short number of an incident."),
    }
    text = words.get(missing, "")
    if odd:
        text = _("“%(word)s” does not fit here.") % {"word": odd} + " " + text
    return Reading(PARTIAL, text.strip(), verb)
