"""A platform of real processes on free ports, with a database and a Valkey of its own, to be killed and started again."""

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import redis
from django.conf import settings

from tools.dev.run import die_with_parent
from tools.dev.valkey import Valkey, free_port

ROOT = Path(settings.ROOT)
TELL = """
    INSERT INTO timeline_event (kind, subject, subjects, jurisdiction_id, audience, actor_name, at, data)
    SELECT 'test.told', 'place:' || id, ARRAY['place:' || id], id,
           ARRAY(SELECT 'incident.view@' || part FROM unnest(string_to_array(trim(both '/' from path), '/')) part),
           '', now(), jsonb_build_object('number', %s::int, 'text', repeat('云', %s))
    FROM organizations_jurisdiction WHERE id = %s RETURNING id
"""


def until(true, seconds=10.0, what="it"):
    """Wait until `true()` is truthy and return it."""
    end = time.monotonic() + seconds
    while not (answer := true()):
        assert time.monotonic() < end, f"{what} did not happen within {seconds} s"
        time.sleep(0.05)
    return answer


class Site:
    """Database, Valkey and as many Django processes as a test wants. Use as a context manager."""

    def __init__(self, folder, *, redis=True):
        self.folder = Path(folder)
        self.name = f"site_{secrets.token_hex(4)}"
        self.valkey = Valkey(self.folder / "valkey", self.folder / "valkey.log") if redis else None
        self.processes = {}
        self.ports = {}
        self.world = {}

    def __enter__(self):
        """Make the database, start Valkey."""
        template = os.environ.get("TEST_TEMPLATE")
        self._admin(f'CREATE DATABASE "{self.name}"' + (f' TEMPLATE "{template}"' if template else ""))
        if self.valkey:
            self.valkey.start()
        if not template:
            self.manage("migrate", "--no-input", "-v0")
        return self

    def __exit__(self, *_error):
        """End everything this site started."""
        for process in self.processes.values():
            process.kill()
            process.wait()
        if self.valkey:
            self.valkey.stop()
        self._admin(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    # --- the database --------------------------------------------------------------------------------------------
    def _admin(self, sql):
        connection = psycopg2.connect(**self._server(), dbname="postgres")
        connection.autocommit = True
        try:
            connection.cursor().execute(sql)
        finally:
            connection.close()

    def _server(self):
        one = settings.DATABASES["default"]
        named = {
            "host": one.get("HOST"),
            "port": one.get("PORT"),
            "user": one.get("USER"),
            "password": one.get("PASSWORD"),
        }
        options = {key: value for key, value in one.get("OPTIONS", {}).items() if key == "host"}
        return {**{key: value for key, value in named.items() if value}, **options}

    def sql(self, statement, *values):
        """One statement on the site's database; rows when it gives any."""
        connection = psycopg2.connect(**self._server(), dbname=self.name)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def redis(self):
        """A client of the site's Valkey."""
        return redis.Redis.from_url(self.valkey.url(), socket_timeout=0.3, socket_connect_timeout=0.3)

    def tell(self, place, count, size=10):
        """Record events at a place of `world`, one transaction and one ring each; their cursors in commit order."""
        connection, bell = psycopg2.connect(**self._server(), dbname=self.name), self.redis()
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            ids = []
            for number in range(count):
                cursor.execute(TELL, (number, size, self.world["places"][place]))
                ids.append(cursor.fetchone()[0])
                with contextlib.suppress(redis.RedisError):
                    bell.publish("feed:bell", "1")
            cursor.execute("SELECT cursor FROM timeline_feedentry WHERE event_id = ANY(%s) ORDER BY 1", (ids,))
            return [row[0] for row in cursor.fetchall()]

    # --- processes -----------------------------------------------------------------------------------------------
    @property
    def environment(self):
        """Settings by environment, as an operator would give them."""
        url = os.environ.get("DATABASE_URL", "postgis:///emergency")
        parts = urlsplit(url)
        redis_url = self.valkey.url() if self.valkey else "redis://127.0.0.1:1/0"
        return {
            **os.environ,
            "DATABASE_URL": urlunsplit(parts._replace(path=f"/{self.name}", netloc=parts.netloc or "")),
            "REDIS_URL": redis_url,
            "DJANGO_SETTINGS_MODULE": "command_center.settings.test",
            "PYTHONPATH": str(ROOT),
        }

    def start(self, name, *arguments, **more):
        """A Python process under a name; its words go to `<name>.log`. Call from the main thread: it ends with its thread."""
        log = (self.folder / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            cwd=ROOT, env={**self.environment, **more}, stdout=log, stderr=log, preexec_fn=die_with_parent(),
        )  # fmt: skip
        return self.processes[name]

    def start_web(self, name="web", **more):
        """uvicorn with sockets and HTTP on a port that stays the same over restarts; waits until it serves."""
        port = self.ports.setdefault(name, free_port())
        self.start(
            name, "-m", "uvicorn", "command_center.asgi:application", "--port", port, "--ws-max-size", 65536,
            "--ws-per-message-deflate", "false", "--no-access-log", "--log-level", "warning",
            "--timeout-graceful-shutdown", 2, **more,
        )  # fmt: skip
        until(lambda: self.get("/healthz", name)[0] == 200, 60, f"{name} serving")

    def kill(self, name, number=signal.SIGKILL):
        """kill -9, unless another signal is named; returns the exit code."""
        process = self.processes[name]
        process.send_signal(number)
        return process.wait(15)

    def kill_redis(self):
        """kill -9 of Valkey; `valkey.start()` brings it back on the same port, empty."""
        self.valkey.process.kill()
        self.valkey.process.wait()

    def url(self, path, name="web", scheme="http"):
        """An address at one of the web processes."""
        return f"{scheme}://127.0.0.1:{self.ports[name]}{path}"

    def get(self, path, name="web"):
        """(status, body) of a GET; 0 when nobody answers."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(self.url(path, name), timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError as error:
            return 0, str(error)

    def manage(self, *arguments):
        """A management command to its end."""
        return self._run("manage.py", *arguments)

    def python(self, code):
        """Run code with Django set up; what it assigns to `answer` comes back by way of JSON."""
        program = f"import django, json\ndjango.setup()\n{code}\nprint('\\n' + json.dumps(answer))"
        return json.loads(self._run("-c", program).rstrip().rsplit("\n", 1)[1])

    def _run(self, *arguments):
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
