"""A wall that nobody touches: paired by code, led from a phone, alive again after every cut, never blank (R-H1, R-C6).

One journey, so that the browser starts once. Minutes of silence are compressed by moving the page's own clock.
"""

import re

import pytest

from tests.faults.processes import until

pytestmark = pytest.mark.e2e

LIVE = "[data-freshness][data-state=live]"
OPEN = """
from tests.factories import response
from organizations.models import Jurisdiction, User
county = Jurisdiction.objects.filter(level="county", walls__slug="county").get()
officer = User.objects.get(username="duty")
answer = response.incident(
    jurisdiction=county, owner_unit=county.units.first(), actor=officer, title="{title}", grade=2
).pk
"""


def pair(screen, phone, site):
    """The screen shows a code, the phone confirms it, the screen goes to its wall by itself."""
    screen.goto(site.url("/wall/pair/"))
    screen.wait_for_selector("[data-drawing] svg")
    code = re.sub(r"\D", "", screen.inner_text("[data-code]"))
    page = phone.open(f"/wall/?code={code}")
    assert page.input_value("#pair-code") == code
    page.select_option("#pair-wall", "county")
    page.fill("#pair-name", "测试屏")
    page.click(".pair-form button[type=submit]")
    screen.wait_for_url("**/wall/county/", timeout=15000)
    screen.wait_for_selector(LIVE, timeout=15000)
    screen.wait_for_selector("#map[data-ready]", timeout=15000)


def led_from_a_phone(screen, phone):
    """Each press shows on the wall by itself."""
    page = phone.open("/wall/county/remote/")
    page.locator(".remote-row").first.click()
    screen.wait_for_selector("body.scene-incident .wall-teams", timeout=5000)
    page.click("button[name=scene][value=drill]")
    screen.wait_for_selector("body.scene-drill .wall-band-drill", timeout=5000)
    page.fill("#remote-message", "15:00 会商室")
    page.click("button[name=minutes][value='30']")
    screen.wait_for_selector(".wall-band-message:has-text('15:00 会商室')", timeout=5000)
    page.click("button[name=minutes][value='5']")
    screen.wait_for_selector("body.is-frozen .wall-band-frozen", timeout=5000)
    page.click("text=恢复跟随")
    screen.wait_for_selector("body:not(.is-frozen)", timeout=5000)
    page.click("text=来宾时遮屏")
    screen.wait_for_selector(".wall-blank", timeout=5000)
    page.click("text=恢复显示")
    screen.wait_for_selector(".wall-blank", state="detached", timeout=5000)
    page.click("button[name=scene][value=everyday]")
    screen.wait_for_selector("body.scene-everyday", timeout=5000)
    until(lambda: page.reload() and "实时" in page.inner_text(".remote-now"), 30, "the wall being heard")


def test_a_wall_is_paired_led_cut_off_and_comes_back_by_itself(visit, platform, chromium):
    phone = visit("duty", "zh", (390, 844))
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1920, "height": 1080})
    screen = context.new_page()
    broken = []
    screen.on("pageerror", lambda error: broken.append(str(error)))
    screen.clock.install()
    pair(screen, phone, platform)
    led_from_a_phone(screen, phone)

    # A cut: the picture stays and says how old it is; what happened meanwhile is there afterwards, untouched by anybody.
    platform.kill("web")
    screen.clock.fast_forward("00:40")
    screen.wait_for_selector("[data-freshness-strip][data-state=stale]:not([hidden])", timeout=5000)
    assert screen.locator(".wall-panel:visible").count() >= 4
    screen.clock.fast_forward("01:40")
    screen.wait_for_selector("[data-freshness-strip][data-state=lost]:not([hidden])", timeout=5000)
    platform.python(OPEN.format(title="断网期间的山洪"))
    screen.evaluate("window.untouched = true")
    platform.serve()
    until(lambda: screen.clock.fast_forward("00:31") or screen.locator(LIVE).count(), 30, "live again")
    screen.wait_for_selector(".wall-incident:has-text('断网期间的山洪')", timeout=10000)
    assert screen.evaluate("window.untouched")

    # A cold start without a server: the last picture from the service worker, marked as old.
    screen.reload()
    screen.wait_for_selector(LIVE, timeout=15000)
    screen.wait_for_function("navigator.serviceWorker.controller !== null")
    screen.reload()
    screen.wait_for_selector("#map[data-ready]", timeout=15000)
    screen.goto("about:blank")
    platform.kill("web")
    screen.goto(platform.url("/wall/county/"))
    screen.wait_for_selector(".wall-incident:has-text('断网期间的山洪')", timeout=15000)
    assert screen.get_attribute("html", "data-kept-at")
    assert screen.locator(LIVE).count() == 0
    platform.serve()

    # With its server again it loads itself anew, once. Revoked, the picture is gone within seconds.
    fresh = f"html:not([data-kept-at]) {LIVE}"
    until(lambda: screen.clock.fast_forward("00:31") or screen.locator(fresh).count(), 30, "live once more")
    page = phone.open("/wall/")
    page.locator(".screens li", has_text="测试屏").first.locator("button").click()
    page.click("[data-reason-yes]")
    screen.wait_for_url("**/wall/pair/**", timeout=10000)
    assert broken == []
    context.close()
    phone.complaints[:] = []
