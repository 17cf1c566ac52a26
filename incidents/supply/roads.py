"""How long goods take: great circle over the speed model, or the router by its address; blocked roads bend or cut the way.

Minutes from the order to the arrival: loading, then driving. A blocked road without a way round makes NO_WAY of every
straight line through its corridor; with one it adds the detour.
"""

import json
import logging
import time
import urllib.request
from collections.abc import Sequence

import numpy as np
from django.conf import settings
from django.contrib.gis.geos import LineString

from core.geo import distance_m
from incidents.dispatch.travel import drive_s
from incidents.supply.allocation.problem import NO_WAY
from incidents.supply.models import Roadblock

log = logging.getLogger(__name__)
SPEED_KMH = 40
LOADING_MIN = 20
TIMEOUT_S = 1.0
PAUSE_S = 30.0
MOST = 100
DEGREE_M = 111_320
_silent_until = [0.0]

Point = tuple[float, float]


def travel(
    sources: Sequence[Point], places: Sequence[Point | None], blocks: Sequence[Roadblock]
) -> tuple[np.ndarray, np.ndarray]:
    """(minutes, km) [source, place]. A place nobody knows the whereabouts of is reckoned as loading only."""
    speed = int(getattr(settings, "SUPPLY_SPEED_KMH", SPEED_KMH))
    loading = int(getattr(settings, "SUPPLY_LOADING_MIN", LOADING_MIN))
    minutes = np.full((len(sources), len(places)), loading, dtype=np.int64)
    km = np.zeros(minutes.shape)
    for column, place in enumerate(places):
        if place is None:
            continue
        for row, source in enumerate(sources):
            metres = distance_m(source, place)
            km[row, column] = metres / 1000
            minutes[row, column] = round(loading + drive_s(metres, speed) / 60)
    _by_road(sources, places, minutes, km, loading)
    for block in blocks:
        _bend(block, sources, places, minutes)
    return minutes, km


def _bend(block: Roadblock, sources: Sequence[Point], places: Sequence[Point | None], minutes: np.ndarray) -> None:
    """Lengthen or cut every way that leads through the corridor of a blocked road."""
    corridor = block.geometry.buffer(max(block.radius_m, 1) / DEGREE_M)
    for column, place in enumerate(places):
        for row, source in enumerate(sources):
            if place is None or source == place or minutes[row, column] == NO_WAY:
                continue
            if corridor.intersects(LineString(source, place)):
                minutes[row, column] = NO_WAY if block.detour_min is None else minutes[row, column] + block.detour_min


def _by_road(
    sources: Sequence[Point], places: Sequence[Point | None], minutes: np.ndarray, km: np.ndarray, loading: int
) -> None:
    """Better figures where a router is configured and answers; after a failure it is left alone for PAUSE_S seconds."""
    known = [n for n, place in enumerate(places) if place is not None]
    base = settings.ROUTER_URL.rstrip("/") if settings.ROUTER_URL else ""
    if not base or not known or not 0 < len(sources) + len(known) <= MOST or time.monotonic() < _silent_until[0]:
        return
    points = [*sources, *(places[n] for n in known)]
    text = ";".join(f"{point[0]:.6f},{point[1]:.6f}" for point in points if point)
    starts = ";".join(map(str, range(len(sources))))
    ends = ";".join(str(len(sources) + n) for n in range(len(known)))
    url = f"{base}/table/v1/driving/{text}?sources={starts}&destinations={ends}&annotations=duration,distance"
    try:
        if not base.startswith(("http://", "https://")):
            raise ValueError("ROUTER_URL is not an http address")
        with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer:  # noqa: S310  the scheme was checked above
            found = json.load(answer)
        for row in range(len(sources)):
            for n, column in enumerate(known):
                seconds, metres = found["durations"][row][n], found["distances"][row][n]
                if seconds is not None and metres is not None:
                    minutes[row, column], km[row, column] = round(loading + seconds / 60), metres / 1000
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        log.warning("router: %s", error)
        _silent_until[0] = time.monotonic() + PAUSE_S
