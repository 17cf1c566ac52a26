"""Who should go, and why (R-C3): capability first, then reachable soonest; every unfilled need with its reason.

One statement, bounded whatever the number of teams: per needed capability a walk along the partial GiST index of
TeamAbility in order of distance, cut after 400 teams, keeping the first TAKE within the actor's reach.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import UnprocessableError
from incidents.dispatch import router
from incidents.dispatch.selectors.reasons import Need, Shortfall, duration, reason_of, shortfalls_of
from incidents.dispatch.travel import drive_s, muster_s
from incidents.response.models import Incident
from organizations import access
from organizations.access import Actor
from organizations.roles import Permission
from resources.teams.selectors import position_limit_s

TAKE = 12
# The function dispatch_candidates (migration 0004): one row per need and team, needs without a team once.
_SQL = """
SELECT * FROM dispatch_candidates(
    %(capability)s, %(type)s, %(incident)s, %(here)s::geometry, %(midnight)s, %(paths)s::text[])
"""


@dataclass(slots=True)
class Candidate:
    """A team that could go. Metres and seconds; None where its whereabouts, or the incident's, are unknown."""

    team_id: int
    code: str
    name: str
    name_en: str
    kind: str
    strength: int
    need: Need
    lon: float | None
    lat: float | None
    distance_m: float | None
    eta_s: int | None
    position_age_s: int | None
    at_base: bool
    load_today: int
    rested_s: int | None
    declined: bool
    phone: str = ""
    by_road: bool = False
    also: list[str] = field(default_factory=list)
    meant_for: Need | None = None

    @property
    def suggested(self) -> bool:
        """Whether it should go."""
        return self.meant_for is not None

    @property
    def purpose(self) -> Need:
        """The need it is suggested for, else the first it could fill."""
        return self.meant_for or self.need

    @property
    def reason(self) -> str:
        """Why this team, in words."""
        return reason_of(self)

    @property
    def distance_km(self) -> str:
        """Kilometres with one decimal."""
        return "–" if self.distance_m is None else f"{self.distance_m / 1000:.1f}"

    @property
    def eta_words(self) -> str:
        """How long it would take, as people say it."""
        return "–" if self.eta_s is None else duration(self.eta_s)

    @property
    def age_words(self) -> str:
        """How old the position is."""
        return _("%(age)s ago") % {"age": duration(self.position_age_s or 0)}

    @property
    def is_stale(self) -> bool:
        """Whether the position is older than its limit."""
        return self.position_age_s is not None and self.position_age_s > position_limit_s()


@dataclass
class Recommendation:
    """Best first; what no ready team can fill, with why; notes on how it was reckoned."""

    teams: list[Candidate]
    shortfalls: list[Shortfall]
    notes: list[str]
    needs: list[Need]


def recommend(actor: Actor, incident: Incident, *, capability: str = "", now: datetime | None = None) -> Recommendation:
    """Recommend teams for an incident: for one capability by its code, else for all that the event type asks for.

    Only teams on standby and on shift, within the actor's TEAM_VIEW reach. Call it outside of transactions: a configured
    router is asked over HTTP (with a time limit, and words when it does not answer).
    """
    moment = now or timezone.now()
    here, notes = _where(incident)
    needs, found = _search(actor, incident, capability, here or (0.0, 0.0), moment)
    if capability and not needs:
        raise UnprocessableError(
            _("Some fields need correction."), errors={"capability": _("There is no such capability.")}
        )
    if here is None:
        found = [replace(item, distance_m=None, eta_s=None) for item in found]
    elif router.configured():
        found, said = router.refine(found, here)
        notes += said
    teams = _ranked(found)
    _suggest(teams, needs)
    return Recommendation(teams, shortfalls_of(actor, needs, teams), notes, needs)


def _where(incident: Incident) -> tuple[tuple[float, float] | None, list[str]]:
    """Where to reckon from, and what is to be said about it."""
    if incident.location:
        return (incident.location.x, incident.location.y), []
    centre = incident.jurisdiction.centre
    if centre:
        place = {"place": incident.jurisdiction}
        return (centre.x, centre.y), [
            _("The incident has no coordinates; reckoned from the centre of %(place)s.") % place
        ]
    return None, [_("The incident has no coordinates; the order is not by distance.")]


def _search(
    actor: Actor, incident: Incident, capability: str, here: tuple[float, float], now: datetime
) -> tuple[list[Need], list[Candidate]]:
    """The one statement; (needs in their order, candidates once per need)."""
    parameters = {
        "capability": capability or None,
        "type": incident.event_type_id,
        "incident": incident.pk,
        "here": f"SRID=4326;POINT({here[0]!r} {here[1]!r})",
        "midnight": timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0),
        "paths": [f"{path}%" for path in sorted(access.reach(actor).get(Permission.TEAM_VIEW, ()))],
    }
    needs: dict[str, Need] = {}
    found = []
    phones_at = tuple(access.reach(actor).get(Permission.DISPATCH_ORDER, ()))
    with connection.cursor() as cursor:
        cursor.execute(_SQL, parameters)
        for row in cursor.fetchall():
            need = needs.get(row[0])
            if need is None:
                need = needs[row[0]] = Need(row[0], row[1], row[2], row[3], row[4], row[5], row[6])
            if row[7] is not None:
                found.append(_candidate(row, need, now, phones_at))
    return sorted(needs.values(), key=lambda need: need.rank), found


def _candidate(row: tuple[Any, ...], need: Need, now: datetime, phones_at: tuple[str, ...]) -> Candidate:
    team_id, code, name, name_en, kind, speed, strength, position_at, ended_at, tracked = row[7:17]
    phone, path, lon, lat, metres, load, declined = row[17:]
    return Candidate(
        team_id=team_id,
        code=code,
        name=name,
        name_en=name_en,
        kind=kind,
        strength=strength,
        need=need,
        lon=lon,
        lat=lat,
        distance_m=metres,
        eta_s=None if metres is None else round(muster_s(kind) + drive_s(metres, speed)),
        position_age_s=max(0, int((now - position_at).total_seconds())) if position_at and tracked else None,
        at_base=not tracked and lon is not None,
        load_today=load,
        rested_s=max(0, int((now - ended_at).total_seconds())) if ended_at else None,
        declined=declined,
        phone=phone if path.startswith(phones_at) else "",
    )


def _ranked(found: list[Candidate]) -> list[Candidate]:
    """Each team once, under the first need it fills; by need, then soonest; unknown whereabouts and refusals last."""
    order = sorted(found, key=lambda item: (_urgency(item.need), item.team_id))
    once: dict[int, Candidate] = {}
    for item in order:
        first = once.setdefault(item.team_id, item)
        if first is not item:
            first.also.append(item.need.code)
    return sorted(once.values(), key=_key)


def _key(item: Candidate) -> tuple[bool, bool, tuple[bool, int], float, int]:
    far = float("inf")
    eta = far if item.eta_s is None else item.eta_s
    return (item.declined, item.lon is None, _urgency(item.need), eta, item.team_id)


def _urgency(need: Need) -> tuple[bool, int]:
    """Needs nobody was sent for come before those that are filled, each in the order of the table."""
    return (need.already >= need.wanted, need.rank)


def _suggest(teams: list[Candidate], needs: list[Need]) -> None:
    """Mark, need by need, the best teams that are not yet meant for another need; `need.filled` counts them."""
    for need in needs:
        for item in teams:
            if need.filled >= need.wanted:
                break
            if not item.suggested and not item.declined and need.code in (item.need.code, *item.also):
                item.meant_for = need
                need.filled += 1
