"""Debian and Ubuntu packages unpacked into a private folder: no root, nothing installed in the system.

apt-get runs with its own lists and cache, so it works for an ordinary user and still checks signatures.
"""

import concurrent.futures
import os
import pathlib
import re
import shutil

from tools.dev.place import own_folder
from tools.dev.run import run
from tools.dev.say import Problem, say

_DEPENDS = re.compile(r"^ ([ |])(?:Pre)?Depends: (\S+)$")
_NO_APT = "This system has no apt-get, so nothing can be fetched privately."


class Debs:
    """One set of packages and what they need, under `<base>/<name>/root`."""

    def __init__(self, base: pathlib.Path, name: str, leave_out: re.Pattern[str]):
        self.base = own_folder(base)
        self.home = own_folder(base / name)
        self.root = own_folder(self.home / "root")
        self.leave_out = leave_out

    def ready(self, key: str) -> bool:
        """Whether this very set was unpacked before."""
        stamp = self.home / "done"
        return stamp.exists() and stamp.read_text() == key

    def update(self) -> None:
        """Fetch the package lists, once."""
        if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
            raise Problem(_NO_APT)
        run(
            ["apt-get", *self._options(), "-qq", "update"],
            what="Fetching Debian's package lists",
            hint="Is the network there?",
        )

    def closure(self, names: list[str]) -> list[str]:
        """The packages and everything they need that this system does not already have."""
        present = _installed()
        seen: set[str] = set()
        level = set(names)
        while level:
            seen |= level
            found = set(self.depends(*sorted(level)))
            level = {p for p in found - seen - present if not self.leave_out.search(p)}
        return sorted(seen)

    def depends(self, *names: str) -> list[str]:
        """Direct dependencies, the first alternative of each."""
        no = [f"--no-{kind}" for kind in ("recommends", "suggests", "conflicts", "breaks", "replaces", "enhances")]
        text = run(
            ["apt-cache", *self._options(), *no, "depends", *names],
            what="Asking apt what " + ", ".join(names[:3]) + " needs",
            env={**os.environ, "LC_ALL": "C"},
        )
        found, is_alternative = [], False
        for line in text.splitlines():
            match = _DEPENDS.match(line)
            if not match:
                continue
            if not is_alternative:
                found.append(match[2].strip("<>").split(":")[0])
            is_alternative = match[1] == "|"
        return found

    def unpack(self, names: list[str], key: str) -> pathlib.Path:
        """Download and unpack; the stamp is written last, so that a broken download is tried again."""
        say(f"  downloading {len(names)} Debian packages")
        downloads = own_folder(self.home / "downloads")
        run(
            ["apt-get", *self._options(), "-qq", "download", *names],
            what="Downloading Debian packages",
            cwd=downloads,
            hint="Is the network there?",
        )
        files = sorted(downloads.glob("*.deb"))
        size = sum(file.stat().st_size for file in files) >> 20
        say(f"  unpacking {size} MB into {self.root}")
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(self._unpack_one, files))
        shutil.rmtree(downloads)
        (self.home / "done").write_text(key)
        return self.root

    def _unpack_one(self, file: pathlib.Path) -> None:
        run(["dpkg-deb", "-x", file, self.root], what=f"Unpacking {file.name}")

    def _options(self) -> list[str]:
        for name in ("lists/partial", "cache/archives/partial"):
            (self.base / name).mkdir(parents=True, exist_ok=True)
        (self.base / "status").touch()
        settings = (
            f"Dir::State::Lists={self.base}/lists", f"Dir::Cache={self.base}/cache", f"Dir::State::status={self.base}/status",
            "Debug::NoLocking=1", "APT::Install-Recommends=0", "APT::Sandbox::User=", "Acquire::Retries=3", "Acquire::Languages=none",
        )  # fmt: skip
        return [part for setting in settings for part in ("-o", setting)]


def _installed() -> set[str]:
    if not shutil.which("dpkg-query"):
        return set()
    text = run(["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n"], what="Asking dpkg what is installed")
    return {line.split()[0] for line in text.splitlines() if line.endswith(" installed")}


def library_folders(root: pathlib.Path) -> list[pathlib.Path]:
    """Where the unpacked packages keep their shared libraries."""
    machine = os.uname().machine
    folders = [root / top / f"{machine}-linux-gnu" for top in ("usr/lib", "lib")]
    return [*folders, *(folder / "pulseaudio" for folder in folders[:1]), root / "usr/lib"]
