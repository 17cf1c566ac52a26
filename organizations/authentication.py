"""Who is calling the API: a session or a token."""

from rest_framework.authentication import SessionAuthentication as _Session
from rest_framework.authentication import TokenAuthentication as _Token


class SessionAuthentication(_Session):
    """Browsers."""


class TokenAuthentication(_Token):
    """Programs."""
