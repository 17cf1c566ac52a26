"""Find PostgreSQL with PostGIS, and run a private cluster of it on a unix socket."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field

from tools.dev.debs import Debs, library_folders
from tools.dev.place import LOGS, Account, own_folder, reachable, server_account, server_home
from tools.dev.run import run, start, stop, tail
from tools.dev.say import Problem, say

# What a server does not load: the just-in-time compiler, raster, 3D solids, and the packaging scripts' own needs.
_NOT_LOADED = re.compile(
    r"^(libllvm|libgdal|gdal-|libsfcgal|fonts-|fontconfig|mariadb-|mysql-|libpoppler|perl|libperl|debconf|cdebconf|python3"
    r"|(postgresql-common|postgresql-client-common|ssl-cert|locales|ucf|sensible-utils|netbase|libjson-perl|adduser"
    r"|sysvinit-utils|init-system-helpers|tzdata|dpkg|lsb-base)$)"
)
_WHAT_TO_DO = (
    "No PostgreSQL with PostGIS is here. Either install both (Debian: postgresql-postgis; Fedora: postgis; macOS: brew install postgis), "
    "or set DATABASE_URL=postgis://user:password@host/name."
)
_DURABLE = ("shared_buffers=256MB", "synchronous_commit=on")
_THROW_AWAY = ("shared_buffers=128MB", "fsync=off", "full_page_writes=off", "synchronous_commit=off")
_ALWAYS = (
    "listen_addresses=",
    "jit=off",
    "max_connections=200",
    "timezone=UTC",
    "log_timezone=UTC",
    "max_locks_per_transaction=128",
)


@dataclass(frozen=True)
class Programs:
    """The folder of initdb, postgres, pg_ctl and psql, and the environment they need."""

    folder: pathlib.Path
    origin: str
    env: dict = field(default_factory=dict)

    def version(self) -> str:
        """`15.13`, say."""
        text = run(
            [self.folder / "postgres", "--version"],
            what="Asking PostgreSQL for its version",
            env={**os.environ, **self.env},
        )
        match = re.search(r"(\d+)[\d.]*", text)
        return match[0] if match else "unknown"


def find_programs() -> Programs:
    """Installed ones with PostGIS of any version; else Debian's packages, unpacked privately."""
    account = server_account()
    if os.environ.get("DEV_PRIVATE_SERVICES") != "1":
        for programs in _installed_programs():
            if reachable(programs.folder, account):
                return programs
    if not shutil.which("apt-get"):
        raise Problem(_WHAT_TO_DO)
    return _private_programs()


def _installed_programs() -> list[Programs]:
    servers = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: -int(p.parts[4]))
    found = [
        Programs(server.parent, "installed")
        for server in servers
        if pathlib.Path(f"/usr/share/postgresql/{server.parts[4]}/extension/postgis.control").exists()
    ]
    config = shutil.which("pg_config")
    if config:
        folder, share = (run([config, flag], what="Asking pg_config").strip() for flag in ("--bindir", "--sharedir"))
        if pathlib.Path(share, "extension/postgis.control").exists() and pathlib.Path(folder, "initdb").exists():
            found.append(Programs(pathlib.Path(folder), "installed"))
    return found


def _private_programs() -> Programs:
    debs = Debs(server_home() / "debs", "postgres", _NOT_LOADED)
    key = "postgresql postgis 1"
    if not debs.ready(key):
        say("PostgreSQL with PostGIS is not installed: fetching Debian's packages into a private folder (about 45 MB)")
        try:
            debs.update()
            majors = [m[1] for p in debs.depends("postgresql") if (m := re.match(r"postgresql-(\d+)$", p))]
            names = [f"postgresql-{majors[0]}", f"postgresql-client-{majors[0]}", f"postgresql-{majors[0]}-postgis-3"]
            debs.unpack(debs.closure(names), key)
        except (Problem, IndexError) as error:
            raise Problem(f"{error}\n{_WHAT_TO_DO}") from error
    _link_extensions(debs.root)
    servers = sorted(debs.root.glob("usr/lib/postgresql/*/bin/postgres"))
    if not servers:
        raise Problem(f"The private packages in {debs.home} are broken. Remove that folder and try again.")
    env = {
        "LD_LIBRARY_PATH": os.pathsep.join(map(str, library_folders(debs.root))),
        "PROJ_LIB": str(debs.root / "usr/share/proj"),
        "PROJ_DATA": str(debs.root / "usr/share/proj"),
    }
    return Programs(servers[-1].parent, "private packages", env)


def _link_extensions(root: pathlib.Path) -> None:
    """What the package's update-alternatives would have linked: `postgis.control` and its sisters."""
    for folder in root.glob("usr/share/postgresql/*/extension"):
        for control in folder.glob("postgis*-3.control"):
            link = folder / control.name.replace("-3.control", ".control")
            if not link.is_symlink():
                link.symlink_to(control.name)


