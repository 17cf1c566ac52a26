"""Who holds the lasting services of this checkout: one process at a time, known to the others by a locked file."""

import contextlib
import fcntl
import json
import os
import pathlib
import signal
from typing import Any, TextIO

from tools.dev.place import LOCAL, own_folder
from tools.dev.run import kill_group
from tools.dev.say import Problem, say


class Claim:
    """Held from the start of `up` (or `manage`) to its end. The kernel lets go when the process dies, however it dies."""

    def __init__(self, path: pathlib.Path | None = None):
        self.path = path or LOCAL / "running.json"
        self._handle: TextIO | None = None
        self._notes: dict[str, Any] = {}

    def take(self, what: str, *, wait: bool = False) -> bool:
        """True when it is ours now; False when somebody else holds it."""
        own_folder(self.path.parent)
        try:
            handle = self.path.open("a+")
        except PermissionError as error:
            raise Problem(
                f"{self.path} belongs to another user, who ran ./dev here before. Run ./dev as that user."
            ) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            handle.close()
            return False
        self._handle = handle
        _end_leftovers(_read(self.path))
        self._notes = {"what": what, "pid": os.getpid(), "children": {}}
        self._write()
        return True

    def note(self, **facts: Any) -> None:
        """Tell the others: the address, the environment, the children."""
        self._notes.update(facts)
        self._write()

    def note_child(self, name: str, pid: int) -> None:
        """Remember a child with its start time, so that the next run can end it if it outlives us."""
        self._notes["children"][name] = [pid, _started(pid)]
        self._write()

    def holder(self) -> dict[str, Any]:
        """What the one who holds it has told."""
        return _read(self.path)

    def release(self) -> None:
        """Let go; the file stays, empty."""
        if self._handle is not None:
            self._handle.truncate(0)
            self._handle.close()
            self._handle = None

    def _write(self) -> None:
        if self._handle is None:
            return
        self.path.chmod(0o600)  # it holds the address of the Redis, with its password
        self._handle.seek(0)
        self._handle.truncate(0)
        self._handle.write(json.dumps(self._notes))
        self._handle.flush()


def _read(path: pathlib.Path) -> dict[str, Any]:
    with contextlib.suppress(OSError, ValueError):
        found = json.loads(path.read_text())
        if isinstance(found, dict):
            return found
    return {}


def _started(pid: int) -> str:
    """The kernel's start time of a process: with the pid it names one process for good. Empty where /proc is not."""
    with contextlib.suppress(OSError, IndexError):
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    return ""


def _end_leftovers(notes: dict[str, Any]) -> None:
    for name, (pid, started) in notes.get("children", {}).items():
        if started and _started(pid) == started:
            say(f"Ending {name} (process {pid}), left over from a ./dev that was killed")
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGTERM)
            kill_group(pid)
