"""Reports per second at 1 and 8 at once, each with an Idempotency-Key, beside the same statements bare through psycopg2.

Ours: two granian processes as in production, token, JSON, checks, duplicates, number without gaps, owner, deadline, two
events, receipt. Bare: the same reads, and the same rows copied from one such report, in the same order and transaction.
"""

import hashlib
import http.client
import itertools
import json
import random
import threading
import time
import uuid
from datetime import timedelta
from statistics import median

import psycopg2
import redis
from django.conf import settings
from django.db import connection
from django.utils import timezone

from bench.harness import Process, Report, percentile
from incidents.reports.models import Report as Filed
from incidents.reports.selectors.duplicates import CANDIDATES_WITH_PLACE
from organizations.models import ApiToken
from tests.factories import organizations as make
from tests.factories.response import event_type

ROUNDS = 5
EACH = {1: 60, 8: 320}
TOKEN = "bench-" + uuid.uuid4().hex
SERVER = ("-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4", "--port", "{port}")
WORDS = ("山洪", "滑坡", "道路", "冲断", "房屋", "进水", "被困", "转移", "电杆", "倒伏", "桥梁", "积水", "起火", "浓烟")


def _body(code):
    words = "，".join(random.sample(WORDS, 6))
    return {
        "event_type": "10106",
        "title": words[:20],
        "description": f"玉山村{words}，请速派人。",
        "occurred_at": timezone.now().isoformat(),
        "location": {
            "type": "Point",
            "coordinates": [103.6 + random.uniform(-0.19, 0.19), 30.9 + random.uniform(-0.19, 0.19)],
        },
        "place": "玉山村",
        "jurisdiction": code,
        "figures": {"trapped": 2, "deaths": None},
        "source": "call_119",
    }


