"""Positions: a batch of 1,000 through the service beside bare COPY + upsert of the same rows into bare tables.

The bare side keeps what any store must: a history with its primary key, and the newest position per team. Ours also
checks every value and who may send it, moves the search index of two capabilities per team, and tells the live feed.
Every team moves some 100 m each time and all are ready: the worst case for the index.
"""

import io
from datetime import UTC, datetime, timedelta
from statistics import median

import orjson
from django.db import connection, transaction
from django.utils import timezone
from rest_framework.test import APIClient

from bench.harness import Report, interleaved
from resources.teams.models import PositionHistory, Team
from resources.teams.services import positions_ingest
from tests.factories import organizations as make
from tests.factories.teams import team

ROUNDS = 25
BATCH = 1000

_BARE_TABLES = """
CREATE TABLE IF NOT EXISTS bare_latest (team bigint PRIMARY KEY, at timestamptz, place geometry(Point, 4326), accuracy float8);
CREATE TABLE IF NOT EXISTS bare_history (team bigint, at timestamptz, place geometry(Point, 4326), accuracy float8,
                                         PRIMARY KEY (team, at));
"""
_BARE_STORE = """
INSERT INTO bare_history SELECT team, at, place, accuracy FROM given ON CONFLICT DO NOTHING;
INSERT INTO bare_latest SELECT DISTINCT ON (team) team, at, place, accuracy FROM given ORDER BY team, at DESC
ON CONFLICT (team) DO UPDATE SET at = EXCLUDED.at, place = EXCLUDED.place, accuracy = EXCLUDED.accuracy
WHERE bare_latest.at < EXCLUDED.at;
"""


class _Clock:
    """Every batch is newer than the one before."""

    def __init__(self):
        self.at = timezone.now() - timedelta(hours=20)

    def next(self):
        self.at += timedelta(seconds=10)
        return self.at


def _batch(ids, at, step):
    text = at.astimezone(UTC).isoformat()
    return [
        {
            "team": pk,
            "at": text,
            "lon": 103.5 + (n % 100) / 500 + step * (n % 9 + 1) * 0.0002,
            "lat": 30.8 + n / 5000,
            "accuracy_m": 8.0,
        }
        for n, pk in enumerate(ids)
    ]


def _bare(batch):
    lines = "".join(
        f"{item['team']}\t{item['at']}\tSRID=4326;POINT({item['lon']} {item['lat']})\t{item['accuracy_m']}\n"
        for item in batch
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE given (LIKE bare_history) ON COMMIT DROP")
        cursor.copy_expert("COPY given FROM STDIN", io.StringIO(lines))
        cursor.execute(_BARE_STORE)


def run(report: Report) -> None:
    """The service, and the same over the API."""
    place = make.jurisdiction()
    actor = make.user("duty_officer", place)
    ids = [team(place, capabilities=("water", "medical")).pk for _ in range(BATCH)]
    with connection.cursor() as cursor:
        cursor.execute(_BARE_TABLES)
        cursor.execute("VACUUM ANALYZE teams_team, teams_teamability")
    clocks = {"ours": _Clock(), "api": _Clock(), "limit": _Clock()}
    clocks["api"].at += timedelta(seconds=5)
    steps = {"ours": 0, "api": 0, "limit": 0}
    client = APIClient(SERVER_NAME="127.0.0.1")
    client.force_authenticate(actor)

    def made(side):
        steps[side] += 1
        return _batch(ids, clocks[side].next(), steps[side])

    def ours():
        assert positions_ingest(batch=made("ours"), actor=actor).accepted == BATCH

    def api():
        answer = client.post("/api/v1/positions/", orjson.dumps(made("api")), content_type="application/json")
        assert answer.status_code == 202, answer.content

    times = interleaved(ROUNDS, ours=ours, limit=lambda: _bare(made("limit")), api=api)
    limit = median(times["limit"]) * 1e3
    report.figure("1,000 teams moved, service, ms", median(times["ours"]) * 1e3, limit=limit, reach=3)
    report.figure("the same as a request to the API, ms", median(times["api"]) * 1e3, limit=limit, reach=3)
    report.figure("positions a second", BATCH / median(times["api"]))
    repeated = _batch(ids, datetime.now(UTC) - timedelta(hours=1), 1)
    again = interleaved(10, ours=lambda: positions_ingest(batch=repeated, actor=actor), limit=lambda: _bare(repeated))
    repeat_limit = median(again["limit"]) * 1e3
    report.figure("1,000 repeated, nothing changes, ms", median(again["ours"]) * 1e3, limit=repeat_limit, reach=3)
    assert PositionHistory.objects.count() > BATCH
    assert Team.objects.filter(position_at=None).count() == 0
