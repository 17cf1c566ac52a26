"""The demo county on real processes with a browser before it, for benchmarks of what people see."""

import contextlib
import json
import os
import secrets
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench.harness import ROOT, Process

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--enable-precise-memory-info"]


def load_demo() -> None:
    """The demo county, as `./dev up` loads it; refused where DEBUG is off."""
    subprocess.run([sys.executable, "manage.py", "demo"], cwd=ROOT, env={**os.environ, "DEBUG": "true"}, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip


@contextlib.contextmanager
def serving() -> Iterator[Process]:
    """The server of `./dev up`."""
    more = ["--ws-per-message-deflate", "false", "--no-access-log", "--log-level", "error"]
    with Process("-m", "uvicorn", "command_center.asgi:application", "--port", "{port}", *more, DEBUG="true") as web:
        yield web.wait_for(seconds=120)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of CHROMIUM_PATH; `./dev bench` sets it."""
    path = os.environ.get("CHROMIUM_PATH")
    if not path:
        raise RuntimeError("no CHROMIUM_PATH: start it by ./dev bench, which brings a Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def signed_in(browser: Browser, base: str, name: str, size: tuple[int, int]) -> BrowserContext:
    """A browser of its own in which this account of the demo county has signed in."""
    context = browser.new_context(locale="zh-CN", viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.goto(f"{base}/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", f"Demo-{name}-2026")
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    page.close()
    return context


class Api:
    """What another system would call, to set a task up and to prove what it did."""

    def __init__(self, base: str, name: str):
        self.base, self.token = f"{base}/api/v1", ""
        self.token = self.post("/auth/token/", {"username": name, "password": f"Demo-{name}-2026"})["token"]

    def get(self, path: str) -> Any:
        """A GET, as JSON."""
        return self._ask("GET", path, None)

    def post(self, path: str, body: Any) -> Any:
        """A POST, as JSON."""
        return self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: Any) -> Any:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        headers = {"Content-Type": "application/json", "Idempotency-Key": secrets.token_hex(8)}
        if self.token:
            headers["Authorization"] = f"Token {self.token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data=data, headers=headers, method=method)
        try:
            with opener.open(request, timeout=30) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read().decode()[:400]}") from error


__all__ = ["Api", "chromium", "load_demo", "serving", "signed_in"]
