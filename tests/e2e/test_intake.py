"""Taking a call: keyboard only, through an input method, with two officers at one queue, and on a phone without scripts."""

import re
import time

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e
NEWEST = """
from incidents.reports.models import Report
report = Report.objects.filter(description__contains={words!r}).order_by("pk").last()
answer = report and [report.number, report.place, report.event_type_id, report.figures.get("trapped"), report.status,
                     report.coordinate_source]
"""
FILE_ONE = """
from incidents.reports.services import ReportData, report_create
from organizations.models import User
actor = User.objects.get(username="grid")
answer = report_create(data=ReportData(source="grid_worker", title={title!r}, event_type="10401"), actor=actor).pk
"""
RETURN_ONE = """
from incidents.reports.models import Report
from incidents.reports.services import report_return
from organizations.models import User
report_return(report=Report.objects.get(pk={pk}), reason="几户受影响？", actor=User.objects.get(username="duty"))
answer = None
"""
ORDER = [
    "event_type", "chosen_grade", "deaths", "missing", "seriously_injured", "trapped", "reporter_name", "reporter_phone",
    "source", "occurred", "involved", "tags",
]  # fmt: skip
LABELS = """
from incidents.reports.models import Report
report = Report.objects.filter(description__contains={words!r}).order_by("pk").last()
answer = [report.tags, [unit["unit"] is not None for unit in report.involved]]
"""
REFUSED = re.compile("status of (409|422)")


def newest(site, words):
    return site.python(NEWEST.format(words=words))


def at_desk(person):
    page = person.open("/duty/")
    page.wait_for_selector("[data-queue] .queue-row, [data-queue] .empty-state")
    page.wait_for_selector("[data-freshness][data-state=live]", timeout=20000)
    return page


def start_call(page):
    page.keyboard.press("F2")
    page.wait_for_selector(".desk-panel [data-intake-form][data-ready] textarea:focus")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_call_is_taken_by_keyboard_alone(visit, platform, language, record_property):
    person = visit("duty", language, (1600, 900))
    page = at_desk(person)
    words = {"zh": "屋后山坡滑坡，一人被困", "en": "屋后陡坡滑坡，一人被困"}[language]
    began = time.monotonic()
    start_call(page)
    page.keyboard.type(words)
    page.keyboard.press("Tab")
    page.keyboard.type("bhc")
    page.wait_for_selector("[role=listbox] [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[data-intake-form] [data-type]")).to_have_value(re.compile("^10401"), timeout=10000)
    expect(page.locator(".prompts li").first).to_be_visible()
    tabbed = []
    while len(tabbed) < 12:
        page.keyboard.press("Tab")
        tabbed.append(page.evaluate("document.activeElement.name"))
        page.keyboard.type({"trapped": "1", "tags": "夜间", "involved": "xfjy"}.get(tabbed[-1], ""))
        if tabbed[-1] == "involved":
            page.wait_for_selector("[data-units] [role=option]")
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Enter")
    assert tabbed == ORDER
    assert page.locator("[data-intake-time]").inner_text() != "0:00"
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(f"[data-report-panel] .report-title:has-text('{words[:6]}')", timeout=10000)
    record_property("seconds", round(time.monotonic() - began, 1))
    assert time.monotonic() - began < 30
    number, place, kind, trapped, status, origin = newest(platform, words)
    assert (kind, trapped, status, origin) == ("10401", 1, "submitted", "gazetteer")
    assert "白湖村" in place and number
    assert platform.python(LABELS.format(words=words)) == [["夜间"], [True]]
    assert page.locator("[data-intake-form]").count() == 0


def test_an_input_method_neither_sends_the_form_nor_loses_a_letter(visit, platform):
    person = visit("duty", "zh", (1600, 900))
    page = at_desk(person)
    start_call(page)
    keys = person.context.new_cdp_session(page)
    for text in ("s", "sh", "shanhong"):
        keys.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    for kind in ("rawKeyDown", "keyUp"):
        keys.send(
            "Input.dispatchKeyEvent", {"type": kind, "key": "Process", "windowsVirtualKeyCode": 229, "modifiers": 2}
        )
    assert page.locator("[data-intake-form]").count() == 1
    keys.send("Input.insertText", {"text": "山洪"})
    assert page.locator("[data-intake-form] textarea").input_value() == "山洪"
    assert newest(platform, "shanhong") is None
    page.locator("[name=reporter_name]").focus()
    keys.send("Input.imeSetComposition", {"text": "wang", "selectionStart": 4, "selectionEnd": 4})
    keys.send("Input.insertText", {"text": "王"})
    page.keyboard.press("Enter")  # the one that confirms the words of an input method
    page.wait_for_timeout(400)
    assert page.locator("[data-intake-form]").count() == 1


