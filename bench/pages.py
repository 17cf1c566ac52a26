"""Screens with 20, 500 and 5,000 open incidents, beside the very queries they ask, bare, over psycopg2.

Ours is the whole request: middlewares, session, access, templates. Nothing may be silently cut: the counts on each screen
must say every incident, and the number of queries must not depend on how many there are.
"""

import json
import random
import time
from collections.abc import Callable
from datetime import timedelta

from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.harness import Report, interleaved, median, percentile
from command_center.models import Wall
from incidents.dispatch.models import Dispatch
from incidents.reports.models import Report as CitizenReport
from incidents.response.models import EventType, Figure, Incident, LogEntry
from organizations import access
from tests.factories import organizations as make
from tests.factories import teams as make_teams
from tests.factories.response import event_type
from timeline.models import Event

SIZES = (20, 500, 5000)
ROUNDS = 30
MOST_MS = 100.0
WAITING = 50  # reports in the queue
TYPES = ("10101", "10106", "10401", "20603", "20701", "30202")
WORDS = "接群众报警，上游暴雨引发山洪，有人员被困，水位仍在上涨，道路中断。"


class County:
    """A county of 12 townships, its bureau, officers and teams; incidents are added until there are enough."""

    def __init__(self) -> None:
        self.chance = random.Random(7)
        self.county = make.jurisdiction(code="510182000000")
        self.towns = [make.jurisdiction(self.county) for _number in range(12)]
        self.unit = make.unit(self.county)
        self.officer = make.user("duty_officer", self.county)
        self.types = [event_type(code) for code in TYPES]
        self.teams = [make_teams.team(self.county) for _number in range(40)]
        Wall.objects.create(slug="bench", name="大屏", name_en="Wall", jurisdiction=self.county)
        self._queue()

    def fill(self, count: int) -> None:
        """Bring the open incidents to `count`, each with figures, log, events and a joined report."""
        have = Incident.objects.count()
        made = Incident.objects.bulk_create([self._incident(number) for number in range(have, count)], batch_size=1000)
        now = timezone.now()
        Figure.objects.bulk_create(
            [
                Figure(incident=one, name=name, value=value, source="县公安局", as_of=now, author=self.officer)
                for one in made
                for name, value in (("deaths", one.pk % 3), ("trapped", one.pk % 7), ("relocated", one.pk % 200))
            ],
            batch_size=2000,
        )
        LogEntry.objects.bulk_create(
            [LogEntry(incident=one, text=WORDS, author=self.officer) for one in made], batch_size=2000
        )
        Event.objects.bulk_create([self._event(one) for one in made], batch_size=1000)
        CitizenReport.objects.bulk_create([self._report(one.pk, one) for one in made], batch_size=1000)
        if not Dispatch.objects.exists():
            self._send(made)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")

    def _point(self) -> Point:
        return Point(103.4 + self.chance.random() * 0.4, 30.7 + self.chance.random() * 0.4, srid=4326)

    def _incident(self, number: int) -> Incident:
        began = timezone.now() - timedelta(minutes=self.chance.randrange(5, 3000))
        return Incident(
            number=f"510182-2026-{number + 1:04d}",
            jurisdiction=self.chance.choice(self.towns),
            event_type=self.chance.choice(self.types),
            title=f"玉山村山洪 {number}",
            description=WORDS * 3,
            place="玉山镇玉山村三组",
            grade=self.chance.choice((None, 4, 4, 4, 3, 3, 2, 1)),
            location=self._point(),
            occurred_at=began,
            received_at=began + timedelta(minutes=2),
            owner_unit=self.unit,
            opened_by=self.officer,
        )

    def _event(self, one: Incident) -> Event:
        return Event(
            kind="incident.opened",
            subject=f"incident:{one.pk}",
            subjects=[f"incident:{one.pk}"],
            jurisdiction=one.jurisdiction,
            audience=access.audience("incident.view", [one.jurisdiction]),
            actor=self.officer,
            actor_name=str(self.officer),
            data={"number": one.number, "title": one.title},
        )

    def _report(self, number: int, incident: Incident | None) -> CitizenReport:
        return CitizenReport(
            number=f"B{number}{'' if incident else 'W'}",
            receipt=f"R{number}{'' if incident else 'W'}",
            jurisdiction=incident.jurisdiction if incident else self.chance.choice(self.towns),
            source="call_119",
            status="verified" if incident else "submitted",
            event_type=self.types[0],
            title="报警",
            description=WORDS,
            location=self._point(),
            occurred_at=timezone.now(),
            owner_unit=self.unit,
            incident=incident,
        )

    def _queue(self) -> None:
        CitizenReport.objects.bulk_create([self._report(number, None) for number in range(WAITING)])

    def _send(self, incidents: list[Incident]) -> None:
        Dispatch.objects.bulk_create(
            Dispatch(
                incident=incidents[number % len(incidents)], team=team, jurisdiction=self.county, owner_unit=self.unit,
                status=("ordered", "en_route", "on_scene")[number % 3], ordered_by=self.officer,
            )
            for number, team in enumerate(self.teams[:20])
        )  # fmt: skip


