"""Pictures are drawn anew: turned upright, no larger than needed, without anything that was hidden in them (R-B7).

The place and the time the camera wrote down are read first.
"""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import timezone as fixed_zone
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from PIL import ExifTags, Image, ImageOps

from files.examine import PICTURE_FORMATS
from files.sniff import RefusedError
from files.store import THUMBS

QUALITY, THUMB_QUALITY = 86, 78
_UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
    Image.DecompressionBombError,
    ZeroDivisionError,
)


@dataclass(frozen=True)
class Taken:
    """What the camera wrote down: when (UTC) and where (lon, lat)."""

    at: datetime | None = None
    where: tuple[float, float] | None = None


@dataclass(frozen=True)
class Drawn:
    """A picture as it is kept."""

    content_type: str
    width: int
    height: int
    taken: Taken


def draw_anew(source: Path, target: Path) -> Drawn:
    """Write the clean picture to `target` and its thumbnails beside it (`<target>.320`, …); RefusedError when damaged."""
    side = settings.FILES_PICTURE_SIDE
    try:
        with Image.open(source, formats=PICTURE_FORMATS) as opened:
            taken = _taken(opened)
            opened.draft("RGB", (side, side))  # a JPEG is decoded at a fraction of its size where that suffices
            # Smaller before it is turned: the copy that turning makes is of the small one.
            opened.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
            upright = ImageOps.exif_transpose(opened)
            see_through = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
            clean = upright.convert("RGBA" if see_through else "RGB")
            drawing = opened.format == "PNG" or see_through
    except _UNREADABLE as error:
        raise RefusedError("broken") from error
    clean.info.clear()
    if drawing:
        clean.save(target, "PNG", compress_level=4)
    else:
        clean.save(target, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    flat = _flat(clean)
    for size in sorted(THUMBS, reverse=True):
        flat.thumbnail((size, size), Image.Resampling.LANCZOS, reducing_gap=2.0)
        flat.save(f"{target}.{size}", "JPEG", quality=THUMB_QUALITY)
    return Drawn("image/png" if drawing else "image/jpeg", clean.width, clean.height, taken)


def _flat(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture.copy()
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _taken(picture: Image.Image) -> Taken:
    """What is written in the picture; what cannot be read is left out, never a reason to refuse."""
    try:
        exif = picture.getexif()
        return Taken(_moment(exif), _place(exif))
    except Exception:  # noqa: BLE001 - damaged notes of a camera may fail in any way, and matter to nobody
        return Taken()


def _moment(exif: Image.Exif) -> datetime | None:
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    text = str(inner.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime) or "").strip("\0 ")
    try:
        zone = _zone(str(inner.get(ExifTags.Base.OffsetTimeOriginal) or ""))
        local = datetime.strptime(text, "%Y:%m:%d %H:%M:%S").replace(tzinfo=zone)
    except ValueError:
        return None
    return plausible(local.astimezone(UTC))


def plausible(moment: datetime | None) -> datetime | None:
    """The moment, unless a clock that was never set wrote it."""
    if moment is None or moment.year < 2000 or moment > timezone.now() + timedelta(days=1):
        return None
    return moment


def _zone(text: str) -> Any:
    """The camera's zone, else ours."""
    try:
        sign, hours, minutes = text[0], int(text[1:3]), int(text[4:6])
        delta = timedelta(hours=hours, minutes=minutes)
        return fixed_zone(-delta if sign == "-" else delta)
    except (IndexError, ValueError):
        return timezone.get_default_timezone()


def _place(exif: Image.Exif) -> tuple[float, float] | None:
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    lat = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), "S")
    lon = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), "W")
    if lat is None or lon is None or not (-90 <= lat <= 90 and -180 <= lon <= 180) or (lat, lon) == (0, 0):
        return None
    return lon, lat


def _degrees(parts: Any, side: Any, negative: str) -> float | None:
    if not parts or len(parts) != 3:
        return None
    value = float(parts[0]) + float(parts[1]) / 60 + float(parts[2]) / 3600
    if value != value:  # not a number: the camera had no fix
        return None
    return round(-value if str(side).upper().startswith(negative) else value, 6)
