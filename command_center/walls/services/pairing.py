"""Pairing a screen with a wall by a code that a person confirms (R-H1, R-H4).

The screen shows six digits and keeps a secret of its own; a person who may control the wall types the digits; only the
screen that holds the secret can collect the key, once. Codes live CODE_LIFE and end with their use. Of every secret only
its SHA-256 is stored. The key lets its holder watch that one wall and do nothing else (`walls/door.py`).
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.walls.events import SCREEN_PAIRED, SCREEN_REVOKED
from command_center.walls.models import Wall, WallPairing, WallScreen
from command_center.walls.services.rules import TooManyError, locked, permit, told
from core.errors import ConflictError, UnprocessableError
from organizations import access
from organizations.authentication import digest_of
from organizations.models import User

CODE_LIFE = timedelta(minutes=5)
CODES_PER_ADDRESS = 20
CODES_ALIVE = 200
WRONG_CODES = 5
SCREENS_PER_WALL = 20


@dataclass(frozen=True)
class Begun:
    """What an unpaired screen is told: the code it shows, and the secret it keeps to itself."""

    code: str
    secret: str
    expires_at: datetime


@transaction.atomic
def pairing_begin(*, address: str, actor: access.Actor) -> Begun:
    """A code for an unpaired screen; TooManyError when this address, or everybody together, asks for too many."""
    now = timezone.now()
    WallPairing.objects.filter(expires_at__lte=now - CODE_LIFE).delete()
    # Expired codes are kept for a while only to be counted; their digits are free again.
    WallPairing.objects.filter(expires_at__lte=now, collected_at=None).update(collected_at=now)
    if WallPairing.objects.filter(address=address, created_at__gt=now - CODE_LIFE).count() >= CODES_PER_ADDRESS:
        raise TooManyError(_("Too many codes were asked for from here. Wait five minutes."))
    if WallPairing.objects.filter(collected_at=None).count() >= CODES_ALIVE:
        raise TooManyError(_("Too many screens are waiting to be paired. Wait five minutes."))
    secret = secrets.token_urlsafe(32)
    for _turn in range(20):
        code = f"{secrets.randbelow(10**6):06}"
        try:
            with transaction.atomic():
                row = WallPairing.objects.create(
                    code=code, digest=digest_of(secret), address=address, created_at=now, expires_at=now + CODE_LIFE
                )
        except IntegrityError:
            continue
        return Begun(code, secret, row.expires_at)
    raise TooManyError(_("Too many screens are waiting to be paired. Wait five minutes."))


@transaction.atomic
def pairing_confirm(*, wall: Wall, code: str, name: str = "", actor: User) -> WallPairing:
    """Let the screen that shows this code watch this wall. ConflictError for a code used, expired or unknown: not told apart."""
    wall = locked(wall)
    permit(actor, wall)
    tries = f"wall-pairing-tries:{actor.pk}"
    if cache.get(tries, 0) >= WRONG_CODES:
        raise TooManyError(_("Too many wrong codes. Wait five minutes."))
    digits = "".join(filter(str.isdigit, code))
    if len(digits) != 6 or not digits.isascii():
        raise UnprocessableError(_("The code has six digits."), errors={"code": _("The code has six digits.")})
    if wall.screens.filter(revoked_at=None).count() >= SCREENS_PER_WALL:
        raise ConflictError(_("This wall has %(count)s screens; revoke one first.") % {"count": SCREENS_PER_WALL})
    waiting = WallPairing.objects.select_for_update(no_key=True).filter(
        code=digits, collected_at=None, confirmed_by=None, expires_at__gt=timezone.now()
    )
    pairing = waiting.first()
    if pairing is None:
        cache.set(tries, cache.get(tries, 0) + 1, int(CODE_LIFE.total_seconds()))
        message = _("No screen shows this code, or it is too old. Look at the screen again.")
        raise ConflictError(message, errors={"code": message})
    number = wall.screens.count() + 1
    pairing.wall, pairing.confirmed_by = wall, actor
    pairing.name = name.strip()[:60] or _("Screen %(number)s") % {"number": number}
    pairing.save(update_fields=["wall", "confirmed_by", "name"])
    told(SCREEN_PAIRED, wall, actor, screen=pairing.name)
    return pairing


@transaction.atomic
def pairing_collect(*, secret: str, actor: access.Actor) -> tuple[Wall, str] | None:
    """The wall and its key for the screen that holds the secret, once; None while nobody has confirmed its code.

    ConflictError when the code is over: the screen then asks for a new one.
    """
    over = ConflictError(_("The code is too old. Here is a new one."))
    pairing = WallPairing.objects.select_for_update(no_key=True).filter(digest=digest_of(secret)).first()
    now = timezone.now()
    if pairing is None or pairing.collected_at is not None or pairing.expires_at <= now:
        raise over
    if pairing.wall is None or pairing.confirmed_by is None:
        return None
    raw = secrets.token_urlsafe(32)
    WallScreen.objects.create(
        wall=pairing.wall, name=pairing.name, digest=digest_of(raw), paired_by=pairing.confirmed_by, paired_at=now
    )
    pairing.collected_at = now
    pairing.save(update_fields=["collected_at"])
    return pairing.wall, raw


@transaction.atomic
def screen_revoke(*, screen: WallScreen, actor: User) -> WallScreen:
    """Take a screen's key away: its pages at once, its socket within five seconds."""
    pk = WallScreen.objects.select_for_update(no_key=True).filter(pk=screen.pk).values_list("pk").first()
    row = WallScreen.objects.select_related("wall__jurisdiction").filter(pk=pk[0] if pk else None).first()
    if row is None or row.revoked_at is not None:
        raise ConflictError(_("This screen has been revoked already."))
    permit(actor, row.wall)
    row.revoked_at = timezone.now()
    row.save(update_fields=["revoked_at"])
    told(SCREEN_REVOKED, row.wall, actor, screen=row.name)
    return row
