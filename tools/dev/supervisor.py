"""Keeps the product's processes running: one that dies is started again, later and later, and it is said."""

import pathlib
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from tools.dev import run
from tools.dev.place import ROOT
from tools.dev.say import say

_LONGEST_PAUSE_S = 30.0
_HEALTHY_AFTER_S = 60.0
_PATIENCE_S = 12.0


@dataclass
class Child:
    """One process and how it has fared."""

    name: str
    argv: list[str]
    env: dict[str, str]
    log: pathlib.Path
    process: subprocess.Popen | None = None
    started_at: float = 0.0
    next_start: float = 0.0
    deaths: int = 0


class Supervisor:
    """Start in order, watch, stop in the opposite order of trust: clients first, services last (by the caller)."""

    def __init__(self, on_start: Callable[[str, int], None]):
        self.children: list[Child] = []
        self._on_start = on_start
        self._clock = time.monotonic

    def add(self, name: str, argv: list[object], env: dict[str, str], log: pathlib.Path) -> Child:
        """Start a process and keep it running from now on."""
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        child = Child(name, [str(part) for part in argv], env, log)
        self.children.append(child)
        self._launch(child)
        return child

    def look(self) -> None:
        """Start again what has died; to be called about every half second."""
        now = self._clock()
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                code = child.process.returncode
                run.kill_group(child.process.pid)
                child.process = None
                child.deaths = 1 if now - child.started_at > _HEALTHY_AFTER_S else child.deaths + 1
                pause = 0.0 if child.deaths == 1 else min(2.0 ** (child.deaths - 2), _LONGEST_PAUSE_S)
                child.next_start = now + pause
                say(
                    f"{child.name} has died ({_reason(code)}); starting it again{f' in {pause:.0f} s' if pause else ''}. Its log: {child.log}"
                )
            if child.process is None and now >= child.next_start:
                self._launch(child)

    def stop(self) -> None:
        """Ask all at once, then wait for each."""
        threads = []
        for child in self.children:
            if child.process is not None:
                thread = threading.Thread(target=run.stop, args=(child.process,), kwargs={"patience": _PATIENCE_S})
                thread.start()
                threads.append(thread)
        for thread in threads:
            thread.join()
        self.children.clear()

    def _launch(self, child: Child) -> None:
        child.process = run.start(child.argv, log=child.log, env=child.env, cwd=ROOT)
        child.started_at = self._clock()
        self._on_start(child.name, child.process.pid)


def _reason(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {-code}"
