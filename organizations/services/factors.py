"""The second factor: a time code from an app, and recovery codes for the day the phone is gone (reliability 7.3 d)."""

import hashlib
import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.errors import ConflictError, UnprocessableError
from organizations import events
from organizations.models import User
from organizations.roles import Permission
from organizations.services.people import lock
from organizations.services.rules import Actor, home, permit_person, require_text
from organizations.telling import tell

RECOVERY_CODES = 10


def _stored(code: str) -> str:
    """What is kept of a recovery code: the column holds 16 characters, and not the code itself."""
    return hashlib.sha256(code.replace("-", "").replace(" ", "").lower().encode()).hexdigest()[:16]


@transaction.atomic
def factor_begin(*, actor: User) -> TOTPDevice:
    """A key to be shown as a QR code; it counts only once a code from it was confirmed. The same until then."""
    lock(actor)
    if TOTPDevice.objects.filter(user=actor, confirmed=True).exists():
        raise ConflictError(_("A second factor is already set up."))
    device, _new = TOTPDevice.objects.get_or_create(user=actor, confirmed=False, defaults={"name": "app"})
    return device


def factor_confirm(*, code: str, actor: User) -> tuple[TOTPDevice, list[str]]:
    """Make the begun key count, given a code from it; recovery codes that are shown this once."""
    confirmed = _confirm(code, actor)  # committed also when it failed: the count of failures slows guessing down
    if confirmed is None:
        message = _("This code is not correct, or too old. Check the clock of the phone.")
        raise UnprocessableError(message, errors={"code": message})
    return confirmed


@transaction.atomic
def _confirm(code: str, actor: User) -> tuple[TOTPDevice, list[str]] | None:
    device = TOTPDevice.objects.select_for_update().filter(user=actor, confirmed=False).first()
    if device is None:
        raise ConflictError(_("Begin again: there is no key to confirm."))
    digits = "".join(code.split())
    if not digits.isascii() or not digits.isdigit() or not device.verify_token(digits):
        return None
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    codes = _new_recovery_codes(actor)
    tell(events.USER_FACTOR_ADDED, actor, jurisdiction=home(actor), actor=actor, data={"person": str(actor)})
    return device, codes


def _new_recovery_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery", confirmed=True)
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    codes = ["".join(secrets.choice(alphabet) for _digit in range(10)) for _code in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=device, token=_stored(code)) for code in codes])
    return [f"{code[:5]}-{code[5:]}" for code in codes]


@transaction.atomic
def factor_verify(*, code: str, actor: User) -> Device | None:
    """The device that accepts the code, or None. A code is accepted once; failures slow the next try down."""
    digits = "".join(code.split())
    if digits.isascii() and digits.isdigit():
        for device in TOTPDevice.objects.select_for_update().filter(user=actor, confirmed=True):
            if device.verify_token(digits):
                return device
        return None
    for recovery in StaticDevice.objects.select_for_update().filter(user=actor, confirmed=True):
        if recovery.verify_token(_stored(code)):
            return recovery
    return None


@transaction.atomic
def factor_remove(*, user: User, reason: str, actor: Actor | None) -> None:
    """Take a lost second factor away: by the security administrator, who cannot reset passwords."""
    user = lock(user)
    require_text(reason=reason)
    permit_person(actor, user, Permission.ROLE_GRANT)
    if actor is not None and actor.pk == user.pk:
        raise PermissionDenied(_("Another security administrator must do this for you."))
    if not has_factor(user):
        raise ConflictError(_("%(person)s has no second factor.") % {"person": user})
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    data = {"person": str(user), "reason": reason.strip()}
    tell(events.USER_FACTOR_REMOVED, user, jurisdiction=home(user), actor=actor, data=data)


def has_factor(user: User) -> bool:
    """Whether signing in needs a code."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def person_half_in(pk: int) -> User | None:
    """Who gave the right password and still owes the code, if they may still sign in."""
    return User.objects.filter(pk=pk, is_active=True).first()
