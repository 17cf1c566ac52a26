"""How ApiView describes itself in the OpenAPI document: the key of writes, pages of lists, problems of all."""

from typing import Any

import django_filters
from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

PROBLEM_TYPE = "application/problem+json"
KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Same key and body: the first answer again. Same key, other body: 422. Up to 200 ASCII characters.",
)
# One instance: two of the same name would be two components of the document.
PROBLEM_SHAPE = inline_serializer(
    "Problem",
    {
        "type": serializers.CharField(),
        "title": serializers.CharField(),
        "status": serializers.IntegerField(),
        "detail": serializers.CharField(allow_blank=True),
        "errors": serializers.ListField(child=serializers.DictField(child=serializers.CharField())),
    },
)
READ_PROBLEMS = (400, 401, 403, 404, 406, 422, 429, 503)
WRITE_PROBLEMS = (400, 401, 403, 404, 406, 409, 413, 415, 422, 429, 503)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """`Authorization: Token <token>`, for programs."""

    target_class = "organizations.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """An API key in a header."""
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Token <token>"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The session's cookie, for browsers."""

    target_class = "organizations.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """An API key in a cookie."""
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class ApiSchema(AutoSchema):
    """Adds what ApiView does for every view, so that no view has to say it."""

    def get_override_parameters(self) -> list[Any]:
        """The idempotency key of writes, beside what the view itself declares."""
        declared = list(super().get_override_parameters())
        if self.method in ("POST", "PUT", "PATCH", "DELETE") and getattr(self.view, "remembers_answers", False):
            declared.append(KEY)
        if self.method == "GET":
            known = {getattr(parameter, "name", "") for parameter in declared}
            declared += [
                p for p in filter_parameters(getattr(self.view, "filterset_class", None)) if p.name not in known
            ]
        return declared

    def _is_list_view(self, serializer: Any = None) -> bool:
        """Views that page are lists, although they are no DRF generic views."""
        if self.method == "GET" and hasattr(self.view, "rows"):
            return True
        return super()._is_list_view(serializer)

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        """Every refusal as a problem document, beside the answers the view declares."""
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        codes = READ_PROBLEMS if self.method in ("GET", "HEAD") else WRITE_PROBLEMS
        for code in codes:
            if str(code) not in bodies:
                answer = OpenApiResponse(PROBLEM_SHAPE, description="Problem document (RFC 9457)")
                bodies[str(code)] = self._get_response_for_code(answer, str(code), [PROBLEM_TYPE])
        return bodies


def filter_parameters(filterset: type[django_filters.FilterSet] | None) -> list[OpenApiParameter]:
    """One query parameter per filter, with the values it knows."""
    if filterset is None:
        return []
    return [_filter_parameter(name, item) for name, item in filterset.base_filters.items()]


def _filter_parameter(name: str, item: django_filters.Filter) -> OpenApiParameter:
    values = None
    if isinstance(item, django_filters.ChoiceFilter) and not callable(item.extra.get("choices")):
        values = [str(value) for value, _label in item.extra.get("choices", ())]
    kinds: list[tuple[type, type]] = [
        (django_filters.BooleanFilter, bool),
        (django_filters.ModelChoiceFilter, int),
        (django_filters.NumberFilter, float),
    ]
    kind = next((kind for family, kind in kinds if isinstance(item, family)), str)
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, enum=values or None, description=str(item.label or ""))
