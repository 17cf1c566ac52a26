"""Coordinates: forms people paste, and the Chinese GCJ-02 offset, converted at the edge.

Inside the platform everything is WGS 84 longitude/latitude in degrees (EPSG:4326; CGCS2000 is treated as equal, the
difference being below a decimetre).
"""

import math
import re
from collections.abc import Iterable

from core.text import half_width

EARTH_RADIUS_M = 6_371_008.8
_GCJ_A = 6378245.0
_GCJ_EE = 0.00669342162296594323


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle metres between two (lon, lat) pairs."""
    lon1, lat1, lon2, lat2 = map(math.radians, (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(h))


def in_china(lon: float, lat: float) -> bool:
    """Whether GCJ-02 is defined here; outside it is the identity."""
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def _gcj_offset(lon: float, lat: float) -> tuple[float, float]:
    x, y = lon - 105.0, lat - 35.0
    pi = math.pi
    root = math.sqrt(abs(x))
    common = (20.0 * math.sin(6.0 * x * pi) + 20.0 * math.sin(2.0 * x * pi)) * 2.0 / 3.0
    dlat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common
    dlat += (20.0 * math.sin(y * pi) + 40.0 * math.sin(y / 3.0 * pi)) * 2.0 / 3.0
    dlat += (160.0 * math.sin(y / 12.0 * pi) + 320 * math.sin(y * pi / 30.0)) * 2.0 / 3.0
    dlon = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common
    dlon += (20.0 * math.sin(x * pi) + 40.0 * math.sin(x / 3.0 * pi)) * 2.0 / 3.0
    dlon += (150.0 * math.sin(x / 12.0 * pi) + 300.0 * math.sin(x / 30.0 * pi)) * 2.0 / 3.0
    rad = math.radians(lat)
    magic = 1 - _GCJ_EE * math.sin(rad) ** 2
    dlat = (dlat * 180.0) / ((_GCJ_A * (1 - _GCJ_EE)) / (magic * math.sqrt(magic)) * pi)
    dlon = (dlon * 180.0) / (_GCJ_A / math.sqrt(magic) * math.cos(rad) * pi)
    return dlon, dlat


def wgs84_to_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """WGS 84 → GCJ-02 (AMap, Tencent), degrees."""
    if not in_china(lon, lat):
        return lon, lat
    dlon, dlat = _gcj_offset(lon, lat)
    return lon + dlon, lat + dlat


def gcj02_to_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """GCJ-02 → WGS 84, degrees, to better than a decimetre by fixed-point iteration."""
    if not in_china(lon, lat):
        return lon, lat
    guess_lon, guess_lat = lon, lat
    for _step in range(4):
        dlon, dlat = _gcj_offset(guess_lon, guess_lat)
        guess_lon, guess_lat = lon - dlon, lat - dlat
    return guess_lon, guess_lat


_DMS = re.compile(
    r"(?P<pre>[NSEW东西南北])?[^\d\-]*(?P<d>-?\d{1,3}(?:\.\d+)?)\s*[°度d]\s*"
    r"(?:(?P<m>\d{1,2}(?:\.\d+)?)\s*['′分m]\s*)?(?:(?P<s>\d{1,2}(?:\.\d+)?)\s*(?:[\"″秒s]+|['′]{2})\s*)?(?P<post>[NSEW东西南北])?",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"-?\d{1,3}\.\d+|-?\d{1,3}(?=[\s,;，；]|$)")
_SIDES = {"N": "lat", "S": "lat", "北": "lat", "南": "lat", "E": "lon", "W": "lon", "东": "lon", "西": "lon"}


def _dms_values(text: str) -> list[tuple[str | None, float]]:
    values = []
    for match in _DMS.finditer(text):
        side = (match["pre"] or match["post"] or "").upper()
        value = abs(float(match["d"])) + float(match["m"] or 0) / 60 + float(match["s"] or 0) / 3600
        if match["d"].startswith("-") or side in ("S", "W", "南", "西"):
            value = -value
        values.append((_SIDES.get(side), value))
    return values


def _ordered(values: Iterable[tuple[str | None, float]]) -> tuple[float, float] | None:
    pair = list(values)
    if len(pair) != 2:
        return None
    (side_a, a), (side_b, b) = pair
    if side_a == "lat" or side_b == "lon":
        a, b = b, a
    elif side_a is None and side_b is None and abs(a) <= 90 < abs(b):
        a, b = b, a  # in China only a latitude can be below 90 beside a value above it
    return (a, b) if abs(a) <= 180 and abs(b) <= 90 else None


def parse_coordinates(text: str) -> tuple[float, float] | None:
    """(lon, lat) in degrees from decimal or degree-minute-second text in either order; None when it is not a pair."""
    plain = half_width(text)
    if re.search(r"[°度]", plain):
        return _ordered(_dms_values(plain))
    if not re.fullmatch(r"[\s\d.,;\-+NSEWnsew东西南北经纬:]+", plain):
        return None
    sides = [_SIDES.get(mark.upper()) for mark in re.findall(r"[NSEWnsew东西南北]", plain)]
    numbers = [float(number) for number in _DECIMAL.findall(plain)]
    padded = [*sides, None, None][:2] if len(numbers) == 2 else []
    return _ordered(zip(padded, numbers, strict=False))
