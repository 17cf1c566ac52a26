"""What every API answer has in common: strict JSON in, fast JSON out, pages, and RFC 9457 problem documents."""

import json
import logging
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import DataError, IntegrityError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, parsers, renderers, status
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response

from core.errors import AppError
from core.text import storable

log = logging.getLogger(__name__)

MAX_DEPTH = 32
MAX_KEYS = 20_000
PROBLEM = "application/problem+json"


class JSONRenderer(renderers.JSONRenderer):
    """orjson: the same documents in a fraction of the time."""

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """Encode; lazy translations and GeoJSON objects become text and dicts."""
        if data is None:
            return b""
        try:
            return orjson.dumps(data, default=_plain, option=orjson.OPT_NON_STR_KEYS)
        except TypeError:  # a refusal that names a number of more than 64 bits, as it was sent
            return json.dumps(data, default=_plain, ensure_ascii=False).encode()


def _plain(value: Any) -> Any:
    return dict(value) if hasattr(value, "keys") else list(value) if isinstance(value, set | tuple) else str(value)


class StrictJSONParser(parsers.JSONParser):
    """JSON that PostgreSQL can hold: no duplicate keys, NaN, NUL, lone surrogates or bottomless nesting."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Decode the body or raise ParseError in words (400)."""
        try:
            text = stream.read().decode("utf-8")
            document = json.loads(text, object_pairs_hook=_unique_keys, parse_constant=_refuse_constant)
        except UnicodeDecodeError as error:
            raise exceptions.ParseError(_("The body is not UTF-8 text.")) from error
        except (ValueError, RecursionError) as error:
            raise exceptions.ParseError(_("The body is not readable JSON: %(error)s") % {"error": error}) from error
        _check(document)
        return document


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError(_("a key appears twice"))
    return result


def _refuse_constant(name: str) -> None:
    raise ValueError(_("%(name)s is not a number") % {"name": name})


def _check(document: Any) -> None:
    """Walk without recursion: depth, size and text of a decoded document."""
    stack, seen = [(document, 1)], 0
    while stack:
        value, depth = stack.pop()
        seen += 1
        if depth > MAX_DEPTH or seen > MAX_KEYS:
            raise exceptions.ParseError(_("The document is nested too deeply or has too many parts."))
        if isinstance(value, dict):
            stack.extend((key, depth) for key in value)
            stack.extend((child, depth + 1) for child in value.values())
        elif isinstance(value, list):
            stack.extend((child, depth + 1) for child in value)
        elif isinstance(value, str) and not storable(value):
            raise exceptions.ParseError(
                _("The text holds characters that cannot be stored (NUL or broken surrogates).")
            )


class Pages(PageNumberPagination):
    """`?page`, `?page_size` up to 200."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


def problem(code: int, title: str, detail: str = "", *, errors: Any = None, **extra: Any) -> dict[str, Any]:
    """One RFC 9457 document; what something conflicts with may itself be a status: that one is `current_status`."""
    if "status" in extra:
        extra["current_status"] = extra.pop("status")
    return {
        "type": "about:blank",
        "title": title,
        "status": code,
        "detail": detail,
        "errors": errors or [],
        **extra,
    }


def _flatten(detail: Any, field: str = "") -> list[dict[str, str]]:
    if isinstance(detail, dict):
        pairs = ((f"{field}.{key}" if field else str(key), value) for key, value in detail.items())
        return [entry for name, value in pairs for entry in _flatten(value, name)]
    if isinstance(detail, list):
        return [entry for value in detail for entry in _flatten(value, field)]
    return [{"field": "" if field == "non_field_errors" else field, "message": str(detail)}]


_TITLES = {
    400: "Unreadable",
    401: "Not signed in",
    403: "Not permitted",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    409: "Conflict",
    413: "Too large",
    415: "Unsupported media type",
    422: "Not valid",
    429: "Too many requests",
    503: "Unavailable",
}


def _translate(error: Exception) -> tuple[int, str, list[dict[str, str]], dict[str, Any]] | None:
    """(status, detail, errors, extra) for every exception with a meaning for the caller; None for our own faults."""
    if isinstance(error, AppError):
        errors = [{"field": name, "message": str(text)} for name, text in error.errors.items()]
        return error.status, str(error.message), errors, error.extra
    if isinstance(error, exceptions.ValidationError):
        return 422, _("Some fields need correction."), _flatten(error.detail), {}
    if isinstance(error, DjangoValidationError):
        detail = error.message_dict if hasattr(error, "error_dict") else error.messages
        return 422, _("Some fields need correction."), _flatten(detail), {}
    if isinstance(error, Http404):
        return 404, _("It does not exist, or it is out of your reach."), [], {}
    if isinstance(error, PermissionDenied):
        return 403, str(error) or _("You may not do this."), [], {}
    if isinstance(error, exceptions.APIException):
        code = error.status_code
        return code, str(error.detail if not isinstance(error.detail, dict | list) else ""), [], {}
    if isinstance(error, DataError):
        return 422, _("A value is outside what can be stored."), [], {}
    if isinstance(error, IntegrityError):
        return 409, _("It conflicts with what is already recorded."), [], {}
    if isinstance(error, OperationalError):
        return 503, _("The database did not answer in time. Nothing was saved; try again."), [], {}
    return None


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: problem documents only, never a stack trace."""
    if isinstance(error, DataError | IntegrityError | OperationalError):
        log.warning("database refused: %s", error)
    translated = _translate(error)
    if translated is None:
        return None
    code, detail, errors, extra = translated
    headers = {"Retry-After": "2"} if code == status.HTTP_503_SERVICE_UNAVAILABLE else {}
    wait = getattr(error, "wait", None)  # of a throttle
    if wait is not None:
        headers["Retry-After"] = str(int(wait) + 1)
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
    document = problem(code, _TITLES.get(code, "Error"), detail, errors=errors, **extra)
    return Response(document, status=code, headers=headers, content_type=PROBLEM)
