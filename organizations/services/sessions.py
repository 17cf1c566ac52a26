"""Signing in and out, and the keys of programs and sockets (R-A1, R-H4)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from organizations import events
from organizations.authentication import digest_of
from organizations.models import ApiToken, FeedTicket, User
from organizations.roles import Permission
from organizations.services.rules import home
from organizations.telling import tell

TICKET_LIFE = timedelta(seconds=60)
TOKENS_AT_ONCE = 20


@dataclass(frozen=True)
class Issued:
    """A secret at the one moment it can be read."""

    raw: str
    expires_at: datetime


@transaction.atomic
def token_issue(*, address: str, actor: User) -> Issued:
    """A key for programs, valid TOKEN_LIFETIME_S; the oldest beyond TOKENS_AT_ONCE is taken away."""
    raw = secrets.token_urlsafe(32)
    expires_at = timezone.now() + timedelta(seconds=settings.TOKEN_LIFETIME_S)
    ApiToken.objects.filter(user=actor, expires_at__lte=timezone.now()).delete()
    kept = (
        ApiToken.objects.filter(user=actor).order_by("-created_at").values_list("pk", flat=True)[: TOKENS_AT_ONCE - 1]
    )
    ApiToken.objects.filter(user=actor).exclude(pk__in=list(kept)).delete()
    ApiToken.objects.create(user=actor, digest=digest_of(raw), expires_at=expires_at)
    data = {"person": str(actor), "address": address}
    tell(
        events.USER_TOKEN_ISSUED,
        actor,
        jurisdiction=home(actor),
        actor=actor,
        data=data,
        permission=Permission.TIMELINE_VIEW,
    )
    return Issued(raw, expires_at)


@transaction.atomic
def token_revoke(*, token: ApiToken, actor: User) -> None:
    """Sign a program out: its key is gone from the server."""
    ApiToken.objects.filter(pk=token.pk, user=actor).delete()


@transaction.atomic
def ticket_issue(*, actor: User) -> Issued:
    """Lets one websocket in, once, within 60 s."""
    raw = secrets.token_urlsafe(32)
    expires_at = timezone.now() + TICKET_LIFE
    FeedTicket.objects.filter(expires_at__lt=timezone.now() - TICKET_LIFE).delete()
    FeedTicket.objects.create(user=actor, digest=digest_of(raw), expires_at=expires_at)
    return Issued(raw, expires_at)


@transaction.atomic
def sign_in_record(*, address: str, actor: User) -> None:
    """Put a sign-in on record, for those who search the record."""
    data = {"person": str(actor), "address": address}
    tell(
        events.USER_SIGNED_IN,
        actor,
        jurisdiction=home(actor),
        actor=actor,
        data=data,
        permission=Permission.TIMELINE_VIEW,
    )


@transaction.atomic
def sign_out_record(*, actor: User) -> None:
    """Put a sign-out on record."""
    data = {"person": str(actor)}
    tell(
        events.USER_SIGNED_OUT,
        actor,
        jurisdiction=home(actor),
        actor=actor,
        data=data,
        permission=Permission.TIMELINE_VIEW,
    )


@transaction.atomic
def lock_out_record(*, username: str, address: str, actor: None = None) -> None:
    """Put the locking of an existing account on record."""
    user = User.objects.filter(username=username).first()
    if user is not None:
        data = {"person": str(user), "address": address}
        tell(
            events.USER_LOCKED_OUT,
            user,
            jurisdiction=home(user),
            actor=actor,
            data=data,
            permission=Permission.TIMELINE_VIEW,
        )
