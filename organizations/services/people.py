"""People: added, edited, disabled with a reason, never deleted (R-A1, R-H4)."""

import unicodedata
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError, UnprocessableError
from core.pinyin import initials
from core.text import clean_name
from organizations import access, events
from organizations.models import ApiToken, Unit, User
from organizations.roles import Permission
from organizations.services.rules import (
    Actor,
    assign,
    home,
    labels,
    permit,
    permit_person,
    require_not_last,
    require_text,
    require_version,
    standing,
)
from organizations.telling import tell

EDITABLE = ("full_name", "phone", "title", "unit")


def normal_username(value: str) -> str:
    """One spelling of an account: full-width letters, case and spaces do not make another person."""
    return unicodedata.normalize("NFKC", value).strip().lower()


def lock(user: User) -> User:
    """The row as it is now, held until the transaction ends; its key stays free, so that others may record who acted."""
    return (
        User.objects.select_for_update(of=("self",), no_key=True).select_related("unit__jurisdiction").get(pk=user.pk)
    )


def check_password_text(password: str, user: User, field: str = "password") -> None:
    """UnprocessableError in words when the password is too weak."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise UnprocessableError(_("Choose another password."), errors={field: " ".join(error.messages)}) from error


@transaction.atomic
def user_create(
    *,
    username: str,
    full_name: str,
    unit: Unit | None,
    password: str | None = None,
    phone: str = "",
    title: str = "",
    language: str = "zh-hans",
    must_change_password: bool = True,
    actor: Actor | None,
) -> User:
    """Add a person to a unit. Without a password nobody can sign in as them until one is set.

    ConflictError when the account exists; `actor` None is the operator at the command line.
    """
    permit(actor, Permission.PEOPLE_CHANGE, unit.jurisdiction if unit else None)
    require_text(username=username, full_name=full_name)
    user = User(
        username=normal_username(username),
        full_name=clean_name(full_name),
        initials=initials(full_name),
        unit=unit,
        phone=phone.strip(),
        title=clean_name(title),
        language=language,
        must_change_password=must_change_password,
    )
    _validate(user)
    if password is None:
        user.set_unusable_password()
    else:
        check_password_text(password, user)
        user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise _taken() from error
    tell(events.USER_CREATED, user, jurisdiction=home(user), actor=actor, data={"person": str(user)})
    return user


def _taken() -> ConflictError:
    message = _("There is already an account with this name.")
    return ConflictError(message, errors={"username": message})


def _validate(user: User) -> None:
    if User.objects.filter(username__iexact=user.username).exclude(pk=user.pk).exists():
        raise _taken()
    try:
        user.clean_fields(exclude=["password", "unit"])
    except ValidationError as error:
        errors = {field: " ".join(messages) for field, messages in error.message_dict.items()}
        raise UnprocessableError(_("Some fields need correction."), errors=errors) from error


@transaction.atomic
def user_update(*, user: User, version: int | None = None, actor: Actor | None, **values: Any) -> User:
    """Edit `full_name`, `phone`, `title`, `unit`. ConflictError when `version` is no longer the present one."""
    user = lock(user)
    permit_person(actor, user)
    require_version(user, version, {field: getattr(user, field) or "" for field in EDITABLE})
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise UnprocessableError(_("Some fields cannot be edited."), errors=dict.fromkeys(unknown, _("Unknown field.")))
    unit = values.get("unit", user.unit)
    permit(actor, Permission.PEOPLE_CHANGE, unit.jurisdiction if unit else None)
    for field in ("full_name", "title"):
        if field in values:
            values[field] = clean_name(values[field])
    require_text(full_name=values.get("full_name", user.full_name))
    changed = assign(user, values)
    if changed:
        user.initials = initials(user.full_name)
        user.version += 1
        _validate(user)
        user.save()
        data = {"person": str(user), "fields": labels(User, changed)}
        tell(events.USER_CHANGED, user, jurisdiction=home(user), actor=actor, data=data)
    return user


@transaction.atomic
def user_disable(*, user: User, reason: str, actor: Actor | None) -> User:
    """Put a person out at once: HTTP on the next request, sockets within 5 s, keys of programs for good."""
    user = lock(user)
    require_text(reason=reason)
    if not user.is_active:
        raise ConflictError(_("%(person)s is already disabled.") % {"person": user})
    permit_person(actor, user)
    if actor is not None and actor.pk == user.pk:
        raise ConflictError(_("You cannot disable yourself; ask another administrator."))
    for held in standing(user).select_related("jurisdiction"):
        require_not_last(user, held.role, held.jurisdiction, Permission.ROLE_GRANT)
        require_not_last(user, held.role, held.jurisdiction, Permission.PEOPLE_CHANGE)
    user.is_active = False
    user.access_changed_at = timezone.now()
    user.version += 1
    user.save(update_fields=["is_active", "access_changed_at", "version"])
    ApiToken.objects.filter(user=user).delete()
    data = {"person": str(user), "reason": reason.strip()}
    tell(events.USER_DISABLED, user, jurisdiction=home(user), actor=actor, data=data)
    return user


@transaction.atomic
def user_enable(*, user: User, reason: str, actor: Actor | None) -> User:
    """Let a disabled person in again, with the roles they still hold."""
    user = lock(user)
    require_text(reason=reason)
    if user.is_active:
        raise ConflictError(_("%(person)s is not disabled.") % {"person": user})
    permit_person(actor, user)
    user.is_active = True
    user.access_changed_at = timezone.now()
    user.version += 1
    user.save(update_fields=["is_active", "access_changed_at", "version"])
    data = {"person": str(user), "reason": reason.strip()}
    tell(events.USER_ENABLED, user, jurisdiction=home(user), actor=actor, data=data)
    return user


@transaction.atomic
def password_reset(*, user: User, password: str, actor: Actor | None) -> User:
    """Set a one-time password that must be changed at the next sign-in; ends sessions and keys of programs.

    The second factor stays: whoever resets a password cannot become that person.
    """
    user = lock(user)
    permit_person(actor, user)
    check_password_text(password, user)
    user.set_password(password)
    user.must_change_password = True
    user.access_changed_at = timezone.now()
    user.save(update_fields=["password", "must_change_password", "access_changed_at"])
    ApiToken.objects.filter(user=user).delete()
    tell(events.USER_PASSWORD_RESET, user, jurisdiction=home(user), actor=actor, data={"person": str(user)})
    return user


@transaction.atomic
def password_change(*, password: str, actor: User) -> User:
    """The person's own new password; other sessions and keys of programs end. The old one was asked by the form."""
    user = lock(actor)
    if not user.is_active:
        raise PermissionDenied(_("This account is disabled."))
    if user.check_password(password):
        raise UnprocessableError(
            _("Choose another password."), errors={"new_password": _("This is the password you have now.")}
        )
    check_password_text(password, user, "new_password")
    user.set_password(password)
    user.must_change_password = False
    user.access_changed_at = timezone.now()
    user.save(update_fields=["password", "must_change_password", "access_changed_at"])
    ApiToken.objects.filter(user=user).delete()
    tell(events.USER_PASSWORD_CHANGED, user, jurisdiction=home(user), actor=user, data={"person": str(user)})
    return user


@transaction.atomic
def user_preferences(*, language: str | None = None, large_type: bool | None = None, actor: User) -> User:
    """The person's own language and type size (R-H5); not an event, it concerns nobody else."""
    user = User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if language is not None:
        user.language = language
    if large_type is not None:
        user.large_type = large_type
    user.save(update_fields=["language", "large_type"])
    access.forget(actor)
    return user


@transaction.atomic
def people_export_record(*, count: int, actor: User) -> None:
    """Put on record that personal data left the platform, and how much."""
    tell(events.EXPORT_DONE, actor, jurisdiction=home(actor), actor=actor, data={"count": count})
