"""Run other programs: quietly when they work, with their own words when they do not; never outliving us."""

import ctypes
import os
import pathlib
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tools.dev.say import Problem

_PR_SET_PDEATHSIG = 1
_prctl: Any
try:
    _prctl = ctypes.CDLL(None, use_errno=True).prctl
except (OSError, AttributeError):  # not Linux: a killed ./dev may then leave children behind
    _prctl = None


def die_with_parent(how: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """For `preexec_fn`: the kernel sends this signal to the child when we are gone, however that happened."""
    parent = os.getpid()

    def arrange() -> None:
        if _prctl is not None:
            _prctl(_PR_SET_PDEATHSIG, int(how), 0, 0, 0)
            if os.getppid() != parent:  # we died in between
                os._exit(1)

    return arrange


def run(
    argv: Sequence[object],
    *,
    what: str,
    env: Mapping[str, str] | None = None,
    cwd: pathlib.Path | str | None = None,
    hint: str = "",
    **options: Any,
) -> str:
    """Run to the end and return stdout; a failure becomes a Problem with the last lines the program said."""
    options.setdefault("stdin", subprocess.DEVNULL)
    try:
        done = subprocess.run(
            [str(part) for part in argv], capture_output=True, text=True, errors="replace", env=env,
             cwd=cwd, preexec_fn=die_with_parent(), **options,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise Problem(f"{what}: the program {argv[0]} is not here. {hint}".strip()) from error
    except PermissionError as error:
        raise Problem(f"{what}: may not run {argv[0]} ({error.strerror}). {hint}".strip()) from error
    if done.returncode:
        raise Problem(f"{what} failed.\n{tail(done.stderr or done.stdout)}\n{hint}".strip())
    return done.stdout


def tail(text: str, lines: int = 15) -> str:
    """The last lines, indented: enough to see what went wrong."""
    return "\n".join("    " + line for line in text.rstrip().splitlines()[-lines:])


def start(
    argv: Sequence[object], *, log: pathlib.Path, how: signal.Signals = signal.SIGTERM, **options: Any
) -> subprocess.Popen:
    """Start a long-running program in a session of its own (Ctrl-C is ours to handle), its output in a log file."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as sink:
        return subprocess.Popen(
            [str(part) for part in argv],
            stdin=options.pop("stdin", subprocess.DEVNULL),
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(how),
            **options,
        )


def stop(process: subprocess.Popen, *, how: signal.Signals = signal.SIGTERM, patience: float = 10) -> None:
    """Ask, wait, then insist, with everything the program started in its session."""
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            pass
    kill_group(process.pid)
    process.wait()


def kill_group(leader: int) -> None:
    """End whatever is left of a process group; nothing left is fine."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
