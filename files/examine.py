"""A closer look at a whole content before anything opens it: sizes, bombs, scripts. Reads pieces, unpacks nothing."""

import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from PIL import Image, UnidentifiedImageError

from files.models import FileKind
from files.sniff import HEAD, RefusedError, Sniffed, readable, sniff

PICTURE_FORMATS = ["JPEG", "PNG", "WEBP"]
MOST_PARTS = 5000
MOST_SCANS = 200  # a progressive JPEG has some ten; thousands keep a processor busy for minutes
PIECE = 1 << 20
_OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_ACTIVE_PARTS = ("vbaproject.bin", "/activex/", "/embeddings/", "macrosheets/", "/externallinks/")


@dataclass(frozen=True)
class Examined:
    """What a content is; width and height in pixels for pictures."""

    kind: FileKind
    content_type: str
    width: int | None = None
    height: int | None = None


def limits() -> dict[str, int]:
    """Megabytes by kind, and million pixels, for the words of refusals."""
    return {**settings.FILES_LIMITS_MB, "pixels": settings.FILES_MAX_PIXELS // 1_000_000}


def require_size(kind: str, size: int) -> None:
    """RefusedError when so many bytes are too many for the kind."""
    if size > settings.FILES_LIMITS_MB[kind] * 1_000_000:
        raise RefusedError(kind)


def examine(source: Path) -> Examined:
    """What the content is, or RefusedError: within a second and a few megabytes, whatever it claims to hold."""
    with source.open("rb") as stream:
        found = sniff(stream.read(HEAD))
    require_size(found.kind, source.stat().st_size)
    if found.kind == FileKind.PHOTO:
        return _picture(source, found)
    if found.content_type == "application/zip":
        found = _office(source)
    elif found.content_type == "application/pdf":
        _pdf(source)
    elif found.content_type == "text/plain":
        _text(source)
    elif found.content_type in ("video/mp4", "video/webm", "audio/ogg"):
        found = _tracks(source, found)
    return Examined(found.kind, found.content_type)


def _picture(source: Path, found: Sniffed) -> Examined:
    """Only the header is read: the pixels it announces are counted before any is decoded."""
    try:
        with Image.open(source, formats=PICTURE_FORMATS) as picture:
            width, height = picture.size
    except Image.DecompressionBombError as error:
        raise RefusedError("pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error, EOFError) as error:
        raise RefusedError("broken") from error
    if width * height > settings.FILES_MAX_PIXELS or max(width, height) > settings.FILES_MAX_SIDE:
        raise RefusedError("pixels")
    if found.content_type == "image/jpeg" and _count(source, b"\xff\xda") > MOST_SCANS:
        raise RefusedError("bomb")
    return Examined(FileKind.PHOTO, found.content_type, width, height)


def _pieces(source: Path, overlap: int) -> Iterator[bytes]:
    """The content piece by piece, each beginning with the end of the one before."""
    tail = b""
    with source.open("rb") as stream:
        while piece := stream.read(PIECE):
            yield tail + piece
            tail = piece[-overlap:] if overlap else b""


def _count(source: Path, mark: bytes) -> int:
    return sum(piece.count(mark) for piece in _pieces(source, len(mark) - 1))


def _holds(source: Path, *marks: bytes) -> bool:
    longest = max(map(len, marks))
    return any(mark in piece for piece in _pieces(source, longest - 1) for mark in marks)


def _pdf(source: Path) -> None:
    if _holds(source, b"/JavaScript", b"/Launch"):
        raise RefusedError("script")


def _text(source: Path) -> None:
    """The first piece said it is text; the rest must be too."""
    with source.open("rb") as stream:
        first = stream.read(PIECE)
    if _holds(source, b"\0") or readable(first) is None:
        raise RefusedError("type")


def _office(source: Path) -> Sniffed:
    """A Word or Excel file, by its list of parts alone; nothing is unpacked."""
    try:
        with zipfile.ZipFile(source) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise RefusedError("broken") from error
    names = {part.filename.lower(): part for part in parts}
    kind = next((kind for name, kind in _OFFICE.items() if name in names), None)
    if kind is None or "[content_types].xml" not in names:
        raise RefusedError("type")
    if any(active in f"/{name}" for name in names for active in _ACTIVE_PARTS):
        raise RefusedError("script")
    unpacked = sum(part.file_size for part in parts)
    packed_size = source.stat().st_size
    starts = {part.header_offset for part in parts}
    # Parts that lie over each other are how a small file unpacks to any size.
    overlapping = len(starts) != len(parts) or sum(part.compress_size for part in parts) > packed_size
    if len(parts) > MOST_PARTS or unpacked > settings.FILES_MAX_UNPACKED or overlapping:
        raise RefusedError("bomb")
    if any(part.file_size > 1_000_000 and part.file_size > 200 * max(part.compress_size, 1) for part in parts):
        raise RefusedError("bomb")
    return Sniffed(FileKind.DOCUMENT, kind)


def _tracks(source: Path, found: Sniffed) -> Sniffed:
    """Containers that hold either: sound alone is a sound, and pictures do not hide in an Ogg."""
    if found.content_type == "audio/ogg":
        if _holds(source, b"\x80theora"):
            raise RefusedError("type")
        return found
    if found.content_type == "video/webm":
        with source.open("rb") as stream:
            head = stream.read(PIECE)
        return (
            found
            if b"V_" in head or b"A_" not in head
            else replace(found, kind=FileKind.AUDIO, content_type="audio/webm")
        )
    edges = _edges(source)
    seen = b"vide" in edges and b"hdlr" in edges
    if not seen and b"soun" in edges:
        return Sniffed(FileKind.AUDIO, "audio/mp4")
    return found


def _edges(source: Path) -> bytes:
    """The first and the last megabytes, where the description of a recording lies."""
    with source.open("rb") as stream:
        first = stream.read(4 * PIECE)
        size = source.stat().st_size
        stream.seek(max(len(first), size - 4 * PIECE))
        return first + stream.read(4 * PIECE)
