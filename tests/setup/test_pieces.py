"""The small parts of `./dev`, without services."""

import os
import socket
import subprocess
import sys
import time

import pytest

from tests.setup.conftest import ROOT
from tools.dev import place, run, say, supervisor, valkey
from tools.dev.claim import Claim


def test_a_taken_port_is_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert valkey.free_port(port) > port


def test_a_child_that_dies_is_started_again_and_it_is_said(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(say, "_stream", sys.stdout)
    started = []
    keeper = supervisor.Supervisor(lambda name, pid: started.append(pid))
    child = keeper.add("sleeper", ["sleep", "60"], dict(os.environ), tmp_path / "sleeper.log")
    try:
        os.kill(child.process.pid, 9)
        until = time.monotonic() + 5
        while len(started) < 2 and time.monotonic() < until:
            keeper.look()
            time.sleep(0.01)
        assert len(started) == 2
        assert "sleeper has died (signal 9)" in capsys.readouterr().out
    finally:
        keeper.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(started[1], 0)


def test_a_child_that_keeps_dying_is_started_later_and_later(tmp_path):
    starts = []
    keeper = supervisor.Supervisor(lambda name, pid: starts.append(pid))
    keeper.add("broken", ["false"], dict(os.environ), tmp_path / "broken.log")
    until = time.monotonic() + 2
    while time.monotonic() < until:
        keeper.look()
        time.sleep(0.01)
    keeper.stop()
    assert 3 <= len(starts) <= 4


def test_a_claim_is_held_once_and_told_to_others(tmp_path):
    first, second = Claim(tmp_path / "running.json"), Claim(tmp_path / "running.json")
    assert first.take("up")
    first.note(url="http://127.0.0.1:8000/")
    assert not second.take("up")
    assert second.holder()["url"] == "http://127.0.0.1:8000/"
    assert oct((tmp_path / "running.json").stat().st_mode & 0o777) == "0o600"
    first.release()
    assert second.take("manage")
    second.release()


def test_what_a_killed_run_left_behind_is_ended_by_the_next(tmp_path):
    left = subprocess.Popen(["sleep", "60"], start_new_session=True)
    dead = Claim(tmp_path / "running.json")
    assert dead.take("up")
    dead.note_child("sleeper", left.pid)
    dead._handle.close()  # as a kill -9 leaves it: unlocked, not emptied
    dead._handle = None
    following = Claim(tmp_path / "running.json")
    assert following.take("up")
    assert left.wait(5) < 0
    following.release()


def test_a_folder_below_a_private_home_is_known_to_be_out_of_reach(tmp_path):
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    stranger = place.Account("stranger", 54321, 54321)
    assert not place.reachable(closed / "checkout" / ".local", stranger)
    assert place.reachable(closed, place.Account("me", os.geteuid(), os.getegid()))


def test_a_failing_program_is_reported_in_its_own_words():
    with pytest.raises(say.Problem, match=r"Trying failed\.\n    no such thing"):
        run.run(["sh", "-c", "echo no such thing >&2; exit 3"], what="Trying")
    with pytest.raises(say.Problem, match="Install it"):
        run.run(["/no/such/program"], what="Trying", hint="Install it.")


def test_an_old_python_is_told_in_words():
    text = (ROOT / "dev").read_text()
    assert text.index("sys.exit(") < text.index("from tools.dev.cli")
    compile(text, "dev", "exec", dont_inherit=True)


def test_third_party_addresses_of_this_machine_are_not_in_the_lock_file():
    text = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in text
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-tools.lock"):
        lock = (ROOT / name).read_text()
        assert "--hash=sha256:" in lock
        assert "index-url" not in lock
