"""`./dev up`: ready, once only, and gone without a trace, however it ends."""

import json
import os
import signal
import urllib.request

import pytest

from tests.setup.conftest import read_until

pytestmark = pytest.mark.slow


def _address(said: str) -> str:
    return said.splitlines()[-1].removeprefix("ready ").strip()


def _status(url: str) -> int:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=10) as answer:
        return answer.status


def test_up_serves_once_only_restarts_the_dead_and_leaves_nothing_behind_killed_or_asked(dev):
    first = dev.command("up", "--empty", "--port", "8310")
    url = _address(read_until(first, "ready "))
    assert url.startswith("http://127.0.0.1:83")
    assert _status(url + "healthz") == 200

    second = dev.command("up")
    said, _ = second.communicate(timeout=120)
    assert second.returncode == 1
    assert "already running" in said
    assert url in said

    worker = json.loads((dev.local / "running.json").read_text())["children"]["worker"][0]
    os.kill(worker, signal.SIGKILL)
    assert "starting it again" in read_until(first, "worker has died", 90)

    first.kill()
    first.wait()
    assert dev.wait_until_nothing_is_left(60) == []

    next_one = dev.command("up", "--empty", "--port", "8310")
    said = read_until(next_one, "ready ")
    assert "Making a database cluster" not in said, "the data of the killed one is not used"
    assert _status(_address(said) + "healthz") == 200
    next_one.send_signal(signal.SIGTERM)
    next_one.communicate(timeout=120)
    assert next_one.returncode == 0
    assert dev.wait_until_nothing_is_left(20) == []
