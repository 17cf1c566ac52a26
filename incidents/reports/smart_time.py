"""Times as people type them: “1432”, “-10”, “昨天 21:30”, “10分钟前”, or a date; empty means now."""

import re
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core.text import half_width

_NOW = {"", "now", "现在", "刚才", "刚刚", "just now"}
_UNITS = {
    **dict.fromkeys(("分钟", "分", "min", "mins", "minute", "minutes", "m"), 60),
    **dict.fromkeys(("小时", "个小时", "h", "hour", "hours", "时"), 3600),
    **dict.fromkeys(("天", "d", "day", "days"), 86400),
}
_AGO = re.compile(
    r"(?:(?P<n>\d{1,4}(?:\.\d)?)|(?P<half>半)个?|(?P<one>一)个?)\s*(?P<unit>[a-z]+|个?小时|分钟?|时|天)\s*(?:以?前|ago)"
)
_MINUS = re.compile(r"-\s*(?P<n>\d{1,4})")
_CLOCK = re.compile(
    r"(?:(?P<day>前天|昨天|昨日|昨晚|今天|今日|今晚|今早|today|yesterday)\s*)?(?P<part>凌晨|早上|上午|中午|下午|晚上|傍晚|夜里)?\s*"
    r"(?:(?P<h>\d{1,2})\s*(?:[:点时]\s*(?P<m>\d{1,2})?\s*分?|(?P<half>半))|(?P<hm>\d{3,4}))\s*(?P<late>半)?"
)
_DATED = re.compile(
    r"(?:(?P<y>\d{4})[-/.年])?(?P<mo>\d{1,2})[-/.月](?P<d>\d{1,2})日?[ t]+(?P<h>\d{1,2})[:点时](?P<m>\d{1,2})?分?(?::\d{1,2})?"
)
_DAYS = {"前天": 2, "昨天": 1, "昨日": 1, "昨晚": 1, "yesterday": 1}
_EVENING = {"昨晚", "今晚"}
_AFTERNOON = {"下午", "晚上", "傍晚"}


def parse_time(text: str, now: datetime | None = None) -> datetime | None:
    """The moment meant, in the local zone; None when it cannot be read. A clock time later than now was yesterday's."""
    here = timezone.localtime(now)
    plain = re.sub(r"\s+", " ", half_width(text)).strip().lower()
    if plain in _NOW:
        return here
    for reader in (_ago, _clock, _dated, _iso):
        moment = reader(plain, here)
        if moment is not None:
            return moment
    return None


def _ago(plain: str, here: datetime) -> datetime | None:
    minus = _MINUS.fullmatch(plain)
    if minus:
        return here - timedelta(minutes=int(minus["n"]))
    match = _AGO.fullmatch(plain)
    if not match or match["unit"] not in _UNITS:
        return None
    amount = 0.5 if match["half"] else 1.0 if match["one"] else float(match["n"])
    return here - timedelta(seconds=amount * _UNITS[match["unit"]])


def _clock(plain: str, here: datetime) -> datetime | None:
    match = _CLOCK.fullmatch(plain)
    if not match:
        return None
    if match["hm"]:
        hour, minute = int(match["hm"][:-2]), int(match["hm"][-2:])
    else:
        hour, minute = int(match["h"]), int(match["m"] or 0)
    minute = 30 if (match["half"] or match["late"]) and not match["m"] else minute
    day = match["day"]
    late = match["part"] in _AFTERNOON or day in _EVENING
    hour += 12 if late and 0 < hour < 12 else 0
    moment = _at(here.date() - timedelta(days=_DAYS.get(day or "", 0)), hour, minute)
    if moment is not None and day is None and moment > here + timedelta(minutes=5):
        return moment - timedelta(days=1)
    return moment


def _dated(plain: str, here: datetime) -> datetime | None:
    match = _DATED.fullmatch(plain)
    if not match:
        return None
    try:
        day = date(int(match["y"] or here.year), int(match["mo"]), int(match["d"]))
    except ValueError:
        return None
    moment = _at(day, int(match["h"]), int(match["m"] or 0))
    if moment is not None and not match["y"] and moment > here + timedelta(days=1):
        return _at(day.replace(year=here.year - 1), int(match["h"]), int(match["m"] or 0)) if day.month != 2 else moment
    return moment


def _iso(plain: str, here: datetime) -> datetime | None:
    try:
        moment = parse_datetime(plain.upper())
    except ValueError:
        return None
    if moment is None:
        return None
    return timezone.make_aware(moment, here.tzinfo) if timezone.is_naive(moment) else moment


def _at(day: date, hour: int, minute: int) -> datetime | None:
    if hour > 23 or minute > 59:
        return None
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
