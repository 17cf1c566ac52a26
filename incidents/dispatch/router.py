"""Driving times from an OSRM-compatible router, when one is configured (setting ROUTER_URL): a better guess, never a need."""

import json
import logging
import time
import urllib.error
import urllib.request
from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from incidents.dispatch.travel import muster_s

if TYPE_CHECKING:
    from incidents.dispatch.selectors.recommend import Candidate

log = logging.getLogger(__name__)
TIMEOUT_S = 1.0
PAUSE_S = 30.0
MOST = 60
_silent_until = [0.0]


def configured() -> bool:
    """Whether there is a router to ask, and no transaction is open that would wait for it."""
    return bool(settings.ROUTER_URL) and not connection.in_atomic_block


def refine(found: "list[Candidate]", here: tuple[float, float]) -> "tuple[list[Candidate], list[str]]":
    """Candidates with road metres and seconds where the router knows them, and what is to be said about it.

    One request for all; after a failure it is not asked again for PAUSE_S seconds, so that a dead router costs one wait.
    """
    known = [item for item in found if item.lon is not None][:MOST]
    silence = _("The router did not answer; times are reckoned from the straight line.")
    if not known:
        return found, []
    if time.monotonic() < _silent_until[0]:
        return found, [silence]
    try:
        durations, distances = _ask(known, here)
    except (OSError, ValueError, KeyError, IndexError, TypeError, urllib.error.URLError) as error:
        log.warning("router: %s", error)
        _silent_until[0] = time.monotonic() + PAUSE_S
        return found, [silence]
    better = {}
    for item, seconds, metres in zip(known, durations, distances, strict=True):
        if seconds is not None and metres is not None:
            eta = round(muster_s(item.kind) + seconds)
            better[id(item)] = replace(item, distance_m=float(metres), eta_s=eta, by_road=True)
    return [better.get(id(item), item) for item in found], []


def _ask(known: "list[Candidate]", here: tuple[float, float]) -> tuple[list[float | None], list[float | None]]:
    points = ";".join(
        f"{lon:.6f},{lat:.6f}" for lon, lat in [here, *((item.lon or 0, item.lat or 0) for item in known)]
    )
    sources = ";".join(str(index + 1) for index in range(len(known)))
    base = settings.ROUTER_URL.rstrip("/")
    if not base.startswith(("http://", "https://")):
        raise ValueError("ROUTER_URL is not an http address")
    url = f"{base}/table/v1/driving/{points}?sources={sources}&destinations=0&annotations=duration,distance"
    with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer:  # noqa: S310  the scheme was checked above
        document = json.load(answer)
    return [row[0] for row in document["durations"]], [row[0] for row in document["distances"]]
