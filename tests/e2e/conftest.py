"""A whole platform of real processes with the demo county, and a real Chromium that complains of nothing."""

import os

import pytest
from playwright.sync_api import sync_playwright

from tests.faults.processes import Site, until

CHROMIUM = os.environ.get("CHROMIUM_PATH")
LANGUAGES = {"zh": ("zh-CN", "zh-hans"), "en": ("en-GB", "en")}


class Platform(Site):
    """As `./dev up` sets it up: the demo county is allowed, static files come from where they lie."""

    def __init__(self, folder):
        super().__init__(folder)
        self.sessions = {}

    @property
    def environment(self):
        """The development settings instead of those of the tests."""
        return {**super().environment, "DJANGO_SETTINGS_MODULE": "command_center.settings.dev", "DEBUG": "true"}

    def serve(self):
        """Start the web process, with patience for a machine that is busy with other tests."""
        try:
            self.start_web()
        except AssertionError:
            until(lambda: self.get("/healthz")[0] == 200, 60, "web serving")


@pytest.fixture(scope="session")
def platform(tmp_path_factory):
    """Demo county, web, worker with beat, clockwork: what `./dev up` runs."""
    if not CHROMIUM:
        pytest.skip(os.environ.get("NO_CHROMIUM", "Chromium is not here: ./dev test fetches it"))
    with Platform(tmp_path_factory.mktemp("platform")) as site:
        site.manage("demo")
        site.start("worker", "-m", "celery", "-A", "command_center", "worker", "-c", 1, "-l", "warning")
        site.start("clockwork", "manage.py", "clockwork")
        site.serve()
        yield site


@pytest.fixture(scope="module")
def chromium(platform):
    """One browser per module: Playwright's loop must not outlive it, other tests have loops of their own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


class Visitor:
    """A signed-in person at a screen; everything the browser complains of is kept in `complaints`."""

    def __init__(self, site, browser, name, language, size):
        locale, self.code = LANGUAGES[language]
        self.site, self.complaints = site, []
        kept = site.sessions.get(name)
        self.context = browser.new_context(
            locale=locale, viewport={"width": size[0], "height": size[1]}, storage_state=kept
        )
        self.page = self.context.new_page()
        self.page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if kept is None:
            self.sign_in(name)
        self.speak()

    def sign_in(self, name):
        """By the form, once per person."""
        self.page.goto(self.site.url("/login/"))
        self.page.fill("input[name=username]", name)
        self.page.fill("input[name=password]", f"Demo-{name}-2026")
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "/login/" not in url)
        self.site.sessions[name] = self.context.storage_state()

    def speak(self):
        """Switch the language by the button of the frame, as a person would."""
        self.open("/status/")
        button = self.page.locator(f".language-switch button[value={self.code}]")
        if button.count():
            button.click()
            self.page.wait_for_load_state()

    def open(self, path):
        """Go there and wait until it has loaded."""
        self.page.goto(self.site.url(path))
        return self.page

    def map_ready(self):
        """Wait until the map has drawn its first answer."""
        self.page.wait_for_selector("#map[data-ready]", timeout=15000)
        return self.page


@pytest.fixture
def visit(platform, chromium):
    """`visit("duty", "zh", (1366, 768))`: at the end nobody's browser may have complained, of the CSP least of all."""
    visitors = []

    def enter(name="duty", language="zh", size=(1366, 768)):
        visitors.append(Visitor(platform, chromium, name, language, size))
        return visitors[-1]

    yield enter
    complaints = [text for visitor in visitors for text in visitor.complaints]
    for visitor in visitors:
        visitor.context.close()
    assert complaints == []


__all__ = ["until"]
