"""Who comes in, and whether they may stay: questions to the ORM, asked from threads of their own."""

import asyncio
from collections.abc import Callable, Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any, NamedTuple, ParamSpec, TypeVar

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import Error, close_old_connections
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django_otp import DEVICE_ID_SESSION_KEY

from organizations import access, sessions
from organizations.authentication import digest_of
from organizations.models import FeedTicket, Membership, User
from organizations.roles import PRIVILEGED

P = ParamSpec("P")
T = TypeVar("T")
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="feed-door")


class DoorError(Exception):
    """The database did not answer."""


class Guest(NamedTuple):
    """A person at the door; `session` is empty for one who came by ticket."""

    person: int
    session: str
    groups: frozenset[str]
    standing: str


class Standing(NamedTuple):
    """A person's standing in short, and their groups where it has changed."""

    signature: str
    groups: frozenset[str] | None


# Rooms above may let in guests who are no people (numbers below zero): their standing, for those asked that still have one.
others: list[Callable[[Set[int]], dict[int, Standing]]] = []


async def ask(question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Ask the ORM without holding up the event loop; DoorError when there is no answer."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads, lambda: _asked(question, *args, **kwargs))


def _asked(question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    close_old_connections()
    try:
        return question(*args, **kwargs)
    except Error as error:
        raise DoorError(str(error)) from error
    finally:
        close_old_connections()


def guests_by_session(keys: Set[str]) -> dict[str, Guest]:
    """The people of sessions that are alive and have passed the gates of the pages: password changed, factor proven.

    Many at once: after a cut everybody comes back in the same second.
    """
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    held = {row.session_key: SessionStore().decode(row.session_data) for row in rows}
    ids = {int(data[auth.SESSION_KEY]) for data in held.values() if str(data.get(auth.SESSION_KEY)).isdigit()}
    people = {str(person.pk): person for person in User.objects.filter(pk__in=ids, is_active=True)}
    signatures = _signatures(ids)
    guests: dict[str, Guest] = {}
    for key, data in held.items():
        person = people.get(str(data.get(auth.SESSION_KEY)))
        if person is not None and _holds(person, data):
            groups = frozenset(access.groups_for(person))
            guests[key] = Guest(person.pk, key, groups, signatures.get(person.pk, ""))
    return guests


def _holds(person: User, data: Mapping[str, Any]) -> bool:
    """Whether a session's data still let this person in: the checks of Django and of our pages."""
    request: Any = SimpleNamespace(session=data)
    if data.get(auth.BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return False
    if not constant_time_compare(data.get(auth.HASH_SESSION_KEY, ""), person.get_session_auth_hash()):
        return False
    if sessions.seconds_left(request) <= 0 or person.must_change_password:
        return False
    proven = not settings.TOTP_REQUIRED or DEVICE_ID_SESSION_KEY in data
    return proven or not access.roles(person) & PRIVILEGED


def guest_by_ticket(secret: str) -> Guest | None:
    """The person of a ticket, which is used up by asking: of two who bring the same one, one comes in."""
    now, digest = timezone.now(), digest_of(secret)
    ticket = FeedTicket.objects.select_related("user").filter(digest=digest, expires_at__gt=now).first()
    if ticket is None or not FeedTicket.objects.filter(pk=ticket.pk, used_at=None).update(used_at=now):
        return None
    return _guest(ticket.user, "")


def _guest(person: User, session: str) -> Guest | None:
    if not person.is_active:
        return None
    signature = _signatures({person.pk}).get(person.pk, "")
    return Guest(person.pk, session, frozenset(access.groups_for(person)), signature)


def standings(known: Mapping[int, str]) -> dict[int, Standing]:
    """Standing of active people among those asked for; groups only where the signature differs from the known one."""
    found: dict[int, Standing] = {}
    signatures = _signatures(known.keys())
    changed = [pk for pk, signature in signatures.items() if signature != known[pk]]
    people = {person.pk: person for person in User.objects.filter(pk__in=changed)}
    for pk, signature in signatures.items():
        groups = frozenset(access.groups_for(people[pk])) if pk in people else None
        found[pk] = Standing(signature, groups)
    for known_above in others:
        for pk, (signature, groups) in known_above(known.keys()).items():
            found[pk] = Standing(signature, groups if signature != known[pk] else None)
    return found


def _signatures(ids: Set[int]) -> dict[int, str]:
    """Everything reach is made of, as one comparable text per active person."""
    now = timezone.now()
    changed = User.objects.filter(pk__in=ids, is_active=True).values_list("pk", "access_changed_at")
    signatures = {pk: at.isoformat() for pk, at in changed}
    held = Membership.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), user_id__in=ids, starts_at__lte=now)
    held = held.filter(jurisdiction__is_active=True).order_by("pk")
    for pk, *rest in held.values_list("user_id", "pk", "role", "jurisdiction__path"):
        if pk in signatures:
            signatures[pk] += f" {rest}"
    return signatures


def sessions_alive(keys: set[str]) -> set[str]:
    """Of these sessions, those not ended."""
    alive = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    return set(alive.values_list("session_key", flat=True))


def origin_allowed(origin: str | None, host: str, trusted: Any) -> bool:
    """Browsers always say where a page came from: only our own pages may listen. Programs say nothing."""
    if origin is None:
        return True
    scheme, _, place = origin.rstrip("/").lower().partition("://")
    default = {"http": ":80", "https": ":443"}.get(scheme, "")
    same = {host.lower(), host.lower() + default} & {place, place + default}
    return bool(place) and (bool(same) or origin.rstrip("/") in trusted)
