"""The state of the system in words: each part, whether it works, since when it was last seen, and what to do."""

import platform
from dataclasses import dataclass
from typing import Any

import django
import redis
from django.conf import settings
from django.db import Error, connection
from django.utils.translation import gettext as _

from clocks.selectors import pulses
from timeline.selectors import latest_cursor

# A process that has not worked for this long is called silent; worker, beat and clockwork pulse every 1-5 s.
SILENT_S = 20.0
PATIENCE_S = 1.0


@dataclass(frozen=True)
class Part:
    """One part of the system."""

    name: str
    works: bool
    words: str
    advice: str = ""


def system_parts() -> list[Part]:
    """Database, Redis and the three background processes, in the order in which one depends on another."""
    parts = [_database(), _redis()]
    if not parts[0].works:
        return parts
    ages = pulses()
    restart = _("Restart it (./dev up, or the container of that name) and look into its log.")
    names = {
        "worker": (_("Background worker"), _("Calls, messages and imports wait until it is back; nothing is lost. ")),
        "beat": (_("Scheduler"), _("Repeated tasks wait until it is back. ")),
        "clockwork": (
            _("Deadline watch"),
            _("Deadlines are then raised by the scheduler every 5 s instead of every second. "),
        ),
    }
    return parts + [_process(name, ages.get(key), meaning + restart) for key, (name, meaning) in names.items()]


def _process(name: str, age: float | None, advice: str) -> Part:
    if age is None:
        return Part(name, False, _("has never been seen at work"), advice)
    works = age < SILENT_S
    words = _("last at work %(seconds)d s ago") % {"seconds": int(age)}
    return Part(name, works, words, "" if works else advice)


def _database() -> Part:
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_version'), postgis_lib_version(), pg_database_size(current_database())"
            )
            version, postgis, size = cursor.fetchone()
    except Error as error:
        text = str(error).strip().split("\n")[0]
        return Part(_("Database"), False, text, _("Nothing can be saved. Check the database server and its disk."))
    words = _("PostgreSQL %(version)s, PostGIS %(postgis)s, %(size)d MB") % {
        "version": version.split(" ")[0], "postgis": postgis, "size": size // 1_000_000,
    }  # fmt: skip
    return Part(_("Database"), True, words)


def _redis() -> Part:
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE_S, socket_connect_timeout=PATIENCE_S, retry=None
    )
    try:
        version = client.info("server").get("redis_version", "?")
        return Part(_("Messages (Redis)"), True, _("version %(version)s") % {"version": version})
    except redis.RedisError as error:
        advice = _("Screens are still kept up to date from the database, up to a second later. Check the Redis server.")
        return Part(_("Messages (Redis)"), False, str(error)[:200], advice)
    finally:
        client.close()


def system_versions() -> list[tuple[str, Any]]:
    """What runs here."""
    return [
        (_("Platform"), settings.VERSION),
        ("Django", django.get_version()),
        ("Python", platform.python_version()),
        (_("Position of the live feed"), latest_cursor()),
        (
            _("Base map service"),
            settings.BASEMAP_URL.split("/")[2] if "//" in settings.BASEMAP_URL else _("own vector data"),
        ),
    ]
