"""The limit of `dispatch`: a bare ASGI application that runs the statements of one order and publishes one text.

`TEMPLATES` names rows made by one real order; each order copies them: the same reads, locks, rows, triggers and commit.
"""

import asyncio
import hashlib
import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor

import django
import psycopg2
import redis

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

TEMPLATES = json.loads(os.environ["TEMPLATES"])
_threads = ThreadPoolExecutor(max_workers=8)
_mine = threading.local()
READS = (
    "SELECT * FROM organizations_apitoken t JOIN organizations_user u ON u.id = t.user_id WHERE digest = %(digest)s",
    "SELECT role, path FROM organizations_membership m, organizations_jurisdiction j WHERE j.id = m.jurisdiction_id AND user_id = %(actor)s AND ends_at IS NULL",
    "SELECT * FROM response_incident WHERE id = %(incident)s",
    "SELECT * FROM teams_team WHERE id = %(team)s",
    "SELECT * FROM response_incident WHERE id = %(incident)s FOR NO KEY UPDATE",
    "SELECT * FROM teams_team WHERE id = %(team)s FOR UPDATE",
    "UPDATE teams_team SET readiness = 'committed', readiness_at = now() WHERE id = %(team)s",
    "UPDATE teams_teamability SET ready = false WHERE team_id = %(team)s",
    "SELECT * FROM clocks_limit WHERE kind = 'dispatch.acknowledge'",
)


def _line():
    if not hasattr(_mine, "line"):
        params = connection.get_connection_params()
        params.pop("cursor_factory", None)
        _mine.line = psycopg2.connect(**params)
        _mine.bell = redis.Redis.from_url(settings.REDIS_URL)
    return _mine.line, _mine.bell


def order(wanted):
    """One order in one transaction; then the publish."""
    line, bell = _line()
    values = {**wanted, "actor": TEMPLATES["actor"]}
    values["digest"] = hashlib.sha256(TEMPLATES["token"].encode()).hexdigest()
    with line.cursor() as cursor:
        for statement in READS:
            cursor.execute(statement, values)
        cursor.execute(TEMPLATES["dispatch"], values)
        values["id"] = cursor.fetchone()[0]
        values["subject"] = f"dispatch:{values['id']}"
        for name in ("step", "deadline", "opened", "ordered"):
            cursor.execute(TEMPLATES[name], values)
    line.commit()
    bell.publish("bench:bare", TEMPLATES["text"])
    return values["id"]


async def application(scope, receive, send):
    """POST a JSON body, get 201."""
    if scope["type"] != "http":
        return
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    made = None
    if scope["method"] == "POST":
        made = await asyncio.get_running_loop().run_in_executor(_threads, order, json.loads(body))
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 201 if made else 200, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps({"id": made}).encode()})
