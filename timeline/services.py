"""Writing down what happened, in the transaction that made it happen, and ringing the bell after the commit."""

import logging
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import redis
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from redis.backoff import NoBackoff
from redis.retry import Retry

from organizations import access
from organizations.models import Jurisdiction
from timeline.kinds import Kind
from timeline.models import Event
from timeline.subjects import subject_of

__all__ = ["BELL", "POSITIONS", "record", "ring", "subject_of"]

log = logging.getLogger(__name__)

# Redis hears no difference between its databases here: a drill site beside the live one has channels of its own.
_SITE = "drill:" if settings.DRILL else ""
BELL = f"{_SITE}feed:bell"
POSITIONS = f"{_SITE}feed:positions"
# After a failure Redis is left alone for a moment: a frozen one may not cost every request its timeout.
_REST_S = 2.0
_client: redis.Redis | None = None
_rests_until = 0.0


def record(
    kind: Kind,
    subject: Model | str,
    *,
    jurisdiction: Jurisdiction,
    permission: str,
    actor: access.Actor | None,
    data: Mapping[str, Any] | None = None,
    related: Iterable[Model | str] = (),
    people: Iterable[int] = (),
    also: Iterable[Jurisdiction] = (),
    occurred_at: datetime | None = None,
) -> Event:
    """Write the event of a change (R-H4). Call last in the service, inside its transaction.

    Heard and seen by holders of `permission` at `jurisdiction`, at those in `also`, above them, and by `people` (ids).
    `data` must be JSON: the values of the kind's words and the few fields a screen needs to redraw this one thing.
    """
    connection.validate_no_broken_transaction()
    person = actor if actor is not None and actor.is_authenticated else None
    event = Event.objects.create(
        kind=kind.name,
        subject=subject_of(subject),
        subjects=sorted({subject_of(subject), *map(subject_of, related)}),
        jurisdiction=jurisdiction,
        audience=access.audience(permission, [jurisdiction, *also], people),
        actor=person,
        actor_name=str(person) if person else "",
        occurred_at=occurred_at,
        data=dict(data or {}),
    )
    if not any(entry[1] is _ring_once for entry in connection.run_on_commit):
        transaction.on_commit(_ring_once, robust=True)
    return event


def _ring_once() -> None:
    """Redis only wakes the hubs; they read PostgreSQL. A dead Redis costs at most FEED_POLL_S of delay, never an event."""
    ring(BELL, "1")


def ring(channel: str, message: str | bytes) -> None:
    """Publish without ever waiting long or raising."""
    global _client, _rests_until
    if time.monotonic() < _rests_until:
        return
    try:
        if _client is None:
            _client = redis.Redis.from_url(
                settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.3, retry=Retry(NoBackoff(), 1)
            )
        _client.publish(channel, message)
    except redis.RedisError as error:
        _rests_until = time.monotonic() + _REST_S
        log.warning("the live feed's bell did not ring: %s", error)