def queries_of(work: Callable[[], object]) -> list[str]:
    """The statements a piece of work asks, as they were sent."""
    with CaptureQueriesContext(connection) as seen:
        work()
    return [query["sql"] for query in seen.captured_queries if query["sql"].startswith(("SELECT", "WITH"))]


def bare(statements: list[str]) -> None:
    """The same statements over a plain cursor, every row fetched."""
    with connection.connection.cursor() as cursor:  # psycopg2's own, none of Django's wrappers
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()


def _processor_ms(work: Callable[[], object], rounds: int = 10) -> float:
    """What Python itself spends on one view: the same on a busy machine as on a quiet one."""
    began = time.process_time()
    for _round in range(rounds):
        work()
    return (time.process_time() - began) / rounds * 1e3


def screens(number: str) -> dict[str, list[str]]:
    """Each screen with every address that its first view asks for from this server's pages."""
    return {
        "duty desk": ["/duty/", "/reports/queue/"],
        "incident page": [f"/incidents/{number}/"],
        "list of incidents": ["/incidents/?open=true"],
        "wall data": ["/wall/bench/data/"],
    }


def _say_every_incident(client: Client, count: int) -> None:
    listed = json.loads(client.get("/api/v1/incidents/?open=true&page_size=1").content)["count"]
    desk, wall = client.get("/duty/").content.decode(), client.get("/wall/bench/data/").content.decode()
    assert listed == count
    assert f"{count}" in desk, "the desk does not count every open incident"
    assert f"{count}" in wall or f"{count:,}" in wall, "the wall does not count every open incident"


def run(report: Report) -> None:
    """Fill, check that nothing is cut, count queries, measure."""
    assert EventType.objects.exists()
    county = County()
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(county.officer, backend="django.contrib.auth.backends.ModelBackend")
    asked: dict[str, set[int]] = {}

    def ours(paths: list[str]) -> None:
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)

    for size in SIZES:
        county.fill(size)
        _say_every_incident(client, size)
        for name, paths in screens(Incident.objects.order_by("pk")[0].number).items():
            ours(paths)
            statements = queries_of(lambda paths=paths: ours(paths))
            asked.setdefault(name, set()).add(len(statements))
            taken = interleaved(
                ROUNDS, ours=lambda paths=paths: ours(paths), bare=lambda statements=statements: bare(statements)
            )
            mine, theirs = taken["ours"], median(taken["bare"]) * 1e3
            report.figure(f"{name}, {size:,} open, median ms", median(mine) * 1e3, limit=theirs)
            report.figure(f"{name}, {size:,} open, own processor ms", _processor_ms(lambda paths=paths: ours(paths)))
            bound = MOST_MS if size == SIZES[-1] else None
            report.figure(f"{name}, {size:,} open, p95 ms", percentile(mine, 0.95) * 1e3, at_most=bound)
    for name, counts in asked.items():
        spread = float(max(counts) - min(counts))
        report.figure(f"{name}, queries", float(max(counts)), note=f"{sorted(counts)}")
        report.figure(f"{name}, more queries for more incidents", spread, at_most=0)
