"""Who is calling the API: a person's session or a program's key (R-H3)."""

import hashlib
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.authentication import SessionAuthentication as _Session
from rest_framework.request import Request

from organizations.models import ApiToken, User

TOUCH = timedelta(minutes=1)


def digest_of(raw: str) -> str:
    """What is stored of a key or a ticket: hex SHA-256; the raw value exists only at its holder."""
    return hashlib.sha256(raw.encode()).hexdigest()


class SessionAuthentication(_Session):
    """Browsers: the session, with CSRF checked."""


class TokenAuthentication(BaseAuthentication):
    """Programs: `Authorization: Token <token>`; unknown, expired and disabled all read the same (401)."""

    keyword = "Token"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The holder of the key, looked up at every request so that disabling works at once."""
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != self.keyword.lower().encode():
            return None
        if len(parts) != 2 or not parts[1].isascii():
            raise exceptions.AuthenticationFailed(_("The Authorization header must read: Token <token>."))
        token = ApiToken.objects.select_related("user").filter(digest=digest_of(parts[1].decode())).first()
        now = timezone.now()
        if token is None or token.expires_at <= now or not token.user.is_active:
            raise exceptions.AuthenticationFailed(_("The token is not valid, or no longer valid."))
        if token.last_used_at is None or now - token.last_used_at > TOUCH:
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """The challenge of every 401."""
        return self.keyword
