"""What every benchmark stands on: a database of its own, real processes, interleaved rounds, and one way to report.

    from bench.harness import Report, interleaved

    def run(report: Report) -> None:
        times = interleaved(15, ours=ours, limit=bare)          # {"ours": [s, …], "limit": [s, …]}
        report.figure("full map, ms", median(times["ours"]) * 1e3, limit=median(times["limit"]) * 1e3, reach=1.5)

`python -m bench` has set Django up on an empty, migrated database that is dropped afterwards; DATABASE_URL names it.
"""

import contextlib
import json
import os
import platform
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

import psycopg2

from tools.dev.run import die_with_parent
from tools.dev.valkey import free_port

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Figure:
    """One line: ours, the limit in the same unit and run, and how far apart they may be."""

    benchmark: str
    name: str
    value: float
    limit: float | None
    ratio: float | None
    reach: str
    met: bool | None
    note: str = ""


@dataclass
class Report:
    """Collects and prints figures."""

    benchmark: str = ""
    figures: list[Figure] = field(default_factory=list)

    def figure(
        self,
        name: str,
        value: float,
        *,
        limit: float | None = None,
        reach: float | None = None,
        at_least: float | None = None,
        at_most: float | None = None,
        note: str = "",
    ) -> Figure:
        """`reach`: value/limit may be at most this; `at_least`, `at_most`: bounds of the value itself."""
        ratio = value / limit if limit else None
        tests = []
        if reach is not None and ratio is not None:
            tests.append((ratio <= reach, f"≤ {reach:g}×"))
        if at_least is not None:
            tests.append((value >= at_least, f"≥ {at_least:g}"))
        if at_most is not None:
            tests.append((value <= at_most, f"≤ {at_most:g}"))
        met = all(ok for ok, _words in tests) if tests else None
        words = ", ".join(words for _ok, words in tests)
        made = Figure(self.benchmark, name, value, limit, ratio, words, met, note)
        self.figures.append(made)
        self._say(made)
        return made

    def _say(self, one: Figure) -> None:
        beside = f"limit {_short(one.limit)}  ratio {one.ratio:.2f}" if one.limit and one.ratio is not None else ""
        verdict = "" if one.met is None else f"[{one.reach}: {'reached' if one.met else 'MISSED'}]"
        print(
            f"{one.benchmark:<10} {one.name:<52} {_short(one.value):>9}  {beside:<32} {verdict} {one.note}", flush=True
        )

    def write(self, path: str) -> None:
        """As JSON, with the machine it was measured on."""
        machine = {"cpus": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()}
        document = {"machine": machine, "figures": [asdict(one) for one in self.figures]}
        Path(path).write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _short(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def interleaved(rounds: int, **sides: Callable[[], Any]) -> dict[str, list[float]]:
    """Seconds each side took, round by round in turn, so that noise falls on all alike; one round is thrown away."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds + 1):
        for name, work in sides.items():
            began = time.perf_counter()
            work()
            if number:
                taken[name].append(time.perf_counter() - began)
    return taken


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def cpu_s(pid: int) -> float:
    """Processor seconds a process has used, user and system."""
    parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def own_database() -> Iterator[str]:
    """A new database on the server of DATABASE_URL, named in the environment while it lasts."""
    url = os.environ["DATABASE_URL"]
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    server = {"host": parts.hostname or query.get("host"), "port": parts.port, "user": parts.username}
    server |= {"password": parts.password}
    name = f"bench_{secrets.token_hex(4)}"
    given = {key: value for key, value in server.items() if value}
    with contextlib.closing(psycopg2.connect(**given, dbname="postgres")) as admin:
        admin.autocommit = True
        admin.cursor().execute(f'CREATE DATABASE "{name}"')
        os.environ["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{name}"))
        try:
            yield name
        finally:
            os.environ["DATABASE_URL"] = url
            admin.cursor().execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


class Process:
    """A Python program that is ended with us; `port` is free for it to listen on."""

    def __init__(self, *arguments: object, quiet: bool = True, **env: str):
        self.port = free_port()
        argv = [sys.executable, *(str(part).replace("{port}", str(self.port)) for part in arguments)]
        sink = subprocess.DEVNULL if quiet and not os.environ.get("BENCH_LOUD") else None
        environment = {**os.environ, "DEBUG": "false", "PYTHONPATH": str(ROOT), **env}
        self.process = subprocess.Popen(
            argv, cwd=ROOT, env=environment, stdout=sink, stderr=sink, preexec_fn=die_with_parent()
        )

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    def wait_for(self, path: str = "/healthz", seconds: float = 30) -> "Process":
        """Until it answers over HTTP, whatever it answers."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                opener.open(f"http://127.0.0.1:{self.port}{path}", timeout=2).close()
                return self
            except urllib.error.HTTPError:
                return self
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("a process of the benchmark did not come up; BENCH_LOUD=1 shows its words")

    def __enter__(self) -> "Process":
        """Started already."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End it."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


__all__ = ["ROOT", "Figure", "Process", "Report", "cpu_s", "interleaved", "median", "own_database", "percentile"]
