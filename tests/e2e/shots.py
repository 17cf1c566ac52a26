"""Pictures of every screen of a running site with the demo county, and sheets of them side by side. Not a test.

    python -m tests.e2e.shots http://127.0.0.1:8000 FOLDER [--language zh] [--theme dark] [--width 390] [--only reserves]

Needs CHROMIUM_PATH and the site's own settings in the environment; the folder is not to lie in the repository.
"""

import argparse
import os
from pathlib import Path

import django
from django.conf import settings
from PIL import Image, ImageDraw
from playwright.sync_api import sync_playwright

from tests.e2e.screens import GROUND, HEIGHTS, SCREENS

CODES = {"zh": "zh-hans", "en": "en"}
SPEAK = """async (language) => {
  const body = new FormData();
  for (const [key, value] of Object.entries({ language, next: "/login/" })) body.append(key, value);
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  await fetch("/preferences/", { method: "POST", body, headers: { "X-CSRFToken": token } });
}"""


def ground():
    """One of each thing the addresses name."""
    space = {}
    exec(GROUND, space)
    return space["answer"]


def enter(browser, base, who, language, theme):
    """A context in which somebody has signed in, reads a language and has chosen a theme."""
    context = browser.new_context(locale={"zh": "zh-CN", "en": "en-GB"}[language])
    context.add_init_script(f"try {{ localStorage.setItem('theme', '{theme}') }} catch {{}}")
    page = context.new_page()
    page.goto(f"{base}/login/")
    if who:
        page.fill("input[name=username]", who)
        page.fill("input[name=password]", f"Demo-{who}-2026")
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/login/" not in url)
    page.evaluate(SPEAK, CODES[language])
    return page


def take(page, base, screen, width, things, target):
    """One picture; the page is as tall as it needs to be, up to three screens."""
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    page.goto(base + screen.path(things))
    page.wait_for_timeout(1600 if page.locator("#map").count() else 500)
    tall = page.evaluate("Math.max(document.documentElement.scrollHeight, innerHeight)")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.screenshot(path=target, full_page=tall <= HEIGHTS[width] * 3)
    if wide > 0:
        print(f"{target.name}: {wide} px too wide")  # noqa: T201


def sheets(folder, pictures, name, across):
    """Pictures side by side, eight on a sheet or more when they are narrow."""
    size = (1900 // across - 8, 1100 if across > 3 else 640)
    for first in range(0, len(pictures), across * 2):
        sheet = Image.new("RGB", (1900, 2 * (size[1] + 22)), "#888")
        for order, path in enumerate(pictures[first : first + across * 2]):
            left, top = (order % across) * (size[0] + 8), (order // across) * (size[1] + 22)
            with Image.open(path) as picture:
                scale = size[0] / picture.width
                shown = picture.convert("RGB").crop((0, 0, picture.width, min(picture.height, int(size[1] / scale))))
                sheet.paste(shown.resize((size[0], max(1, int(shown.height * scale)))), (left, top + 18))
            ImageDraw.Draw(sheet).text((left + 4, top + 3), path.stem, fill="#fff")
        sheet.save(folder / f"sheet-{name}-{first // (across * 2):02}.png")


def _asked():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", choices=CODES, action="append")
    parser.add_argument("--theme", choices=("light", "dark"), action="append")
    parser.add_argument("--width", type=int, action="append")
    parser.add_argument("--only", default="", help="part of an address's name")
    return parser.parse_args()


def main():
    """All that was asked for, one person at a time."""
    asked = _asked()
    folder = asked.folder.resolve()
    if folder.is_relative_to(settings.ROOT):
        raise SystemExit("The folder lies in the repository.")
    folder.mkdir(parents=True, exist_ok=True)
    things, base = ground(), asked.base.rstrip("/")
    chosen = [screen for screen in SCREENS if asked.only in screen.name]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM_PATH"], args=["--no-sandbox", "--disable-gpu"]
        )
        for language in asked.language or CODES:
            for theme in asked.theme or ("light",):
                taken = {}
                for who in dict.fromkeys(screen.who for screen in chosen):
                    page = enter(browser, base, who, language, theme)
                    for screen in (one for one in chosen if one.who == who):
                        for width in (one for one in screen.widths if one in (asked.width or screen.widths)):
                            target = folder / f"{screen.name}-{language}-{theme}-{width}.png"
                            take(page, base, screen, width, things, target)
                            taken.setdefault(width, []).append(target)
                    page.context.close()
                for width, pictures in taken.items():
                    sheets(folder, pictures, f"{language}-{theme}-{width}", 6 if width < 600 else 3)
        browser.close()


if __name__ == "__main__":
    django.setup()
    main()
