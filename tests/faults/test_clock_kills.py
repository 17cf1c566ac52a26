"""Deadlines are raised once, by whoever watches, also when watchers are killed or everything was down (R-B2)."""

import json
import signal
import time

import pytest

from tests.faults.processes import until

pytestmark = pytest.mark.faults

OPEN = """
    INSERT INTO clocks_deadline (kind, subject, subjects, jurisdiction_id, permission, owner_unit_id, opened_at, due_at, data)
    SELECT 'test.due', 'thing:' || n, ARRAY['thing:' || n], u.jurisdiction_id, 'incident.view', u.id,
           now() - interval '1 hour', now() + %s * interval '1 s' + n * interval '10 ms', '{}'
    FROM generate_series(%s, %s) n, (SELECT * FROM organizations_unit ORDER BY id LIMIT 1) u
"""
RAISED = """
    SELECT d.subject, count(e.id), max((e.data->>'late_by_s')::int)
    FROM clocks_deadline d LEFT JOIN timeline_event e ON e.kind = 'clock.breached' AND e.subject = 'deadline:' || d.id
    WHERE split_part(d.subject, ':', 2)::int BETWEEN %s AND %s GROUP BY d.subject
"""


def watch(site, *names):
    """Start sweepers and wait until each is at work; starting may take long on a busy machine, sweeping may not."""
    for name in names:
        site.start(name, "manage.py", "clockwork")
    for name in names:
        until(lambda name=name: "is watching" in (site.folder / f"{name}.log").read_text(), 90, f"{name} watching")


def raised(site, first, last):
    return site.sql(RAISED, first, last)


def test_three_sweepers_of_which_two_are_killed_raise_each_deadline_exactly_once(site):
    watch(site, "clockwork-1", "clockwork-2", "clockwork-3")
    site.sql(OPEN, 0, 1, 400)
    until(lambda: any(count for _subject, count, _late in raised(site, 1, 400)), 20, "the first is raised")
    site.kill("clockwork-1")
    time.sleep(0.3)
    site.kill("clockwork-2")
    site.kill_redis()
    until(lambda: all(count for _subject, count, _late in raised(site, 1, 400)), 25, "all are raised")
    site.valkey.start()
    time.sleep(1.5)
    assert {count for _subject, count, _late in raised(site, 1, 400)} == {1}
    assert site.kill("clockwork-3", signal.SIGTERM) == 0


def test_what_passed_while_everything_was_down_fires_at_once_with_its_true_lateness(site):
    site.sql(OPEN, -600, 1001, 1005)
    time.sleep(1)
    assert all(count == 0 for _subject, count, _late in raised(site, 1001, 1005))
    watch(site, "clockwork")
    rows = until(
        lambda: all(row[1] for row in raised(site, 1001, 1005)) and raised(site, 1001, 1005), 10, "all are raised"
    )
    assert all(count == 1 and 588 <= late <= 720 for _subject, count, late in rows)

    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    site.sql(ended)
    site.sql(OPEN, -30, 2001, 2001)
    until(lambda: raised(site, 2001, 2001)[0][1], 10, "it goes on after the database came back")
    assert site.kill("clockwork", signal.SIGTERM) == 0


def test_ready_says_what_is_wrong_and_recovers_and_alive_needs_nobody(site):
    def ready():
        status, body = site.get("/readyz")
        return status, json.loads(body)

    assert site.get("/healthz")[0] == 200
    status, state = ready()
    assert status == 503
    assert set(state) == {"database", "redis", "worker", "beat"}
    assert state["database"] == state["redis"] == "ok" and "pulse" in state["worker"]

    site.sql(
        "INSERT INTO clocks_pulse (component, beat_at, detail) VALUES ('worker', now(), '{}'), ('beat', now(), '{}')"
    )
    assert ready() == (200, dict.fromkeys(state, "ok"))

    site.valkey.process.send_signal(signal.SIGSTOP)
    try:
        began = time.monotonic()
        status, state = ready()
        assert time.monotonic() - began < 2
        assert status == 503 and state["redis"] != "ok" and state["database"] == "ok"
        assert site.get("/healthz")[0] == 200
    finally:
        site.valkey.process.send_signal(signal.SIGCONT)
    until(lambda: ready()[0] == 200, 5, "ready again")
    site.sql("UPDATE clocks_pulse SET beat_at = now() - interval '60 s' WHERE component = 'worker'")
    assert ready()[1]["worker"].startswith("no pulse for 6")


def test_worker_and_beat_pulse_end_to_end_and_a_dead_worker_is_not_a_dead_beat(site):
    site.sql("DELETE FROM clocks_pulse")
    celery = ("-m", "celery", "-A", "command_center")
    site.start("worker", *celery, "worker", "-c", "1", "-l", "WARNING", "--without-gossip", "--without-mingle")
    site.start("beat", *celery, "beat", "-l", "WARNING", "--pidfile", "", "-s", site.folder / "beat-schedule")

    def ages():
        rows = site.sql("SELECT component, extract(epoch FROM now() - beat_at) FROM clocks_pulse")
        return {component: float(age) for component, age in rows}

    until(lambda: {"worker", "beat", "sweep-task"} <= set(ages()), 120, "both pulse")
    site.kill("worker")
    time.sleep(7)
    assert ages()["worker"] > 6 and ages()["beat"] < 6.5
    site.kill("beat", signal.SIGTERM)
