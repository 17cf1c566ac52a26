"""Recommendations in words: why a team, and why a need stays unfilled."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.db import connection
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from organizations import access
from organizations.access import Actor
from organizations.roles import Permission
from resources.teams.selectors import position_limit_s

if TYPE_CHECKING:
    from incidents.dispatch.selectors.recommend import Candidate

_NOT_READY = """
SELECT found.capability_id, found.readiness, found.on_shift, count(*) FROM (
    SELECT a.capability_id, t.readiness, t.on_shift FROM teams_teamability a JOIN teams_team t ON t.id = a.team_id
        JOIN organizations_jurisdiction j ON j.id = t.jurisdiction_id
    WHERE NOT a.ready AND a.capability_id = ANY(%(needs)s) AND t.is_active AND j.path LIKE ANY(%(paths)s) LIMIT 5000
) found GROUP BY 1, 2, 3
"""


@dataclass
class Need:
    """A capability the incident asks for: teams wanted, already there, and filled by what is suggested."""

    code: str
    name: str
    name_en: str
    wanted: int
    rank: int
    capability_id: int
    already: int = 0
    filled: int = 0

    def __post_init__(self) -> None:
        self.filled = self.already

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return self.name_en if (get_language() or "").startswith("en") else self.name


@dataclass(frozen=True)
class Shortfall:
    """A need that cannot be filled now, and why."""

    capability: str
    label: str
    missing: int
    reason: str


@dataclass(frozen=True)
class _Words:
    """The phrases of a reason in one language, translated once per process and not once per team."""

    soon: str
    minutes: str
    hours: str
    days: str
    standby: str
    straight: str
    by_road: str
    at_base: str
    unknown: str
    old: str
    current: str
    idle: str
    rested: str
    declined: str
    comma: str


@cache
def _words(language: str | None) -> _Words:  # the argument is the key of the cache
    return _Words(
        soon=_("under 1 min"),
        minutes=_("%(n)d min"),
        hours=_("%(h)d h %(m)02d min"),
        days=_("%(n)d d"),
        standby=_("on standby"),
        straight=_("%(km)s km in a straight line, there in about %(time)s"),
        by_road=_("%(km)s km by road, there in about %(time)s"),
        at_base=_("at its base, no position reported"),
        unknown=_("whereabouts unknown"),
        old=_("position %(time)s old, may have moved"),
        current=_("position %(time)s old"),
        idle=_("no assignment today"),
        rested=_("last one ended %(time)s ago"),
        declined=_("declined this incident before"),
        comma=_(", "),
    )


def duration(seconds: int) -> str:
    """Seconds as people say them: minutes below an hour, hours and minutes below a day, days."""
    return _span(seconds, _words(get_language()))


def _span(seconds: int, words: _Words) -> str:
    minutes = max(0, round(seconds / 60))
    if minutes < 1:
        return words.soon
    if minutes < 60:
        return words.minutes % {"n": minutes}
    if minutes < 1440:
        return words.hours % {"h": minutes // 60, "m": minutes % 60}
    return words.days % {"n": minutes // 1440}


def reason_of(item: "Candidate") -> str:
    """Capability, way, readiness, age of the position, load and rest."""
    words = _words(get_language())
    parts = [item.purpose.label]
    if item.distance_m is not None and item.eta_s is not None:
        way = words.by_road if item.by_road else words.straight
        parts.append(way % {"km": f"{item.distance_m / 1000:.1f}", "time": _span(item.eta_s, words)})
    parts += [words.standby, _position(item, words)]
    if item.load_today:
        parts.append(
            ngettext("%(n)d assignment today", "%(n)d assignments today", item.load_today) % {"n": item.load_today}
        )
    else:
        parts.append(words.idle)
    if item.rested_s is not None:
        parts.append(words.rested % {"time": _span(item.rested_s, words)})
    if item.declined:
        parts.append(words.declined)
    return words.comma.join(parts)


def _position(item: "Candidate", words: _Words) -> str:
    if item.at_base:
        return words.at_base
    if item.lon is None or item.position_age_s is None:
        return words.unknown
    age = words.old if item.position_age_s > position_limit_s() else words.current
    return age % {"time": _span(item.position_age_s, words)}


def shortfalls_of(actor: Actor, needs: list[Need], teams: list["Candidate"]) -> list[Shortfall]:
    """Every need with fewer teams than wanted; asks the database why only when there is one."""
    short = [need for need in needs if need.filled < need.wanted]
    if not short:
        return []
    paths = [f"{path}%" for path in sorted(access.reach(actor).get(Permission.TEAM_VIEW, ()))]
    with connection.cursor() as cursor:
        cursor.execute(_NOT_READY, {"needs": [need.capability_id for need in short], "paths": paths})
        rows = cursor.fetchall()
    return [_shortfall(need, [row[1:] for row in rows if row[0] == need.capability_id], teams) for need in short]


def _shortfall(need: Need, held: list[tuple[str, bool, int]], teams: list["Candidate"]) -> Shortfall:
    count = {"committed": 0, "resting": 0, "unavailable": 0, "off": 0}
    for readiness, on_shift, number in held:
        key = readiness if readiness != "standby" else "off"
        count[key] += number if (key != "off" or not on_shift) else 0
    found = need.filled - need.already
    parts = [
        _("%(wanted)d wanted, %(already)d there, %(found)d free")
        % {"wanted": need.wanted, "already": need.already, "found": found}
    ]
    words = {
        "committed": _("%(n)d committed elsewhere"),
        "resting": _("%(n)d resting"),
        "unavailable": _("%(n)d unavailable"),
        "off": _("%(n)d off shift"),
    }
    parts += [words[key] % {"n": number} for key, number in count.items() if number]
    if any(need.code in (item.need.code, *item.also) and item.declined for item in teams):
        parts.append(_("one has declined this incident"))
    if any(need.code in (item.need.code, *item.also) and item.suggested for item in teams) and not found:
        parts.append(_("the one that could is suggested for a more urgent need"))
    if not any(count.values()) and not found:
        parts.append(_("no other team within your reach can do this; ask the superior or a neighbour for mutual aid"))
    return Shortfall(need.code, need.label, need.wanted - need.filled, _("; ").join(parts))
