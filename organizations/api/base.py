"""ApiView: tokens and sessions, strict shapes, and writes that may be repeated without harm (R-B1)."""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from core.api import PROBLEM
from core.errors import UnprocessableError
from organizations import access
from organizations.api.schema import ApiSchema
from organizations.authentication import SessionAuthentication, TokenAuthentication
from organizations.models import RequestReceipt, User
from organizations.services.receipts import receipt_claim, receipt_keep

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
KEY_LIMIT = 200
S = TypeVar("S", bound=Serializer)


class ApiView(APIView):
    """Base of all API views.

    Writes honour `Idempotency-Key`: same key and body → the first answer again (marked `Idempotency-Replayed: true`);
    same key, other request → 422. Receipt and effect commit together; answers of 500 and above are never kept. Views
    whose answers hold secrets set `remembers_answers = False`: repeating them is harmless, keeping them is not.
    """

    authentication_classes = [TokenAuthentication, SessionAuthentication]
    permission_classes = [IsAuthenticated]
    schema = ApiSchema()
    remembers_answers = True

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """DRF's own steps, with writes that carry a key routed through their receipt."""
        self.args, self.kwargs = args, kwargs
        self.request = self.initialize_request(request, *args, **kwargs)
        self.headers = self.default_response_headers
        try:
            self.initial(self.request, *args, **kwargs)
            key = self._key()
            response = self._once(key) if key else self._handle()
        except Exception as error:  # noqa: BLE001 - handle_exception raises again what has no meaning for the caller
            response = self.handle_exception(error)
        self.response = self.finalize_response(self.request, cast(Response, response), *args, **kwargs)
        return self.response

    def _handle(self) -> HttpResponse:
        method = (self.request.method or "").lower()
        known = method in self.http_method_names
        handler: Callable[..., HttpResponse] = (
            getattr(self, method, self.http_method_not_allowed) if known else self.http_method_not_allowed
        )
        return handler(self.request, *self.args, **self.kwargs)

    def _key(self) -> str:
        key = self.request.headers.get("Idempotency-Key", "").strip()
        if not key or not self.remembers_answers or self.request.method not in WRITES:
            return ""
        if len(key) > KEY_LIMIT or not key.isascii() or not key.isprintable():
            raise UnprocessableError(
                _("The Idempotency-Key must be up to %(limit)s printable ASCII characters.") % {"limit": KEY_LIMIT}
            )
        return key if self.request.user.is_authenticated else ""

    def _once(self, key: str) -> HttpResponse:
        """Claim the key, act, keep the answer: one transaction, so neither exists without the other."""
        route, digest = self._fingerprint()
        with transaction.atomic():
            receipt, first = receipt_claim(key=key, route=route, digest=digest, actor=self.actor)
            if not first:
                return replay(receipt)
            response = self._handle_or_refuse()
            if response.status_code >= 500:
                transaction.set_rollback(True)
                return response
            receipt_keep(receipt=receipt, status=response.status_code, body=self._encode(response))
        return response

    def _handle_or_refuse(self) -> HttpResponse:
        """The handler's answer; a refusal undoes its effects but not the receipt that will repeat it."""
        try:
            with transaction.atomic():
                return self._handle()
        except Exception as error:  # noqa: BLE001 - handle_exception raises again what has no meaning for the caller
            return self.handle_exception(error)

    def _fingerprint(self) -> tuple[str, str]:
        request = self.request._request
        route = f"{request.method} {request.path}"[:300]
        parts = (request.get_full_path().encode(), (request.content_type or "").encode(), request.body)
        return route, hashlib.sha256(b"\n".join(parts)).hexdigest()

    def _encode(self, response: HttpResponse) -> bytes:
        if not isinstance(response, Response):
            return bytes(response.content)
        return b"" if response.data is None else bytes(self.request.accepted_renderer.render(response.data))  # type: ignore[arg-type]

    @property
    def actor(self) -> User:
        """The person who is calling; anonymous callers never come this far unless the view lets them."""
        return self.request.user  # type: ignore[return-value]

    def require(self, permission: str) -> None:
        """403 in words unless the caller holds the permission somewhere; services ask again about the place."""
        access.require_anywhere(self.actor, permission)

    def shape(self, serializer: type[S], **kwargs: Any) -> S:
        """The request body in the serializer's shape, or ValidationError (422)."""
        if isinstance(self.request.data, list) and not kwargs.get("many"):
            raise exceptions.ValidationError(_("Send one JSON object."))
        shaped = serializer(data=self.request.data, context={"request": self.request, "view": self}, **kwargs)
        shaped.is_valid(raise_exception=True)
        return shaped


def replay(receipt: RequestReceipt) -> HttpResponse:
    """The first answer again."""
    status = receipt.status or 200
    kind = PROBLEM if status >= 400 else "application/json"
    response = HttpResponse(bytes(receipt.body or b""), status=status, content_type=kind)
    response["Idempotency-Replayed"] = "true"
    return response
