"""A Chromium that shows Chinese, for screenshots and end-to-end tests: an installed one, else Debian's, unpacked privately."""

import os
import pathlib
import re
import shutil
import subprocess

from tools.dev.debs import Debs, library_folders
from tools.dev.place import LOCAL, VENV
from tools.dev.say import Problem, say

_NOT_LOADED = re.compile(
    r"^(perl|libperl|debconf|cdebconf|python3|systemd|dbus-|init-system-helpers|adduser|ucf|sensible-utils|tzdata|dpkg"
    r"|xdg-utils|notification-daemon|libgl1-mesa-dri|libllvm|upower|chromium-sandbox|dconf|gsettings|adwaita|hicolor|libgtk-3-bin)"
)
_KEY = "chromium fonts-wqy-zenhei libatomic1 1"
_WANTED = ["chromium", "chromium-common", "fonts-wqy-zenhei", "fonts-liberation", "fontconfig-config", "libatomic1"]
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def browser() -> tuple[pathlib.Path, dict[str, str]]:
    """The program to start, and the environment for whoever starts it through Playwright."""
    wanted = os.environ.get("CHROMIUM_PATH")
    if wanted:
        if not os.access(wanted, os.X_OK):
            raise Problem(f"CHROMIUM_PATH is {wanted}, which is not a program.")
        return pathlib.Path(wanted), {"CHROMIUM_PATH": wanted}
    installed = next(filter(None, map(shutil.which, _NAMES)), None)
    if installed and os.environ.get("DEV_PRIVATE_SERVICES") != "1" and _shows_chinese():
        return pathlib.Path(installed), {"CHROMIUM_PATH": installed}
    return _private_browser()


def _shows_chinese() -> bool:
    lister = shutil.which("fc-list")
    return lister is not None and bool(
        subprocess.run([lister, ":lang=zh-cn", "family"], capture_output=True, text=True).stdout.strip()
    )


def _private_browser() -> tuple[pathlib.Path, dict[str, str]]:
    debs = Debs(LOCAL / "debs", "browser", _NOT_LOADED)
    if not debs.ready(_KEY):
        say(
            "Chromium with a Chinese font is not installed: fetching Debian's packages into a private folder (about 200 MB)"
        )
        try:
            debs.update()
            debs.unpack(debs.closure(_WANTED), _KEY)
        except Problem as error:
            raise Problem(
                f"{error}\nInstall chromium and a Chinese font (fonts-wqy-zenhei), or set CHROMIUM_PATH."
            ) from error
    program = debs.root / "usr/lib/chromium/chromium"
    if not program.exists():
        raise Problem(
            f"The packages in {debs.home} have no chromium for this system. Install chromium, or set CHROMIUM_PATH."
        )
    fonts = _font_configuration(debs.root, debs.home)
    libraries = os.pathsep.join(map(str, library_folders(debs.root)))
    env = {"FONTCONFIG_FILE": str(fonts), "LD_LIBRARY_PATH": libraries}
    script = debs.home / "chromium"
    # A wrapper, so that the private libraries reach the browser only and never Python.
    settings = "".join(f"export {name}='{value}'\n" for name, value in env.items())
    _write(script, f"#!/bin/sh\n{settings}exec '{program}' \"$@\"\n", 0o755)
    return script, {"CHROMIUM_PATH": str(script), **_driver(debs, libraries)}


def _font_configuration(root: pathlib.Path, home: pathlib.Path) -> pathlib.Path:
    file = home / "fonts.conf"
    system = "<include ignore_missing='yes'>/etc/fonts/fonts.conf</include>"
    families = "".join(
        f"<alias><family>{name}</family><prefer><family>WenQuanYi Zen Hei</family></prefer></alias>"
        for name in ("sans-serif", "monospace")
    )
    _write(
        file,
        "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'>\n"
        f"<fontconfig>{system}<dir>/usr/share/fonts</dir><dir>{root}/usr/share/fonts</dir>"
        f"<cachedir>{home}/font-cache</cachedir>\n"
        f"<alias><family>sans-serif</family><prefer><family>Liberation Sans</family></prefer></alias>{families}</fontconfig>\n",
        0o644,
    )
    return file


def _driver(debs: Debs, libraries: str) -> dict[str, str]:
    """Playwright's own Node needs libatomic1, which a minimal Debian lacks: a wrapper that finds the unpacked one."""
    bundled = next(iter(VENV.glob("lib/python*/site-packages/playwright/driver/node")), None)
    if bundled is None or not list(debs.root.glob("usr/lib/*/libatomic.so.1")):
        return {}
    script = debs.home / "node"
    _write(script, f"#!/bin/sh\nexport LD_LIBRARY_PATH='{libraries}'\nexec '{bundled}' \"$@\"\n", 0o755)
    return {"PLAYWRIGHT_NODEJS_PATH": str(script)}


def _write(file: pathlib.Path, text: str, mode: int) -> None:
    """Only when it differs: a program that is running cannot be rewritten."""
    if not file.exists() or file.read_text() != text:
        file.write_text(text)
    file.chmod(mode)
