"""What a file is, by how it begins. Only what is listed here is ever taken; names and claimed types are not believed."""

import re
from dataclasses import dataclass

import puremagic

from files.models import FileKind

HEAD = 4096
PHOTO, AUDIO, VIDEO, DOCUMENT = FileKind.PHOTO, FileKind.AUDIO, FileKind.VIDEO, FileKind.DOCUMENT


class RefusedError(Exception):
    """The content is not taken; `key` names why (files/words.py)."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class Sniffed:
    """Kind and type of a content; `office` and `zip` types are settled by looking inside."""

    kind: FileKind
    content_type: str


_STARTS: tuple[tuple[bytes, Sniffed], ...] = (
    (b"\xff\xd8\xff", Sniffed(PHOTO, "image/jpeg")),
    (b"\x89PNG\r\n\x1a\n", Sniffed(PHOTO, "image/png")),
    (b"OggS", Sniffed(AUDIO, "audio/ogg")),
    (b"ID3", Sniffed(AUDIO, "audio/mpeg")),
    (b"#!AMR\n", Sniffed(AUDIO, "audio/amr")),
    (b"#!AMR-WB\n", Sniffed(AUDIO, "audio/amr-wb")),
    (b"%PDF-1.", Sniffed(DOCUMENT, "application/pdf")),
    (b"%PDF-2.", Sniffed(DOCUMENT, "application/pdf")),
    (b"PK\x03\x04", Sniffed(DOCUMENT, "application/zip")),
)
_HEIC = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevm", b"mif1", b"msf1", b"avif", b"avis"}
_MP4 = re.compile(rb"isom|iso\d|mp4\d|avc1|dash|MSNV|M4V |3g[pg2]\w|mmp4|f4v ", re.ASCII)
_MARKUP = re.compile(rb"^\s*(<|#!)|<(script|html|svg|iframe|body|!doctype|\?php)|javascript:", re.IGNORECASE)


def sniff(head: bytes) -> Sniffed:
    """Kind and type of a content that begins like this (its first HEAD bytes), or RefusedError."""
    known = next((kind for start, kind in _STARTS if head.startswith(start)), None)
    found = known or _media(head) or _text(head)
    if found is None:
        raise RefusedError("script" if _MARKUP.search(head) else "type")
    return found


def _media(head: bytes) -> Sniffed | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Sniffed(PHOTO, "image/webp")
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return Sniffed(AUDIO, "audio/wav")
    if head[4:8] == b"ftyp":
        return _boxes(head[8:12])
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        if b"webm" in head[:64]:
            return Sniffed(VIDEO, "video/webm")
        raise RefusedError("type")
    # MPEG layer III frame header: sync, a layer, a bit rate and a sampling rate that exist
    sync = len(head) > 3 and head[0] == 0xFF and head[1] in (0xFB, 0xFA, 0xF3, 0xF2, 0xE3)
    if sync and head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3:
        return Sniffed(AUDIO, "audio/mpeg")
    return None


def _boxes(brand: bytes) -> Sniffed:
    """The family of ISO containers, by their brand."""
    if brand in _HEIC:
        raise RefusedError("heic")
    if brand in (b"M4A ", b"M4B "):
        return Sniffed(AUDIO, "audio/mp4")
    if brand == b"qt  ":
        return Sniffed(VIDEO, "video/quicktime")
    if _MP4.match(brand):
        return Sniffed(VIDEO, "video/mp4")
    raise RefusedError("type")


def _text(head: bytes) -> Sniffed | None:
    """Plain text in UTF-8 or GB18030 that is no markup, no script and nothing else that is known."""
    if not head or b"\0" in head or _MARKUP.search(head) or _known(head):
        return None
    if readable(head) is None:
        return None
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in head)
    return None if controls else Sniffed(DOCUMENT, "text/plain")


def readable(head: bytes) -> str | None:
    """The encoding in which the bytes are text; the last character may be cut in two."""
    for encoding in ("utf-8-sig", "gb18030"):
        for cut in range(min(4, len(head))):
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return encoding
    return None


def _known(head: bytes) -> bool:
    """Whether a library of signatures knows something binary that begins so."""
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return False
    return any(match.confidence >= 0.6 and not match.mime_type.startswith("text/") for match in found)
