"""PostgreSQL and Valkey for one purpose: lasting ones in `.local`, or throw-away ones for a single run."""

import contextlib
import fcntl
import os
import pathlib
import shutil
import tempfile
from typing import TextIO

from tools.dev.place import LOCAL, LOGS, reachable, runtime_folder, server_account, server_home
from tools.dev.postgres import Cluster, find_programs
from tools.dev.say import Problem, say
from tools.dev.valkey import Valkey

_PREFIX = "emergency-command-run-"


class Services:
    """What DATABASE_URL and REDIS_URL do not already name."""

    def __init__(self, *, lasting: bool):
        self.lasting = lasting
        self.folder: pathlib.Path | None = None
        self._held: TextIO | None = None
        self.cluster: Cluster | None = None
        self.valkey: Valkey | None = None

    def start(self) -> None:
        """Start both; whatever was started is stopped again when one fails."""
        try:
            if not self.lasting:
                self._make_folder()
            if os.environ.get("DATABASE_URL"):
                say("Using the database of DATABASE_URL")
            else:
                self._start_postgres()
            if os.environ.get("REDIS_URL"):
                say("Using the Redis of REDIS_URL")
            else:
                self.valkey = Valkey(self._home() / "valkey", self._log("valkey"))
                self.valkey.start()
                say(f"Valkey is up on port {self.valkey.port}")
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Valkey, then PostgreSQL; then forget what was for one run only."""
        if self.valkey is not None:
            self.valkey.stop()
            self.valkey = None
        if self.cluster is not None:
            self.cluster.stop()
            with contextlib.suppress(OSError):
                self.cluster.socket.rmdir()
            self.cluster = None
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None
        if self._held is not None:
            self._held.close()
            self._held = None

    def environment(self, settings: str) -> dict[str, str]:
        """For Django's processes."""
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "PYTHONUNBUFFERED": "1"}
        if self.cluster is not None:
            env["DATABASE_URL"] = self.cluster.url()
        if self.valkey is not None:
            env["REDIS_URL"] = self.valkey.url()
        return env

    def mend(self) -> None:
        """Start again what has died; its address stays the same."""
        if self.valkey is not None and self.valkey.process is not None and self.valkey.process.poll() is not None:
            say("Valkey has died; starting it again")
            self.valkey.start()
        if self.cluster is not None and not self.cluster.alive():
            say("PostgreSQL has died; starting it again")
            self.cluster.start()

    def _start_postgres(self) -> None:
        programs = find_programs()
        version = programs.version()
        if self.lasting:
            # Another major version cannot read the data: it gets a folder of its own.
            data, socket = server_home() / f"pg{version.split('.')[0]}", runtime_folder("up")
        else:
            data, socket = self._home() / "pg", self._socket_folder()
        cluster = Cluster(programs, data, socket, durable=self.lasting, log=self._log("postgres"))
        if not (data / "PG_VERSION").exists():
            say(f"Making a database cluster in {data}")
        if cluster.start():
            say("PostgreSQL was still running from before; using it")
        self.cluster = cluster
        cluster.create_database()
        say(
            f"PostgreSQL {version} ({programs.origin}) with PostGIS {cluster.sql('select postgis_lib_version()', 'app')} is up"
        )

    def _home(self) -> pathlib.Path:
        return LOCAL if self.folder is None else self.folder

    def _log(self, name: str) -> pathlib.Path:
        return LOGS / f"{name}.log" if self.folder is None else self.folder / "log" / f"{name}.log"

    def _make_folder(self) -> None:
        account = server_account()
        places = [pathlib.Path(tempfile.gettempdir()), pathlib.Path("/tmp"), pathlib.Path("/var/tmp")]  # noqa: S108
        base = next((place for place in places if place.is_dir() and reachable(place, account)), None)
        if base is None:
            raise Problem(f"No temporary folder that the user {account.name} can reach. Set TMPDIR to one.")
        _sweep(base)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
        self.folder.chmod(0o711)
        self._held = (self.folder / "held").open("w")
        fcntl.flock(self._held, fcntl.LOCK_EX)

    def _socket_folder(self) -> pathlib.Path:
        account = server_account()
        path = self._home() / "s"
        path.mkdir(mode=0o700)
        if not account.is_me:
            os.chown(path, account.uid, account.gid)
        return path


def _sweep(base: pathlib.Path) -> None:
    """Remove the folders of runs that were killed: nobody holds their lock any more."""
    for folder in base.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.lstat().st_uid != os.geteuid():
                continue
            with (folder / "held").open("r+") as handle:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
