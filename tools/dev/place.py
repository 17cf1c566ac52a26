"""Where things are kept: the checkout, `.local/`, and a folder elsewhere when the server's user cannot reach `.local/`."""

import hashlib
import os
import pathlib
import pwd
import stat
import tempfile
from dataclasses import dataclass

from tools.dev.say import Problem

ROOT = pathlib.Path(__file__).resolve().parents[2]
LOCAL = pathlib.Path(os.environ.get("DEV_LOCAL") or ROOT / ".local").absolute()
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOGS = LOCAL / "log"


@dataclass(frozen=True)
class Account:
    """The system user that runs PostgreSQL."""

    name: str
    uid: int
    gid: int

    @property
    def is_me(self) -> bool:
        return self.uid == os.geteuid()

    def as_arguments(self) -> dict:
        """For subprocess: nothing for an ordinary user; other ids for root, as whom PostgreSQL refuses to run."""
        return {} if self.is_me else {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_account() -> Account:
    """Me; or, for root, the user `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return Account(str(os.geteuid()), os.geteuid(), os.getegid())
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise Problem(
        "PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody`. Run ./dev as an ordinary user."
    )


def reachable(path: pathlib.Path, account: Account) -> bool:
    """Whether that user may walk down to the path."""
    for folder in [path, *path.parents]:
        try:
            info = folder.stat()
        except FileNotFoundError:
            continue
        bit = stat.S_IXOTH
        if info.st_uid == account.uid:
            bit = stat.S_IXUSR
        elif info.st_gid == account.gid:
            bit = stat.S_IXGRP
        if not info.st_mode & bit:
            return False
    return True


def short_hash(*parts: object) -> str:
    """Eight characters that tell one checkout (and user) from another."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:8]


def own_folder(path: pathlib.Path, mode: int = 0o755) -> pathlib.Path:
    """Make a folder of ours; refuse one that somebody else put there first."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=mode)
    except OSError as error:
        raise Problem(
            f"Cannot make the folder {path} ({error.strerror}). Is the checkout yours? Clone it as the user you are now."
        ) from error
    info = path.lstat()
    if not stat.S_ISDIR(info.st_mode) or info.st_uid not in (os.geteuid(), server_account().uid):
        owner = _user_name(info.st_uid)
        raise Problem(
            f"{path} belongs to {owner}, and you are {_user_name(os.geteuid())}. "
            f"Run ./dev as {owner} again, or have {owner} remove that folder."
        )
    return path


def server_home() -> pathlib.Path:
    """Where the server's programs and data live: `.local`, or a lasting temporary folder when `.local` is below a private home."""
    own_folder(LOCAL)
    account = server_account()
    if reachable(LOCAL, account):
        return LOCAL
    lasting = pathlib.Path("/var/tmp") if os.path.isdir("/var/tmp") else pathlib.Path(tempfile.gettempdir())  # noqa: S108  checked by own_folder
    return own_folder(lasting / f"emergency-command-{short_hash(LOCAL, os.geteuid())}")


def runtime_folder(name: str) -> pathlib.Path:
    """A short path for unix sockets (they hold 107 bytes), private to the server's user."""
    account = server_account()
    path = pathlib.Path(tempfile.gettempdir()) / f"pg-{short_hash(LOCAL, os.geteuid())}-{name}"
    own_folder(path, 0o700)
    path.chmod(0o700)
    if not account.is_me:
        os.chown(path, account.uid, account.gid)
    return path


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