def _at_once(people, total, work):
    """(seconds, seconds of each) for `total` calls by `people` threads; each thread keeps what `work()` gives it."""
    left, lock, took = itertools.count(), threading.Lock(), []
    start = threading.Barrier(people + 1)

    def one():
        call = work()
        mine = []
        start.wait()
        while True:
            with lock:
                if next(left) >= total:
                    break
            began = time.perf_counter()
            call()
            mine.append(time.perf_counter() - began)
        took.extend(mine)

    threads = [threading.Thread(target=one) for _number in range(people)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, took


def _ours(port, code):
    def work():
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

        def call():
            headers = {
                "Authorization": f"Token {TOKEN}",
                "Content-Type": "application/json",
                "Idempotency-Key": str(uuid.uuid4()),
            }
            line.request("POST", "/api/v1/reports/", json.dumps(_body(code)), headers)
            answer = line.getresponse()
            text = answer.read()
            assert answer.status == 201, (answer.status, text)

        return call

    return work


def _copy(table, template, **new):
    """`INSERT … SELECT` of one row under a new id, with some columns given."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name <> 'id'", [table]
        )
        columns = [row[0] for row in cursor.fetchall() if row[0] not in new]
    given = [*new, *columns]
    values = [*new.values(), *columns]
    return f"INSERT INTO {table} ({', '.join(given)}) SELECT {', '.join(values)} FROM {table} WHERE id = {template}"


TOKEN_SQL = "SELECT * FROM organizations_apitoken t JOIN organizations_user u ON u.id = t.user_id WHERE digest = %s"
REACH_SQL = """
SELECT role, path FROM organizations_membership m JOIN organizations_jurisdiction j ON j.id = m.jurisdiction_id
WHERE user_id = %s AND ends_at IS NULL
"""
INSIDE_SQL = """
SELECT ST_Covers(boundary, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)) FROM organizations_jurisdiction
WHERE id = %(place)s
"""
NUMBER_SQL = """
INSERT INTO response_incidentnumber (prefix, year, series, last) VALUES ('bare', 2026, 'report', 1)
ON CONFLICT (prefix, year, series) DO UPDATE SET last = response_incidentnumber.last + 1 RETURNING last
"""


def _copies():
    """Statements that write again what one report of ours wrote."""
    newest = Filed.objects.order_by("-pk").first()
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM clocks_deadline")
        (deadline,) = cursor.fetchone()
        cursor.execute("SELECT kind, max(id) FROM timeline_event GROUP BY kind")
        events = dict(cursor.fetchall())
        cursor.execute("SELECT max(id) FROM organizations_requestreceipt")
        (receipt,) = cursor.fetchone()
    return {
        "receipt": _copy("organizations_requestreceipt", receipt, key="%(key)s") + " RETURNING id",
        "deadline": _copy("clocks_deadline", deadline, subject="%(subject)s"),
        "told": _copy("timeline_event", events["clock.opened"], subject="%(subject)s"),
        "report": _copy("reports_report", newest.pk, id="%(id)s", number="%(number)s", receipt="%(key)s"),
        "created": _copy("timeline_event", events["report.created"], subject="%(subject)s"),
    }


def _bare(actor, place):
    statements, reach = _copies(), [f"{place.path}%"]
    digest = hashlib.sha256(TOKEN.encode()).hexdigest()

    def one(cursor):
        now = timezone.now()
        values = {"key": str(uuid.uuid4()), "self": 0, "place": place.pk, "reports": reach, "incidents": reach}
        values |= {"lon": 103.6 + random.uniform(-0.19, 0.19), "lat": 30.9 + random.uniform(-0.19, 0.19)}
        values |= {
            "since": now - timedelta(hours=24),
            "week": now - timedelta(days=7),
            "until": now + timedelta(hours=24),
        }
        cursor.execute(TOKEN_SQL, [digest])
        cursor.execute(REACH_SQL, [actor.pk])
        cursor.execute(statements["receipt"], values)
        (kept,) = cursor.fetchone()
        cursor.execute(CANDIDATES_WITH_PLACE, values)
        cursor.fetchall()
        cursor.execute(INSIDE_SQL, values)
        cursor.execute("SELECT nextval('reports_report_id_seq')")
        values["id"] = cursor.fetchone()[0]
        values["subject"] = f"report:{values['id']}"
        cursor.execute("SELECT * FROM clocks_limit WHERE kind = 'report.verify'")
        cursor.execute(statements["deadline"], values)
        cursor.execute(statements["told"], values)
        cursor.execute(NUMBER_SQL)
        values["number"] = f"bare-{cursor.fetchone()[0]:06d}"
        cursor.execute(statements["report"], values)
        cursor.execute(statements["created"], values)
        cursor.execute("UPDATE organizations_requestreceipt SET status = 201, body = 'x' WHERE id = %s", [kept])

    def work():
        params = connection.get_connection_params()
        params.pop("cursor_factory", None)
        line = psycopg2.connect(**params)
        cursor, bell = line.cursor(), redis.Redis.from_url(settings.REDIS_URL)

        def call():
            one(cursor)
            line.commit()
            bell.publish("feed:bell", "1")

        return call

    return work


def run(report: Report) -> None:
    """Both sides in turn, at 1 and at 8."""
    place, _township, _village = make.county()
    actor = make.user("duty_officer", place)
    digest = hashlib.sha256(TOKEN.encode()).hexdigest()
    ApiToken.objects.create(user=actor, digest=digest, expires_at=timezone.now() + timedelta(days=1))
    event_type("10106")
    with Process(*SERVER, "command_center.wsgi:application") as server:
        server.wait_for()
        ours = _ours(server.port, place.code)
        _at_once(8, 200, ours)
        bare = _bare(actor, place)
        for people, total in EACH.items():
            rates = {"ours": [], "bare": []}
            waits = []
            for _round in range(ROUNDS):
                seconds, took = _at_once(people, total, ours)
                rates["ours"].append(total / seconds)
                waits += took
                rates["bare"].append(total / _at_once(people, total, bare)[0])
            told = f"p99 {percentile(waits, 0.99) * 1e3:.0f} ms"
            report.figure(
                f"reports per second, {people} at once",
                median(rates["ours"]),
                limit=median(rates["bare"]),
                at_least=200 if people == 8 else None,
                note=told,
            )
    given = Filed.objects.exclude(number__startswith="bare").values_list("number", flat=True)
    running = sorted(int(number.rsplit("R", 1)[1]) for number in given)
    assert running == list(range(1, len(running) + 1)), "a number is missing or was given twice"