def test_nothing_moves_under_the_pointer_until_it_is_asked_for(visit, platform):
    page = at_desk(visit("duty", "zh", (1600, 900)))
    first = page.locator("[data-queue] .queue-row").first
    first.hover()
    before = [row.get_attribute("id") for row in page.locator("[data-queue] .queue-row").all()]
    pk = platform.python(FILE_ONE.format(title="指针下不许动"))
    expect(page.locator("[data-queue-new]")).to_be_visible(timeout=10000)
    assert [row.get_attribute("id") for row in page.locator("[data-queue] .queue-row").all()] == before
    first.locator("a").focus()
    page.keyboard.press("n")
    page.wait_for_selector(f"#queue-{pk}", timeout=5000)
    page.keyboard.press("p")
    expect(page.locator("[data-queue-pause]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("p")


def test_escape_keeps_a_draft_that_is_never_sent_by_itself(visit, platform):
    person = visit("leader", "zh", (1600, 900))
    page = at_desk(person)
    start_call(page)
    page.keyboard.type("草稿里的一句话")
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-intake-form]", state="detached")
    assert newest(platform, "草稿里的一句话") is None
    page.goto(platform.url("/reports/new/"))
    page.locator(".intake .menu summary").click()
    page.locator("[data-draft-open]:has-text('草稿里的一句话')").click()
    page.wait_for_load_state()
    assert page.locator("textarea[name=description]").input_value() == "草稿里的一句话"


def test_what_needs_correction_is_said_and_nothing_typed_is_lost(visit):
    person = visit("duty", "en", (1600, 900))
    page = person.open("/reports/new/")
    page.wait_for_selector("[data-intake-form][data-ready]")
    page.fill("[name=occurred]", "2575")
    page.fill("[name=reporter_name]", "王小二")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-error-summary]:focus")
    assert page.locator("[name=reporter_name]").input_value() == "王小二"
    page.locator("[data-error-summary] a[href='#id_description']").click()
    person.complaints[:] = [text for text in person.complaints if not REFUSED.search(text)]


def test_two_officers_at_one_queue_know_of_each_other(visit, platform):
    title = "两人同时看到的滑坡"
    pk = platform.python(FILE_ONE.format(title=title))
    first, second = visit("duty", "zh", (1600, 900)), visit("leader", "zh", (1600, 900))
    here, there = at_desk(first), at_desk(second)
    row = f"#queue-{pk}"
    here.locator(f"{row} a").focus()
    here.keyboard.press("a")
    here.wait_for_selector(f"[data-report-panel='{pk}'][data-claim=mine]")
    there.wait_for_selector(f"{row}[data-claimed=other]", timeout=10000)
    there.locator(f"{row} a").focus()
    there.keyboard.press("t")
    there.wait_for_selector("#reason-dialog[open]")
    there.keyboard.type("换班，由我接手")
    there.keyboard.press("Control+Enter")
    there.wait_for_selector(f"[data-report-panel='{pk}'][data-claim=mine]")
    here.wait_for_selector(f"[data-report-panel='{pk}'][data-claim=other]", timeout=15000)
    there.locator(f"{row} a").focus()
    there.keyboard.press("x")
    there.wait_for_selector("#reason-dialog[open]")
    there.keyboard.type("演练误报")
    there.keyboard.press("Control+Enter")
    here.wait_for_selector(
        f"{row}.is-gone, [data-queue]:not(:has({row}))", timeout=10000
    )  # held under a hand, and said
    here.locator("#main").focus()
    here.wait_for_selector(row, state="detached", timeout=10000)
    first.complaints[:] = [text for text in first.complaints if not REFUSED.search(text)]


def test_the_phone_works_without_scripts(visit, platform, chromium):
    session = visit("grid", "zh", (390, 844)).context.storage_state()
    plain = chromium.new_context(
        java_script_enabled=False, storage_state=session, viewport={"width": 390, "height": 844}
    )
    page = plain.new_page()
    page.goto(platform.url("/r/new/"))
    page.fill("textarea[name=description]", "无脚本手机上报的险情")
    page.fill("input[name=trapped]", "2")
    page.locator("[data-send]").click()
    assert "/r/new/" not in page.url
    assert newest(platform, "无脚本手机上报的险情")[3] == 2
    plain.close()


def test_the_phone_sees_what_became_of_a_report_without_being_touched(visit, platform):
    person = visit("grid", "zh", (390, 844))
    title = "手机等候结果的滑坡"
    pk = platform.python(FILE_ONE.format(title=title))
    page = person.open("/r/")
    card = page.locator(f".field-card:has-text('{title}')").first
    expect(card.locator(".became-received")).to_be_visible()
    platform.python(RETURN_ONE.format(pk=pk))
    expect(page.locator(".is-asked", has_text="几户受影响").first).to_be_visible(timeout=30000)
