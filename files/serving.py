"""Giving out bytes: whole or a range of them, never as anything but what they were found to be."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

PIECE = 256 * 1024
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
# Opened on its own, a file may do nothing at all: no scripts, no forms, no origin.
POLICY = (
    "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)


def give(
    request: HttpRequest, source: Path, *, content_type: str, name: str, tag: str, attach: bool
) -> HttpResponseBase:
    """200, 206, 304 or 416 for the bytes of `source`; 404 when the disk has lost them. The caller has asked for access."""
    etag = f'"{tag}"'
    try:
        size = source.stat().st_size
    except FileNotFoundError:
        return HttpResponse(status=404)
    asked = request.headers.get("Range", "")
    whole = not asked or request.headers.get("If-Range", etag) != etag
    if whole and request.headers.get("If-None-Match") == etag:
        response: HttpResponseBase = HttpResponse(status=304)
    elif settings.FILES_ACCEL_PREFIX:
        response = HttpResponse()
        inside = source.relative_to(Path(default_storage.path("")))
        response["X-Accel-Redirect"] = settings.FILES_ACCEL_PREFIX + quote(str(inside))
    elif whole:
        response = FileResponse(source.open("rb"))
    else:
        response = _part(source, size, asked)
    response["Content-Type"] = content_type
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    plain = re.sub(r'[^ -~]|["\\%]', "_", name)
    way = "attachment" if attach else "inline"
    response["Content-Disposition"] = f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return response


def _part(source: Path, size: int, asked: str) -> HttpResponseBase:
    """One range; several at once, or none that exists, is 416."""
    found = _RANGE.fullmatch(asked.strip())
    if found is None or found.groups() == ("", ""):
        return _no_such_range(size)
    first, last = found.groups()
    if first:
        begin, end = int(first), min(int(last) if last else size - 1, size - 1)
    else:  # the last so many bytes
        begin, end = max(size - int(last), 0), size - 1
    if begin > end or begin >= size:
        return _no_such_range(size)
    stream = source.open("rb")
    stream.seek(begin)
    response = StreamingHttpResponse(_pieces(stream, end - begin + 1), status=206)
    response["Content-Range"] = f"bytes {begin}-{end}/{size}"
    response["Content-Length"] = str(end - begin + 1)
    return response


def _pieces(stream: BinaryIO, left: int) -> Iterator[bytes]:
    with stream:
        while left and (piece := stream.read(min(PIECE, left))):
            left -= len(piece)
            yield piece


def _no_such_range(size: int) -> HttpResponse:
    response = HttpResponse(status=416)
    response["Content-Range"] = f"bytes */{size}"
    return response
