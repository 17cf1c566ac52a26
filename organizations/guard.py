"""Guessing gets nowhere, and locking a colleague out is no weapon (reliability promise 12).

Three gates, all counted by the account name as typed, so that names that do not exist behave exactly the same:
1. AXES_FAILURE_LIMIT failures for one account from one address lock that pair for AXES_COOLOFF_TIME.
2. NAME_LIMIT failures for one account from anywhere within that time stop guessing from devices that never signed in
   to it; a device that did (a signed cookie) is not stopped, so the duty room can always work.
3. The password itself; the hash is computed for unknown names too.
"""

from datetime import datetime, timedelta

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.core import signing
from django.db import connection, transaction
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import AppError
from core.text import storable
from organizations.models import User
from organizations.network import client_address
from organizations.services.people import normal_username
from organizations.services.sessions import lock_out_record

NAME_LIMIT = 10
DEVICE_COOKIE = "device"
DEVICE_SALT = "organizations.device"
DEVICE_AGE_S = 180 * 24 * 3600
DEVICE_NAMES = 12


class WrongCredentials(AppError):
    """Name or password is wrong; which one is not said."""

    status = 401

    def __init__(self, remaining: int) -> None:
        super().__init__(
            ngettext(
                "The account or the password is not correct. %(count)s try left.",
                "The account or the password is not correct. %(count)s tries left.",
                remaining,
            )
            % {"count": remaining}
        )
        self.remaining = remaining


class LockedOut(AppError):
    """Too many failures; the right password would be refused too until `wait` seconds have passed."""

    status = 429

    def __init__(self, wait: int) -> None:
        super().__init__(
            _("Sign-in is locked after too many failures. Try again in %(minutes)s minutes.")
            % {"minutes": max(1, -(-wait // 60))}
        )
        self.wait = max(1, wait)


def check(request: HttpRequest, username: str, password: str) -> User:
    """The person whose name and password these are, or WrongCredentials / LockedOut; signs nobody in yet."""
    name = normal_username(username)
    if not name or len(name) > 150 or not storable(name) or not storable(password):
        name = "\N{REPLACEMENT CHARACTER}"  # counted and answered like any name that does not exist
    answer = _gates(request, name) or _in_turn(request, name, password)
    if isinstance(answer, User):
        return answer
    raise answer


def _gates(request: HttpRequest, name: str) -> LockedOut | None:
    """The refusal of the first two gates, or None: cheap, so that a flood costs next to nothing."""
    if not AxesProxyHandler.is_allowed(request, {"username": name}):
        return LockedOut(_wait(username=name, ip_address=client_address(request)))
    if not is_known_device(request, name):
        failures, wait = _failures(username=name)
        if failures >= NAME_LIMIT:
            return LockedOut(wait)
    return None


@transaction.atomic
def _in_turn(request: HttpRequest, name: str, password: str) -> User | AppError:
    """Compare the password while nobody else tries this name, so that tries at the same moment are all counted.

    Answers instead of raising: the count of failures must be committed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"sign-in:{name}"])
    refusal = _gates(request, name)
    if refusal is not None:
        return refusal
    user = authenticate(request, username=name, password=password)
    return user if isinstance(user, User) else _refused(request, name)


def failed(request: HttpRequest, username: str) -> AppError:
    """Count a wrong second factor like a wrong password; the refusal to show."""
    user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)
    return _refused(request, username)


def succeeded(request: HttpRequest, user: User) -> None:
    """Forget the failures of this account from this address (programs; browsers do it by signing in)."""
    user_logged_in.send(sender=User, request=request, user=user)


def _refused(request: HttpRequest, name: str) -> AppError:
    request.axes_locked_out = False  # type: ignore[attr-defined]  # the answer is ours, not the middleware's
    remaining = settings.AXES_FAILURE_LIMIT - AxesProxyHandler.get_failures(request, {"username": name})
    if remaining > 0:
        return WrongCredentials(remaining)
    lock_out_record(username=name, address=client_address(request))
    return LockedOut(_wait(username=name, ip_address=client_address(request)))


def _failures(**match: str) -> tuple[int, int]:
    """How many failures within the cooling time, and in how many seconds the last of them is forgotten."""
    cooling = _cooling()
    rows = AccessAttempt.objects.filter(attempt_time__gt=timezone.now() - cooling, **match)
    found = rows.aggregate(count=Sum("failures_since_start"), last=Max("attempt_time"))
    last: datetime | None = found["last"]
    wait = int((last + cooling - timezone.now()).total_seconds()) + 1 if last else 1
    return found["count"] or 0, wait


def _wait(**match: str) -> int:
    return _failures(**match)[1]


def _cooling() -> timedelta:
    return get_cool_off() or timedelta(minutes=15)


def known_names(request: HttpRequest) -> list[str]:
    """Accounts that have signed in on this device, newest last."""
    try:
        names = signing.loads(request.COOKIES.get(DEVICE_COOKIE, ""), salt=DEVICE_SALT, max_age=DEVICE_AGE_S)
    except signing.BadSignature:
        return []
    return [str(name) for name in names] if isinstance(names, list) else []


def is_known_device(request: HttpRequest, username: str) -> bool:
    """Whether this account has signed in on this device before."""
    return username in known_names(request)


def remember_device(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Mark the device as one this account signs in from."""
    names = [name for name in known_names(request) if name != user.username][-(DEVICE_NAMES - 1) :]
    response.set_cookie(
        DEVICE_COOKIE,
        signing.dumps([*names, user.username], salt=DEVICE_SALT),
        max_age=DEVICE_AGE_S,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
