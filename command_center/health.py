"""For machines that watch: `/healthz` while the process lives, `/readyz` when everything it needs answers too."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NoAnswer
from typing import Any

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, close_old_connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from clocks.selectors import pulses

OK = "ok"
PATIENCE_S = 1.0
# Worker and beat pulse every 5 s.
PULSE_S = 20.0


class Probe:
    """Asks one question in a thread of its own, never two at once, and never waits long for a frozen answer."""

    def __init__(self, name: str, question: Callable[[], Any]) -> None:
        self._question = question
        self._threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"probe-{name}")
        self._asked: Future[Any] | None = None

    def ask(self) -> None:
        """Start asking, unless the last question is still unanswered."""
        if self._asked is None or self._asked.done():
            self._asked = self._threads.submit(self._question)

    def answer(self, until: float) -> tuple[Any, str]:
        """(answer, "ok") or (None, what is wrong)."""
        assert self._asked is not None
        try:
            return self._asked.result(timeout=max(0.0, until - time.monotonic())), OK
        except NoAnswer:
            return None, f"no answer within {PATIENCE_S:g} s"
        except Exception as error:  # noqa: BLE001 - whatever it is, it is reported
            return None, str(error).strip().split("\n")[0][:200] or type(error).__name__


def _database() -> dict[str, float]:
    close_old_connections()
    try:
        return pulses()
    except Error:
        close_old_connections()
        raise


def _redis() -> bool:
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE_S, socket_connect_timeout=PATIENCE_S, retry=None
    )
    try:
        return bool(client.ping())
    finally:
        client.close()


_probes = {"database": Probe("database", _database), "redis": Probe("redis", _redis)}


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while this process answers; asks nobody else, so that a dead Redis does not restart healthy processes."""
    return JsonResponse({"status": OK})


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200, or 503 with what is wrong: database, Redis, the worker (end to end, by its pulse) and beat."""
    until = time.monotonic() + PATIENCE_S
    for probe in _probes.values():
        probe.ask()
    ages, database = _probes["database"].answer(until)
    _pong, bell = _probes["redis"].answer(until)
    state = {"database": database, "redis": bell}
    for component in ("worker", "beat"):
        state[component] = _pulse(None if ages is None else ages.get(component), known=ages is not None)
    return JsonResponse(state, status=200 if set(state.values()) == {OK} else 503)


def _pulse(age: float | None, *, known: bool) -> str:
    if not known:
        return "unknown: the database does not answer"
    if age is None:
        return "no pulse yet"
    return OK if age < PULSE_S else f"no pulse for {age:.0f} s"
