"""A place of its own for every `./dev` started here, so that the developer's running one is not disturbed."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

import pytest

from tools.dev.place import short_hash

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Dev:
    """Runs `./dev` and pieces of it with a `.local` elsewhere and none of this test run's services."""

    def __init__(self, local: pathlib.Path):
        self.local = local
        unwanted = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "NO_CHROMIUM"}
        self.env = {name: value for name, value in os.environ.items() if name not in unwanted}
        self.env |= {"DEV_LOCAL": str(local), "DEV_PRIVATE_SERVICES": "1", "PYTHONUNBUFFERED": "1"}

    def command(self, *arguments: str, **options) -> subprocess.Popen:
        """Start `./dev …`."""
        return subprocess.Popen(
            [sys.executable, str(ROOT / "dev"), *arguments], cwd=ROOT, env=self.env, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options,
        )  # fmt: skip

    def script(self, code: str, timeout: float = 180) -> dict:
        """Run lines of Python against tools.dev; the last line they print is JSON."""
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=self.env, text=True, capture_output=True, timeout=timeout
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def survivors(self) -> list[str]:
        """Processes that belong to this place, by their command line or environment."""
        marks = (str(self.local).encode(), f"emergency-command-{_hash(self.local)}".encode())
        found = []
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                words = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            except OSError:
                continue
            if any(mark in words for mark in marks) and int(entry.name) != os.getpid():
                found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        return found

    def wait_until_nothing_is_left(self, seconds: float) -> list[str]:
        """What is still there after that long; empty is good."""
        until = time.monotonic() + seconds
        while (left := self.survivors()) and time.monotonic() < until:
            time.sleep(0.1)
        return left


def _hash(local: pathlib.Path) -> str:
    return short_hash(local, os.geteuid())


def read_until(process: subprocess.Popen, word: str, seconds: float = 180) -> str:
    """Everything the process said up to and with the line that begins with the word."""
    said = ""
    watchdog = subprocess.Popen(["sh", "-c", f"sleep {seconds}; kill -TERM {process.pid}"], start_new_session=True)
    try:
        for line in process.stdout:
            said += line
            if line.startswith(word):
                return said
    finally:
        os.killpg(watchdog.pid, signal.SIGKILL)
        watchdog.wait()
    raise AssertionError(f"{word!r} was not said, but:\n{said}")


@pytest.fixture(scope="session")
def dev() -> Iterator[Dev]:
    # Not below pytest's own folder, which is 0700: PostgreSQL's user could not walk there.
    local = pathlib.Path(tempfile.mkdtemp(prefix="dev-", dir="/var/tmp"))
    local.chmod(0o755)
    place = Dev(local)
    yield place
    for _ in place.wait_until_nothing_is_left(15):
        pass
    shutil.rmtree(local, ignore_errors=True)
