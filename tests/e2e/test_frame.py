"""The frame in a real browser: alarms, mute and flood; presence and the merge of two edits; views that follow a person;
a part that fails alone (ux tests 5 and 15)."""

import json
import re

import pytest

from tests.e2e.conftest import until
from tests.e2e.test_live import SPY
from tests.e2e.test_screens import opens

pytestmark = pytest.mark.e2e

HEAR = "window.played = []; document.addEventListener('sound:played', (e) => window.played.push(e.detail.name));"
TELL = """([first, count, kind, grade]) => {
    for (let n = 0; n < count; n += 1)
        window.last.onmessage({ data: JSON.stringify({ type: 'event', cursor: first + n, kind, subject: `incident:${first + n}`,
            subjects: [], actor: 0, at: new Date().toISOString(), data: { grade, title: `洪水${n + 1}` } }) });
}"""
# Beyond every cursor there will be: this browser's own, never written anywhere.
FAR = 10**12


def desk(person, path="/duty/", clock=False):
    page = person.context.new_page()
    page.on("pageerror", lambda error: person.complaints.append(str(error)))
    page.add_init_script(SPY + HEAR)
    if clock:
        page.clock.install()
    page.goto(person.site.url(path))
    page.wait_for_selector('[data-freshness][data-state="live"]', timeout=20000)
    return page


def words(page, part):
    """What a part shows, without its running times."""
    return re.sub(r"[+\d:]+", "", page.inner_text(part))


def chip(page):
    return page.get_attribute("[data-sound]", "data-state")


def played(page):
    return page.evaluate("window.played")


def test_alarms_insist_until_noted_one_tab_sounds_mute_expires_and_is_on_record(platform, visit):
    person = visit("leader")  # what one does oneself does not alarm one
    person.page.close()
    page = desk(person, clock=True)
    until(lambda: chip(page) in ("blocked", "on"), 5, "the chip says whether it may sound")
    if chip(page) == "blocked":
        assert "点此启用" in page.inner_text("[data-sound]")
        page.click("[data-sound]")
    until(lambda: chip(page) == "on", 5, "a press lets it sound")
    second = desk(person, "/clocks/")
    second.mouse.click(5, 400)  # it may sound as well, and must not

    number = opens(platform, "堤坝决口", grade=1)
    page.wait_for_selector(".alarms li")
    assert "堤坝决口" in page.inner_text(".alarms") and "堤坝决口" in second.inner_text(".alarms")
    until(lambda: "grave" in played(page), 5, "grade I sounds")
    before = played(page).count("grave")
    page.clock.run_for(10_500)
    until(lambda: played(page).count("grave") > before, 5, "and again after ten seconds")
    assert "grave" not in played(second)
    page.clock.run_for(1000)
    assert until(lambda: "警报" in page.title() or page.clock.run_for(1000), 5, "the title blinks")

    page.click("[data-sound]")
    page.click("dialog.sound-panel button:has-text('静音15分钟')")
    until(lambda: chip(page) == "muted", 3, "muted")
    kinds = "SELECT count(*) FROM timeline_event WHERE kind = 'user.muted' AND at > now() - interval '1 minute'"
    until(lambda: platform.sql(kinds)[0][0] == 1, 5, "the record has the mute")
    page.keyboard.press("Escape")
    silent = len(played(page))
    page.clock.run_for(20_000)
    assert len(played(page)) == silent and chip(page) == "muted"
    page.keyboard.press("Alt+a")
    page.wait_for_selector(".alarms", state="detached")
    until(lambda: second.locator(".alarms").count() == 0, 5, "what is noted in one tab is noted in all")
    page.clock.fast_forward(15 * 60_000)
    until(lambda: chip(page) == "on", 5, "a mute ends by itself")
    assert number
    person.complaints[:] = [text for text in person.complaints if "WebSocket" not in text]


def test_eleven_alarms_in_ten_minutes_are_one_summary_with_a_list(visit):
    person = visit("leader")
    person.page.close()
    page = desk(person)
    page.click("[data-sound]")
    until(lambda: chip(page) == "on", 5, "it may sound")
    page.evaluate("(key) => localStorage.removeItem(key)", f"alarms.{page.get_attribute('html', 'data-user')}")
    page.evaluate(TELL, [FAR, 10, "report.created", 0])
    page.wait_for_timeout(300)
    assert page.locator(".alarms").count() == 0
    page.wait_for_timeout(1300)  # the ring is over
    page.evaluate(TELL, [FAR + 100, 1, "report.created", 0])
    page.wait_for_selector(".alarms[data-flood=true]")
    assert "警报密集 11 条" in page.inner_text(".alarms") and page.locator(".alarms li").count() == 11
    assert played(page)[-1] == "flood" and played(page).count("call") < 11
    page.evaluate(TELL, [FAR + 200, 1, "report.created", 0])
    assert played(page).count("flood") == 1
    page.click("[data-take-note]")
    page.wait_for_selector(".alarms", state="detached")