class Cluster:
    """One private PostgreSQL: `app` may do everything, over a unix socket only its folder's owner can reach."""

    def __init__(
        self,
        programs: Programs,
        data: pathlib.Path,
        socket: pathlib.Path,
        *,
        durable: bool,
        log: pathlib.Path | None = None,
    ):
        self.programs, self.data, self.socket, self.durable = programs, data, socket, durable
        self.account: Account = server_account()
        self.log = log or LOGS / "postgres.log"
        self.env = {**os.environ, **programs.env, "LC_ALL": "C.UTF-8"}
        self.process: subprocess.Popen | None = None

    def url(self, database: str = "app") -> str:
        """As Django takes it."""
        return f"postgis://app@/{database}?host={self.socket}"

    def running(self) -> bool:
        """Whether a server holds this data folder, ours or one that outlived a crash."""
        if not (self.data / "postmaster.pid").exists():
            return False
        argv = [str(self.programs.folder / "pg_ctl"), "-D", str(self.data), "status"]
        return (
            subprocess.run(argv, env=self.env, cwd="/", capture_output=True, **self.account.as_arguments()).returncode
            == 0
        )

    def alive(self) -> bool:
        """Cheap enough to ask every second."""
        if self.process is not None:
            return self.process.poll() is None
        return self.running()

    def start(self) -> bool:
        """Make the cluster if need be and start it; True when one that was still running is taken over."""
        if not (self.data / "PG_VERSION").exists():
            self._make()
        if self.data.stat().st_uid != self.account.uid:
            raise Problem(
                f"The data in {self.data} was made by another user (root runs PostgreSQL as `{self.account.name}`). "
                "Run ./dev as that user again, or remove that folder to begin anew."
            )
        if self.running():
            if list(self.socket.glob(".s.PGSQL.*")):
                return True
            self.stop()  # somebody swept the temporary folder: nobody can reach it any more
        argv = [self.programs.folder / "postgres", "-D", self.data, "-k", self.socket]
        for setting in (*_ALWAYS, *(_DURABLE if self.durable else _THROW_AWAY)):
            argv += ["-c", setting]
        # SIGINT is PostgreSQL's fast shutdown; it also comes by itself when ./dev is killed.
        self.process = start(
            argv, log=self.log, how=signal.SIGINT, env=self.env, cwd="/", **self.account.as_arguments()
        )
        self._wait()
        return False

    def stop(self) -> None:
        """Fast shutdown; a server that was taken over is stopped too, because it is ours."""
        if self.process is not None:
            stop(self.process, how=signal.SIGINT, patience=60)
            self.process = None
        elif self.running():
            self._program("pg_ctl", "-D", self.data, "-m", "fast", "-s", "-w", "stop", what="Stopping PostgreSQL")

    def sql(self, query: str, database: str = "postgres") -> str:
        """One query, its answer as plain text."""
        argv = [self.programs.folder / "psql", "-h", self.socket, "-U", "app", "-d", database, "-XqAtc", query]
        return run(argv, what=f"Asking the database ({query[:60]})", env=self.env, cwd="/").strip()

    def create_database(self, name: str = "app") -> None:
        """An empty database with PostGIS, unless it is there."""
        if not self.sql(f"select 1 from pg_database where datname = '{name}'"):
            self.sql(f'create database "{name}"')
        self.sql("set client_min_messages = warning; create extension if not exists postgis", name)

    def _make(self) -> None:
        own_folder(self.data, 0o700)
        self.data.chmod(0o700)
        if not self.account.is_me:
            os.chown(self.data, self.account.uid, self.account.gid)
        options = [
            "-U",
            "app",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            *([] if self.durable else ["--no-sync"]),
        ]
        self._program("initdb", "-D", self.data, *options, what="Making the database cluster (initdb)")

    def _program(self, name: str, *arguments: object, what: str) -> None:
        run([self.programs.folder / name, *arguments], what=what, env=self.env, cwd="/", **self.account.as_arguments())

    def _wait(self, seconds: float = 120) -> None:
        until = time.monotonic() + seconds
        pid_file = self.data / "postmaster.pid"
        while time.monotonic() < until:
            if self.process is not None and self.process.poll() is not None:
                break
            try:
                lines = pid_file.read_text().splitlines()
            except (FileNotFoundError, PermissionError):
                lines = []
            if len(lines) > 7 and lines[7].strip() == "ready":
                return
            time.sleep(0.02)
        words = self.log.read_text(errors="replace") if self.log.exists() else ""
        self.stop()
        raise Problem(f"PostgreSQL did not start. It said:\n{tail(words)}")
