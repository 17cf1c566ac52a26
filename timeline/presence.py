"""Who has which thing open, and who is editing it: kept in Redis for seconds, never in the record (R-C3).

A subject is `<entity>:<pk>`. Rooms above say who may see their things; what nobody speaks for has no presence. When Redis
is away there is no presence: nothing is said, and nothing false.
"""

import json
import logging
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from organizations.access import Actor

log = logging.getLogger(__name__)

# A tab beats every ten seconds; two missed beats and it is gone.
TTL_S = 25
MOST = 120
LOOKING, EDITING = "looking", "editing"
Visible = Callable[[Collection[int], Actor], Iterable[int]]

_visible: dict[str, Visible] = {}
_PREFIX = "drill:presence:" if settings.DRILL else "presence:"
_REST_S = 5.0
_client: redis.Redis | None = None
_rests_until = 0.0


@dataclass(frozen=True)
class Present:
    """One person at one thing; `since` and `seen` in seconds since 1970."""

    person: int
    name: str
    doing: str
    since: float
    seen: float


def register(entity: str, visible: Visible) -> None:
    """`visible(ids, actor)` → those of the ids the actor may see; called from ready()."""
    _visible[entity] = visible


def allowed(subjects: Iterable[str], actor: Actor) -> set[str]:
    """Of these subjects, those the actor may see; one question per entity."""
    asked: dict[str, set[int]] = {}
    for subject in list(subjects)[:MOST]:
        entity, _colon, pk = subject.partition(":")
        if entity in _visible and pk.isascii() and pk.isdigit() and len(pk) < 19:
            asked.setdefault(entity, set()).add(int(pk))
    return {f"{entity}:{pk}" for entity, ids in asked.items() for pk in _visible[entity](ids, actor)}


def beat(*, here: Mapping[str, str], gone: Iterable[str], tab: str, person: int, name: str) -> bool:
    """Say that a tab of this person is at these subjects (subject → what they do) and no longer at those; False: no Redis."""
    now, field = time.time(), f"{person}.{tab}"
    with_old = _ask(lambda pipe: [pipe.hget(_PREFIX + subject, field) for subject in here])
    if with_old is None:
        return False
    rows = dict(zip(here, with_old, strict=True))

    def write(pipe: Any) -> None:
        for subject, doing in here.items():
            old = _read(rows[subject])
            since = old.since if old and old.doing == doing and now - old.seen < TTL_S else now
            value = json.dumps({"person": person, "name": name, "doing": doing, "since": since, "seen": now})
            pipe.hset(_PREFIX + subject, field, value)
            pipe.expire(_PREFIX + subject, TTL_S + 5)
        for subject in gone:
            pipe.hdel(_PREFIX + subject, field)

    return _ask(write) is not None


def present(subjects: Collection[str], *, but: int) -> dict[str, list[Present]] | None:
    """Who is at each subject, without the person who asks, editors first; None when Redis does not answer."""
    found = _ask(lambda pipe: [pipe.hvals(_PREFIX + subject) for subject in subjects])
    if found is None:
        return None
    now, here = time.time(), {}
    for subject, values in zip(subjects, found, strict=True):
        people: dict[int, Present] = {}
        for one in filter(None, map(_read, values)):
            if one.person == but or now - one.seen >= TTL_S:
                continue
            known = people.get(one.person)
            if known is None or (one.doing == EDITING, -one.since) > (known.doing == EDITING, -known.since):
                people[one.person] = one
        if people:
            here[subject] = sorted(people.values(), key=lambda one: (one.doing != EDITING, one.since))
    return here


def _read(value: Any) -> Present | None:
    try:
        return Present(**json.loads(value)) if value else None
    except (ValueError, TypeError):
        return None


def _ask(fill: Callable[[Any], Any]) -> list[Any] | None:
    """One round trip; None when Redis is away, which is then left alone for a moment."""
    global _client, _rests_until
    if time.monotonic() < _rests_until:
        return None
    try:
        if _client is None:
            _client = redis.Redis.from_url(
                settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.3, retry=Retry(NoBackoff(), 0)
            )
        pipe = _client.pipeline(transaction=False)
        fill(pipe)
        return pipe.execute()
    except redis.RedisError as error:
        _rests_until = time.monotonic() + _REST_S
        log.warning("nobody's presence is known: %s", error)
        return None