def test_two_people_edit_one_incident_see_each_other_and_lose_nothing(platform, visit):
    number = opens(platform, "合并演练", grade=4)
    one, two = visit("duty").open(f"/incidents/{number}/edit/"), visit("leader")
    row = two.open("/incidents/")
    until(lambda: "正在编辑" in row.inner_text("#incident-rows"), 15, "the list says who is editing")
    other = two.open(f"/incidents/{number}/edit/")
    until(lambda: "正在编辑" in other.inner_text("#main"), 15, "the form says so too")
    one.fill("[name=title]", "合并演练甲")
    one.fill("[name=place]", "甲填的地点")
    one.keyboard.press("Control+Enter")
    one.wait_for_url(lambda url: "/edit/" not in url)

    other.fill("[name=title]", "合并演练乙")
    other.fill("[name=description]", "乙写的一段经过，不能丢")
    other.keyboard.press("Control+Enter")
    other.wait_for_selector("[data-merge]")
    assert other.locator("[data-merge] fieldset").count() == 2
    assert other.locator("[name=choose_title]:checked").count() == 0
    assert other.locator("[name=choose_place][value=current]:checked").count() == 1
    assert "陈" in other.inner_text("[data-merge]")  # whose change it was
    assert other.input_value("[name=description]") == "乙写的一段经过，不能丢"
    other.keyboard.press("Control+Enter")
    other.locator("form [data-ctrl-enter]").click()
    other.wait_for_selector("[data-error-summary]")
    other.check("[name=choose_title][value=yours]")
    other.locator("form [data-ctrl-enter]").click()
    other.wait_for_url(lambda url: "/edit/" not in url)
    saved = platform.sql("SELECT title, place, description FROM response_incident WHERE number = %s", number)[0]
    assert tuple(saved) == ("合并演练乙", "甲填的地点", "乙写的一段经过，不能丢")
    two.complaints[:] = [text for text in two.complaints if "409" not in text and "422" not in text]
    # gone from the page, gone from presence, well within thirty seconds
    one.close()
    watcher = two.open(f"/incidents/{number}/")
    until(lambda: watcher.locator(".presence .chip").count() == 0, 30, "a closed tab is nobody")


def test_views_and_looks_follow_a_person_to_the_next_machine(platform, visit):
    person = visit("commander", "zh", (1366, 768))
    platform.sql("DELETE FROM organizations_personsetting")
    page = person.open("/incidents/?status=open&status=handling")
    menu = page.locator("details:has([data-views]) > summary")
    menu.click()
    page.fill(".views-form input", "处置中")
    page.keyboard.press("Enter")
    page.click("[data-views] button[aria-label^='默认打开']")
    page.locator(".views-columns label:has-text('地点') input").uncheck()
    until(lambda: page.locator("th:has-text('地点')").is_hidden(), 3, "the column is gone")
    kept = "SELECT value FROM organizations_personsetting WHERE key = 'views.incidents'"
    until(lambda: platform.sql(kept) and "hidden" in json.dumps(platform.sql(kept)[0][0]), 5, "the server has it")
    page.goto(person.site.url("/preferences/"))
    page.select_option("[data-look=theme]", "dark")
    page.select_option("[data-look=density]", "compact")
    until(lambda: "compact" in str(platform.sql("SELECT value FROM organizations_personsetting WHERE key = 'look'")), 5)

    platform.sessions.pop("commander")
    elsewhere = visit("commander", "zh", (1366, 768))
    there = elsewhere.open("/incidents/")
    there.wait_for_url("**/incidents/?status=open&status=handling")
    until(lambda: there.get_attribute("html", "data-bs-theme") == "dark", 5, "dark here too")
    assert there.get_attribute("html", "data-density") == "compact"
    until(lambda: there.locator("th:has-text('地点')").is_hidden(), 5, "the column is hidden here too")
    there.click("text=清除")  # “clear” means everything, not the default view again
    there.wait_for_url("**/incidents/")
    there.wait_for_timeout(700)
    assert there.url.endswith("/incidents/")
    there.locator("details:has([data-views]) > summary").click()
    there.click("[data-views] button[aria-label^='删除视图']")
    there.wait_for_selector("text=尚未保存视图")


@pytest.mark.parametrize(
    ("path", "part", "url"),
    [
        ("/duty/", "[data-queue]", "**/reports/queue/**"),
        ("/incidents/", "#incident-rows", "**/incidents/**"),
        ("/dispatch/", "#board", "**/dispatch/**"),
        ("/teams/", "#teams", "**/teams/**"),
        ("/reserves/", "#stock", "**/reserves/**"),
        ("/supply/", "#supply-board", "**/supply/**"),
        ("/shelters/", "#shelters", "**/shelters/**"),
    ],
)
def test_a_part_that_fails_says_so_in_its_place_and_keeps_what_it_showed(visit, path, part, url):
    person = visit("duty")
    page = person.open(path)
    until(lambda: page.locator(f"{part} .skeleton").count() == 0, 10, "the part is read")
    shown = words(page, part)
    page.route(url, lambda route: route.fulfill(status=500, body="broken"))
    page.evaluate("(part) => document.querySelector(part).dispatchEvent(new CustomEvent('refresh'))", part)
    bar = page.wait_for_selector(f".panel-failed:has(+ {part})")
    # What it showed is still there; further down a board may have heard of something meanwhile.
    assert "未能更新（500）" in bar.inner_text() and words(page, part)[:300] == shown[:300]
    assert page.locator(".toast-card").count() == 0
    page.unroute(url)
    bar.query_selector("button").click()
    page.wait_for_selector(".panel-failed", state="detached")
    assert words(page, part)[:20] == shown[:20]
    person.complaints[:] = [text for text in person.complaints if "500" not in text]
