"""What the map may be asked for, and the size of a wall."""

import math
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from command_center.selectors.map import LAYERS, Bbox
from core.errors import UnprocessableError

MAX_ZOOM = 22
CLOCK_TOLERANCE = timedelta(minutes=1)
DEFAULT_LAYERS = ("incidents", "reports", "teams")


def parse_layers(text: str | None) -> list[str]:
    """Names of layers from `a,b,c`; UnprocessableError names those that do not exist."""
    if not text:
        return list(DEFAULT_LAYERS)
    names = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    unknown = [name for name in names if name not in LAYERS]
    if unknown:
        message = _("There is no layer “%(name)s”. There are: %(known)s.") % {
            "name": unknown[0][:40],
            "known": ", ".join(LAYERS),
        }
        raise UnprocessableError(message, errors={"layers": message})
    return names


def parse_bbox(text: str | None) -> Bbox | None:
    """`west,south,east,north` in degrees WGS 84; UnprocessableError says what is wrong with it."""
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise _bad_bbox() from None
    finite = all(map(math.isfinite, (west, south, east, north)))
    if not finite or not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise _bad_bbox()
    return west, south, east, north


def parse_zoom(text: str | None) -> int | None:
    """A zoom level 0–22, or UnprocessableError."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text[:4]) <= MAX_ZOOM):
        message = _("The zoom is a whole number from 0 to %(most)d.") % {"most": MAX_ZOOM}
        raise UnprocessableError(message, errors={"zoom": message})
    return int(text)


def _bad_bbox() -> UnprocessableError:
    message = _("The bbox must be west,south,east,north in degrees, e.g. 103.1,30.5,103.9,31.2.")
    return UnprocessableError(message, errors={"bbox": message})


def parse_moment(text: str | None, name: str) -> datetime:
    """A past moment as ISO 8601 with its offset; UnprocessableError says what is wrong with it."""
    try:
        moment = parse_datetime((text or "").replace(" ", "+"))  # a plus that was not escaped arrives as a space
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        message = _("Give the time as ISO 8601 with its offset, e.g. 2026-11-21T14:30:00+08:00.")
    elif moment > timezone.now() + CLOCK_TOLERANCE:
        message = _("This time lies in the future.")
    else:
        return moment
    raise UnprocessableError(message, errors={name: message})
