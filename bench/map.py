"""The map: 10,000 and 100,000 features, all of them and one viewport, beside PostgreSQL making the same GeoJSON bare.

Ours is the whole request, middlewares, session and access included; bare is one statement over a plain connection that
knows nothing of reach, cursor or layers.
"""

import json
import random
import time
import urllib.request

from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client

from bench.harness import Process, Report, interleaved, median
from organizations.models import Jurisdiction
from resources.places.models import Place
from tests.factories import organizations as make

SIZES = (10_000, 100_000)
REACH = 1.5
ROUNDS = {10_000: 15, 100_000: 5}
VIEW = (103.5, 30.8, 103.7, 31.0)
BARE = """
SELECT '{"type":"FeatureCollection","features":['||coalesce(string_agg('{"type":"Feature","id":"place:'||id||'","geometry":'
||ST_AsGeoJSON(location,6)||',"properties":'||json_build_object('layer',kind,'name',name,'name_en',name_en,'state',NULL,
'grade',NULL)::text||'}', ','),'')||']}' FROM places_place WHERE is_active AND kind = 'hazard'
"""
BARE_VIEW = BARE + " AND location && ST_MakeEnvelope(%s,%s,%s,%s,4326)"


def _fill(villages: list[Jurisdiction], count: int) -> None:
    chance = random.Random(1)
    have = Place.objects.count()
    rows = [
        Place(
            kind="hazard", name=f"隐患点{number}", name_en=f"Hazard {number}", jurisdiction=chance.choice(villages),
            location=Point(103 + chance.random() * 2, 30 + chance.random() * 2, srid=4326),
        )
        for number in range(have, count)
    ]  # fmt: skip
    Place.objects.bulk_create(rows, batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE places_place")


def _bare(sql: str, *values: float) -> str:
    with connection.connection.cursor() as cursor:  # psycopg2's own, none of Django's wrappers
        cursor.execute(sql, values or None)
        return str(cursor.fetchone()[0])


def run(report: Report) -> None:
    """Fill, check that both sides say the same, measure."""
    county = make.jurisdiction()
    villages = [make.jurisdiction(parent=county, level="village") for _number in range(50)]
    person = make.user("duty_officer", county)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    view = ",".join(map(str, VIEW))

    def ours(url: str) -> bytes:
        answer = client.get(url)
        assert answer.status_code == 200, answer.content[:300]
        return bytes(answer.content)

    empty = interleaved(30, ours=lambda: ours("/api/v1/map/?layers=hazard&bbox=1,1,2,2"))["ours"]
    report.figure("a request that finds nothing, ms (what each viewport pays)", median(empty) * 1e3)
    for size in SIZES:
        _fill(villages, size)
        whole, part = "/api/v1/map/?layers=hazard", f"/api/v1/map/?layers=hazard&bbox={view}"
        mine, theirs = json.loads(ours(whole)), json.loads(_bare(BARE))
        assert len(mine["features"]) == size and mine["features"][0].keys() == theirs["features"][0].keys()
        for name, url, sql, values in (("all", whole, BARE, ()), ("one viewport", part, BARE_VIEW, VIEW)):
            taken = interleaved(
                ROUNDS[size] if name == "all" else 20,
                ours=lambda url=url: ours(url),
                bare=lambda sql=sql, values=values: _bare(sql, *values),
            )
            label = f"{size:,} features, {name}, ms"
            report.figure(label, median(taken["ours"]) * 1e3, limit=median(taken["bare"]) * 1e3, reach=REACH)
    _over_the_wire(report, client)


def _over_the_wire(report: Report, client: Client) -> None:
    """The same through a real server process, for the record."""
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    with Process(
        "-m", "uvicorn", "command_center.asgi:application", "--port", "{port}", "--log-level", "error"
    ) as server:
        server.wait_for()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        url = f"http://127.0.0.1:{server.port}/api/v1/map/?layers=hazard"
        taken = []
        for _round in range(4):
            began = time.perf_counter()
            opener.open(urllib.request.Request(url, headers={"Cookie": cookie})).read()
            taken.append(time.perf_counter() - began)
    report.figure("100,000 features over HTTP (./dev up's server), ms", median(taken[1:]) * 1e3)
