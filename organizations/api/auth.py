"""Keys for programs and tickets for sockets."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import PermissionDenied, UnprocessableError
from organizations import access, guard
from organizations.api.base import ApiView
from organizations.authentication import TokenAuthentication
from organizations.models import ApiToken, User
from organizations.network import client_address
from organizations.roles import PRIVILEGED
from organizations.serializers import SignInShape, TicketShape, TokenShape
from organizations.services.factors import factor_verify, has_factor
from organizations.services.sessions import sign_out_record, ticket_issue, token_issue, token_revoke


class TokenView(ApiView):
    """`POST /auth/token/`: name and password for a key; guarded like the sign-in page, with the same words."""

    authentication_classes = []
    permission_classes = [AllowAny]
    remembers_answers = False

    def get_authenticate_header(self, request: Request) -> str:
        """So that a refusal is 401 and not 403."""
        return TokenAuthentication.keyword

    @extend_schema(request=SignInShape, responses={200: TokenShape}, auth=[])
    def post(self, request: Request) -> Response:
        """Issue a key."""
        wanted: dict[str, Any] = self.shape(SignInShape).validated_data
        plain = request._request
        try:
            user = guard.check(plain, wanted["username"], wanted["password"])
            self._second_factor(plain, user, wanted.get("code", ""))
        except guard.LockedOut as error:
            raise exceptions.Throttled(wait=error.wait, detail=str(error.message)) from error
        except guard.WrongCredentials as error:
            raise exceptions.AuthenticationFailed(str(error.message)) from error
        if user.must_change_password:
            raise PermissionDenied(_("Change your password first: sign in with a browser."))
        guard.succeeded(plain, user)
        issued = token_issue(address=client_address(plain), actor=user)
        return Response(TokenShape({"token": issued.raw, "expires_at": issued.expires_at}).data)

    def _second_factor(self, request: Any, user: User, code: str) -> None:
        if has_factor(user):
            if not code:
                message = _("This account needs the code of its second factor.")
                raise UnprocessableError(message, errors={"code": message})
            if factor_verify(code=code, actor=user) is None:
                raise guard.failed(request, user.username)
        elif settings.TOTP_REQUIRED and access.roles(user) & PRIVILEGED:
            raise PermissionDenied(_("Your role needs a second factor. Set it up first, with a browser."))


class TicketView(ApiView):
    """`POST /auth/ticket/`: lets one websocket in, for clients that cannot send a session."""

    remembers_answers = False

    @extend_schema(request=None, responses={200: TicketShape})
    def post(self, request: Request) -> Response:
        """Issue a ticket."""
        issued = ticket_issue(actor=self.actor)
        return Response(TicketShape({"ticket": issued.raw, "expires_at": issued.expires_at}).data)


class LogoutView(ApiView):
    """`POST /auth/logout/`: the key or the session is gone from the server."""

    remembers_answers = False

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """Sign out."""
        sign_out_record(actor=self.actor)
        if isinstance(request.auth, ApiToken):
            token_revoke(token=request.auth, actor=self.actor)
        else:
            request._request.session.flush()
        return Response(status=status.HTTP_204_NO_CONTENT)
