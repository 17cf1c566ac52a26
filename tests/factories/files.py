"""Files for tests: contents of every kind, and files brought in through the services a person uses."""

import hashlib
import io
import struct
import zipfile
import zlib

from PIL import Image, TiffImagePlugin

from files.services import file_begin, file_chunk, file_finish
from files.services.uploading import Offer

CHENGDU = (104.065735, 30.659462)  # lon, lat


def offer(content, name="现场.jpg", **said):
    """What a sender says of a content."""
    return Offer(name=name, size=len(content), sha256=hashlib.sha256(content).hexdigest(), **said)


def begun(subject, actor, content, name="现场.jpg", **said):
    """A file that was announced and of which nothing has come."""
    return file_begin(subject=subject, offer=offer(content, name, **said), actor=actor)[0]


def sent(subject, actor, content, name="现场.jpg", chunk=262_144, **said):
    """A file of which everything has come."""
    file = begun(subject, actor, content, name, **said)
    while file.state == "uploading" and file.offset < file.size:
        piece = content[file.offset : file.offset + chunk]
        file = file_chunk(file=file, offset=file.offset, chunk=piece, actor=actor)
    return file


def added(subject, actor, content=None, name="现场.jpg", **said):
    """A file that is there, or refused."""
    content = photo() if content is None else content
    return file_finish(file=sent(subject, actor, content, name, **said), actor=actor)


def photo(size=(64, 48), kind="JPEG", colour=(10, 120, 90), exif=None, noisy=False):
    """A picture; `noisy` ones do not compress."""
    picture = Image.effect_noise(size, 120).convert("RGB") if noisy else Image.new("RGB", size, colour)
    stream = io.BytesIO()
    picture.save(stream, kind, **({"exif": exif} if exif is not None else {}))
    return stream.getvalue()


def camera_notes(at="2026:07:15 14:32:10", where=CHENGDU, orientation=6):
    """EXIF as a phone writes it: when, where, how it was held, and a secret."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "机主张三 13900000000"
    exif.get_ifd(0x8769)[0x9003] = at
    gps = exif.get_ifd(0x8825)
    lon, lat = where
    gps[1], gps[2], gps[3], gps[4] = "N", _degrees(lat), "E", _degrees(lon)
    return exif


def _degrees(value):
    minutes = (value - int(value)) * 60
    parts = (int(value), 1), (int(minutes), 1), (round((minutes - int(minutes)) * 60 * 10000), 10000)
    return tuple(TiffImagePlugin.IFDRational(*part) for part in parts)


def png_header(width, height):
    """A PNG that claims to be this large and holds next to nothing."""

    def part(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", zlib.compress(b"\0" * 1000)) + part(b"IEND", b"")


def office(parts=None, document="word/document.xml", compression=zipfile.ZIP_DEFLATED):
    """A Word or Excel file as a zip of parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as packed:
        for name, body in {"[Content_Types].xml": b"<Types/>", document: b"<w/>", **(parts or {})}.items():
            packed.writestr(name, body)
    return stream.getvalue()


def box(kind, body=b""):
    """A box of an MP4."""
    return struct.pack(">I", 8 + len(body)) + kind + body


def mp4(handler=b"vide", brand=b"isom", padding=1000):
    """A recording with one track."""
    track = box(b"hdlr", b"\0" * 8 + handler + b"\0" * 12)
    return box(b"ftyp", brand + b"\0\0\2\0" + brand) + box(b"moov", track) + box(b"mdat", b"\1" * padding)


def wav(seconds=1):
    """Silence."""
    data = b"\0" * 8000 * seconds
    return (
        b"RIFF"
        + struct.pack("<I", 36 + len(data))
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
        + b"data"
        + struct.pack("<I", len(data))
        + data
    )
