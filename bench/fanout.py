"""One event to 1,000 and 2,000 sockets, 50 of them stalled, and a burst of 200; beside a bare `websockets` server.

Time runs from the ring after the commit (ours) or the publish (limit) to the last socket that has it. The hub reads
PostgreSQL in that time; the limit gets its text from Redis. Sockets belong to 40 people at a city and two counties.
"""

import contextlib
import time

import psycopg2
import redis
from django.conf import settings
from django.db import connection
from django.test import Client

from bench._ears import Ears
from bench.harness import Process, Report, cpu_s, median, percentile
from organizations.models import Jurisdiction
from tests.factories import organizations as make

STALLED = 50
BURST = 200
ROUNDS = 25
INSERT = """
    INSERT INTO timeline_event (kind, subject, subjects, jurisdiction_id, audience, actor_name, data)
    VALUES ('dispatch.ordered', 'dispatch:12', '{dispatch:12,incident:7}', %s, %s, '', %s)
"""
DATA = '{"mark": %d, "number": "YX-2026-0142", "team": "云溪县矿山救护队", "status": "ordered", "at": "2026-11-21T21:00:00Z"}'
BARE = (
    '{"type":"event","cursor":%d,"kind":"dispatch.ordered","subject":"dispatch:12","subjects":["dispatch:12","incident:7"],'
    '"actor":null,"at":"2026-11-21T21:08:12.123456+00:00","data":' + DATA + "}"
)


class Teller:
    """Writes events into the record, and into the bare server's channel."""

    def __init__(self, place: Jurisdiction):
        self.place = place
        self.bell = redis.Redis.from_url(settings.REDIS_URL)
        self.database = psycopg2.connect(**connection.get_connection_params())
        self.database.autocommit = True
        self.audience = [f"incident.view@{pk}" for pk in place.ancestor_ids]
        self.number = 0

    def ours(self, count: int = 1) -> float:
        """Commit and ring `count` times; the moment of the first ring."""
        began = 0.0
        with self.database.cursor() as cursor:
            for _ in range(count):
                self.number += 1
                cursor.execute(INSERT, (self.place.pk, self.audience, DATA % self.number))
                began = began or time.monotonic()
                self.bell.publish("feed:bell", "1")
        return began

    def bare(self, count: int = 1) -> float:
        """Publish `count` texts of the same length."""
        began = time.monotonic()
        for _ in range(count):
            self.number += 1
            self.bell.publish("bench:bare", BARE % (self.number, self.number))
        return began


def people() -> tuple[Jurisdiction, list[str]]:
    """A county, and the cookies of 40 people of it and of the city above who may hear what happens there."""
    city = make.jurisdiction(level="city")
    county = make.jurisdiction(city)
    cookies = []
    for number in range(40):
        person = make.user("duty_officer" if number % 2 else "commander", county if number % 4 else city)
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}")
    return county, cookies


def live_process() -> Process:
    """Our live process, as production runs it."""
    return Process(
        "-m", "uvicorn", "command_center.asgi:application", "--port", "{port}", "--ws-per-message-deflate", "false",
        "--no-access-log", "--log-level", "warning", "--ws-ping-interval", 3600,  # our ears do not answer pings
    )  # fmt: skip


def run(report: Report) -> None:
    """Both sizes; the burst at 1,000."""
    county, cookies = people()
    teller = Teller(county)
    for size in (1000, 2000):
        with live_process() as live, Process("-m", "bench._bare_fanout", "{port}") as bare, Ears() as ears:
            live.wait_for()
            _wait_for_port(bare)
            many = [cookies[n % len(cookies)] for n in range(size + STALLED)]
            let_in = ears.fill("ours", live.port, "/ws/feed/", many, STALLED, b'"heartbeat"')
            report.figure(f"{size:,} sockets at the door at once, s until all are in", let_in)
            ears.fill("bare", bare.port, "/", many, STALLED)
            _single(report, ears, teller, size)
            _burst(report, ears, teller, size, live, bare)


def _wait_for_port(process: Process) -> None:
    with contextlib.suppress(Exception):
        process.wait_for("/", 10)


def _single(report: Report, ears: Ears, teller: Teller, size: int) -> None:
    ours, bare, lost = [], [], 0
    for _ in range(ROUNDS):
        for hall, tell, times in (("ours", teller.ours, ours), ("bare", teller.bare, bare)):
            taken, missing, doubled = ears.round(hall, 1, tell)
            times.append(taken * 1e3)
            lost += (missing + doubled) if hall == "ours" else 0
            time.sleep(0.05)
    note = f"p95 {percentile(ours, 0.95):.0f} ms, limit's p95 {percentile(bare, 0.95):.0f} ms"
    report.figure(f"one event, last of {size:,} sockets, ms", median(ours), limit=median(bare), reach=1.2, note=note)
    report.figure(f"one event to {size:,} sockets, lost or doubled", lost, at_most=0)


def _burst(report: Report, ears: Ears, teller: Teller, size: int, live: Process, bare: Process) -> None:
    taken = {"ours": [], "bare": []}
    used = {"ours": [], "bare": []}
    lost = 0
    for _ in range(3):
        for hall, tell, process in (("ours", teller.ours, live), ("bare", teller.bare, bare)):
            before = cpu_s(process.pid)
            seconds, missing, doubled = ears.round(hall, BURST, lambda tell=tell: tell(BURST))
            used[hall].append((cpu_s(process.pid) - before) * 1e3 / (size * BURST / 1000))
            taken[hall].append(seconds * 1e3)
            lost += (missing + doubled) if hall == "ours" else 0
    name = f"burst of {BURST} to {size:,} sockets"
    report.figure(f"{name}, processor ms per 1,000", median(used["ours"]), limit=median(used["bare"]), reach=0.5)
    report.figure(f"{name}, last has all, ms", median(taken["ours"]), limit=median(taken["bare"]), reach=1.2)
    report.figure(f"{name}, lost or doubled", lost, at_most=0)
