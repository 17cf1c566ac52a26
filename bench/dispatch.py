"""From the HTTP order to the last of 200 and 1,000 dashboards, one order at a time and eight at once.

Ours as in production: two granian processes for HTTP, one uvicorn for the sockets. The limit: a bare ASGI application
with the same statements, publishing to a bare `websockets` server. Eight at once are measured as one wave: from the
first byte of the first order to the moment when every dashboard has all eight.
"""

import hashlib
import http.client
import json
import threading
import time
import uuid
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from bench._ears import Ears
from bench.create import _copy
from bench.fanout import live_process, people
from bench.harness import Process, Report, median, percentile
from incidents.dispatch.models import Dispatch, DispatchStep
from organizations.models import ApiToken
from tests.factories import organizations as make
from tests.factories.dispatch import incident
from tests.factories.teams import team
from timeline.models import Event, FeedEntry

TOKEN = "bench-" + uuid.uuid4().hex
MARK = b'"kind":"dispatch.ordered"'
ROUNDS = {1: 40, 8: 12}
SIZES = (200, 1000)
WSGI = ("-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4", "--port", "{port}")


class Desk:
    """Eight people who give orders over kept-alive connections, to ours or to the limit."""

    def __init__(self, port, path, teams, incidents):
        self.lines = [http.client.HTTPConnection("127.0.0.1", port, timeout=30) for _ in range(8)]
        self.path, self.teams, self.incidents = path, teams, incidents
        self.answered = []

    def order(self, at_once):
        """Order `at_once` teams at the same time; the moment it began."""
        start = threading.Barrier(at_once + 1)
        threads = [threading.Thread(target=self._one, args=(n, self.teams.pop(), start)) for n in range(at_once)]
        for thread in threads:
            thread.start()
        start.wait()
        began = time.monotonic()
        for thread in threads:
            thread.join()
        return began

    def _one(self, number, team_id, start):
        place = self.incidents[number]
        body = json.dumps({"team": team_id, "incident": place, "task": "搜救被困人员"})
        headers = {"Authorization": f"Token {TOKEN}", "Content-Type": "application/json"}
        start.wait()
        began = time.monotonic()
        line = self.lines[number]
        line.request("POST", self.path.format(place), body, headers)
        answer = line.getresponse()
        text = answer.read()
        assert answer.status == 201, (answer.status, text)
        self.answered.append(time.monotonic() - began)


def run(report: Report) -> None:
    """Both sizes, one and eight at once, in turn with the limit."""
    place, cookies = people()
    make.unit(place)
    officer = make.user("duty_officer", place)
    digest = hashlib.sha256(TOKEN.encode()).hexdigest()
    soon = timezone.now() + timedelta(days=1)
    ApiToken.objects.create(user=officer, digest=digest, expires_at=soon, last_used_at=soon)
    incidents = [incident(place).pk for _ in range(8)]
    needed = len(SIZES) * 2 * sum(at_once * (rounds + 1) for at_once, rounds in ROUNDS.items()) + 40
    teams = [team(place).pk for _ in range(needed)]
    with Process(*WSGI, "command_center.wsgi:application") as web:
        web.wait_for()
        ours = Desk(web.port, "/api/v1/incidents/{}/dispatches/", teams, incidents)
        ours.order(8)
        ours.order(8)
        templates = json.dumps(_templates(officer))
        bare = Process(
            "-m",
            "uvicorn",
            "bench._bare_dispatch:application",
            "--port",
            "{port}",
            "--timeout-keep-alive",
            600,
            TEMPLATES=templates,
        )
        with bare, Process("-m", "bench._bare_fanout", "{port}") as sockets:
            bare.wait_for("/")
            limit = Desk(bare.port, "/", teams, incidents)
            for size in SIZES:
                with live_process() as live, Ears(MARK) as ears:
                    live.wait_for()
                    many = [cookies[n % len(cookies)] for n in range(size)]
                    ears.fill("ours", live.port, "/ws/feed/", many, 0, b'"heartbeat"')
                    ears.fill("bare", sockets.port, "/", many)
                    for at_once, rounds in ROUNDS.items():
                        _measure(report, ears, size, at_once, rounds, ours, limit)


def _templates(officer) -> dict:
    newest = Dispatch.objects.latest("pk")
    step = DispatchStep.objects.filter(dispatch=newest).latest("pk").pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM clocks_deadline")
        (deadline,) = cursor.fetchone()
    ordered, opened = (Event.objects.filter(kind=kind).latest("pk") for kind in ("dispatch.ordered", "clock.opened"))
    data = json.dumps(ordered.data, ensure_ascii=False)
    entry = FeedEntry.objects.get(event=ordered)
    return {
        "token": TOKEN,
        "actor": officer.pk,
        "dispatch": _copy("dispatch_dispatch", newest.pk, team_id="%(team)s", incident_id="%(incident)s")
        + " RETURNING id",
        "step": _copy("dispatch_dispatchstep", step, dispatch_id="%(id)s"),
        "deadline": _copy("clocks_deadline", deadline, subject="%(subject)s"),
        # Nobody of ours is to hear of the limit's orders.
        "opened": _copy("timeline_event", opened.pk, subject="%(subject)s", audience="'{nobody}'"),
        "ordered": _copy("timeline_event", ordered.pk, subject="%(subject)s", audience="'{nobody}'"),
        "text": f'{{"type":"event","cursor":{entry.cursor},"kind":"dispatch.ordered","data":{data}}}',
    }


def _measure(report: Report, ears: Ears, size: int, at_once: int, rounds: int, ours: Desk, limit: Desk) -> None:
    times = {"ours": [], "bare": []}
    lost = 0
    ours.answered.clear()
    for number in range(rounds + 1):
        for hall, desk in (("ours", ours), ("bare", limit)):
            taken, missing, doubled = ears.round(hall, at_once, lambda desk=desk: desk.order(at_once))
            lost += missing + doubled
            if number:
                times[hall].append(taken * 1e3)
            time.sleep(0.02)
    mine = times["ours"]
    note = f"p99 {percentile(mine, 0.99):.0f} ms (limit's {percentile(times['bare'], 0.99):.0f}); answered p50 {median(ours.answered) * 1e3:.0f} ms"
    name = f"order{'' if at_once == 1 else 's'} to last of {size:,}, {at_once} at once, ms"
    report.figure(name, median(mine), limit=median(times["bare"]), reach=4, note=note)
    report.figure(f"{at_once} at once to {size:,}: lost or doubled", lost, at_most=0)
