"""The phone without a line: filed in airplane mode, sent once each when it is back, and every refusal for itself (R-B8)."""

import io
import time
import uuid
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from core.geo import gcj02_to_wgs84

pytestmark = pytest.mark.e2e
PHONE, SMALL = (390, 844), (360, 640)
SENT = "[data-done] [data-item]"
WAITING = "[data-open] [data-item]"


def photo(number):
    """A picture larger than what is sent, with the time it was taken."""
    exif = Image.Exif()
    exif[0x8769] = {0x9003: f"2026:11:22 08:0{number}:00"}
    picture = Image.linear_gradient("L").resize((2400, 1800)).convert("RGB")
    bytes_ = io.BytesIO()
    picture.save(bytes_, "JPEG", quality=92, exif=exif)
    return {"name": f"photo{number}.jpg", "mimeType": "image/jpeg", "buffer": bytes_.getvalue()}


def forgive(person):
    """The browser itself logs every cut and every refusal as an error; these were asked for."""
    asked_for = ("ERR_INTERNET_DISCONNECTED", "status of 4", "Failed to fetch")
    person.complaints[:] = [text for text in person.complaints if not any(one in text for one in asked_for)]


def at_home(visit, language, size):
    """Signed in, with the whole shell on the phone."""
    person = visit("grid", language, size)
    page = person.open("/r/")
    page.wait_for_selector("html[data-phone=ready]")
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    script = "caches.keys().then(async (names) => (await Promise.all(names.map(async (one) => (await (await caches.open(one)).keys()).length))).reduce((a, b) => a + b, 0))"
    until = time.monotonic() + 20
    while page.evaluate(script) < 44 and time.monotonic() < until:
        time.sleep(0.1)
    return person


def file(page, site, *, words, tile=0, trapped="1", picture=None):
    """All five steps, by touch."""
    page.goto(site.url("/r/new/"))
    page.wait_for_selector("form[data-wired]")
    page.locator(".tile").nth(tile).click()
    page.wait_for_selector("[data-step=place] >> visible=true")
    page.fill("[name=place]", f"{words}组")
    page.click("[data-next]")
    if picture:
        page.set_input_files("[data-photos]", picture)
        page.wait_for_selector(".attachment-list li")
    page.fill("[name=description]", words)
    page.click("[data-next]")
    page.fill("[name=trapped]", trapped)
    page.click("[data-next]")
    page.wait_for_selector("[data-summary] .check-row")
    page.click("[data-send]")


def reports_with(page, mark):
    found = page.evaluate("(q) => fetch(`/api/v1/reports/?q=${q}`).then((answer) => answer.json())", mark)
    return found["results"]


def test_three_reports_of_airplane_mode_arrive_once_each_with_their_photos(visit):
    person = at_home(visit, "zh", PHONE)
    # As on plain HTTP and in old browsers: without Web Locks the tabs agree by a lease.
    person.context.add_init_script("Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined })")
    page, mark = person.page, uuid.uuid4().hex[:8]
    person.context.set_offline(True)
    for number in range(3):
        file(page, person.site, words=f"{mark}第{number}处", tile=number, picture=photo(number))
        page.wait_for_url("**/r/outbox/?new=*")
    page.reload()
    page.wait_for_selector(f"{WAITING} >> nth=2")
    page.wait_for_selector("[data-kept-words] >> visible=true")
    assert page.locator("[data-outbox-count]").inner_text() == "3"
    page.goto(person.site.url("/r/"))
    assert page.locator("h1").count() == 1  # home, too, starts without a line
    with page.expect_download() as saved:
        page.goto(person.site.url("/r/outbox/"))
        page.click("[data-export]")
    packed = zipfile.ZipFile(Path(saved.value.path()))
    assert packed.testzip() is None and len(packed.namelist()) == 5
    assert mark in packed.read("outbox.json").decode() and "困1" in packed.read("reports.txt").decode()
    other = person.context.new_page()
    other.goto(person.site.url("/r/outbox/"))
    person.context.set_offline(False)  # both tabs begin at once
    page.wait_for_selector(f"{SENT} >> nth=2", timeout=30000)
    kept = reports_with(page, mark)
    assert len(kept) == 3 and {row["figures"]["trapped"] for row in kept} == {1}
    for row in kept:
        files = page.evaluate("(id) => fetch(`/api/v1/files/?subject=report:${id}`).then((a) => a.json())", row["id"])
        (one,) = files["results"]
        assert one["size"] < 400_000 and one["taken_at"].startswith("2026-11-22T08:0")
    replay(page, mark)
    other.close()
    forgive(person)


def replay(page, mark):
    """The same request again, twice, as a phone does that never got the answer: still three."""
    script = """async () => {
      const db = await new Promise((done) => { const asked = indexedDB.open('field'); asked.onsuccess = () => done(asked.result); });
      const rows = await new Promise((done) => { const asked = db.transaction('outbox').objectStore('outbox').getAll(); asked.onsuccess = () => done(asked.result); });
      const token = /csrftoken=([^;]+)/.exec(document.cookie)[1];
      const numbers = [];
      for (const row of [...rows, ...rows]) {
        const answer = await fetch(row.url, { method: 'POST', body: JSON.stringify(row.body),
          headers: { 'Content-Type': 'application/json', 'Idempotency-Key': row.id, 'X-CSRFToken': token } });
        numbers.push((await answer.json()).number);
      }
      return numbers;
    }"""
    numbers = page.evaluate(script)
    assert len(numbers) == 6 and len(set(numbers)) == 3
    assert len(reports_with(page, mark)) == 3


def test_a_session_that_ended_keeps_the_queue_and_each_refusal_is_its_own(visit):
    person = at_home(visit, "en", SMALL)
    page, mark = person.page, uuid.uuid4().hex[:8]
    refuse = {"large": 1, "good": 1}

    def too_large(route):
        text = route.request.post_data or ""
        if f"{mark}good" in text and refuse["good"]:  # busy once: asked again, nothing lost
            refuse["good"] = 0
            return route.fulfill(status=429, headers={"Retry-After": "1"}, content_type="application/json", body="{}")
        if f"{mark}large" in text and refuse["large"]:
            refuse["large"] = 0
            body = '{"status": 413, "title": "Too large", "detail": "Too large.", "errors": []}'
            return route.fulfill(status=413, content_type="application/problem+json", body=body)
        return route.continue_()

    person.context.set_offline(True)
    for words, trapped in ((f"{mark}wrong", "many"), (f"{mark}large", "1"), (f"{mark}good", "2")):
        file(page, person.site, words=words, trapped=trapped)
        page.wait_for_url("**/r/outbox/?new=*")
    session = [one for one in person.context.cookies() if one["name"] == "sessionid"]
    person.context.clear_cookies(name="sessionid")
    page.route("**/api/v1/reports/", too_large)
    person.context.set_offline(False)
    page.wait_for_selector("[data-sign-in] >> visible=true", timeout=15000)
    page.wait_for_selector(f"{WAITING} >> nth=2")
    assert session
    page.click("[data-sign-in]")
    page.wait_for_selector("dialog[open] [name=password]")
    page.fill("dialog[open] [name=password]", "Demo-grid-2026")
    page.press("dialog[open] [name=password]", "Enter")
    page.wait_for_selector("[data-state=error] >> nth=1", timeout=20000)
    page.click("[data-flush]")
    page.wait_for_selector(SENT)
    assert refuse == {"large": 0, "good": 0}
    assert [row["description"] for row in reports_with(page, mark)] == [f"{mark}good"]
    wrong, large = (page.locator(WAITING).nth(number) for number in (0, 1))
    assert "number" in wrong.inner_text() and "Too large" in large.inner_text()
    large.locator(".item-ways button").first.click()
    page.wait_for_selector(f"{SENT} >> nth=1")
    correct(page, wrong)
    assert len(reports_with(page, mark)) == 3
    person.site.sessions["grid"] = person.context.storage_state()
    forgive(person)


def correct(page, card):
    """Back into the form with everything in it, put right, and sent under the same key."""
    card.locator(".item-ways button").nth(1).click()
    page.wait_for_url("**/r/new/?draft=*")
    page.wait_for_selector("form[data-wired]")
    assert page.input_value("[name=trapped]") == "many"
    page.evaluate("document.querySelector('[name=trapped]').value = '4'")
    for _step in range(4):
        page.click("[data-next]")
    page.click("[data-send]")
    page.wait_for_url("**/?new=1")


def test_a_follow_up_shows_both_sides_and_a_slow_line_is_no_hindrance(visit):
    person = at_home(visit, "zh", PHONE)
    page, mark = person.page, uuid.uuid4().hex[:8]
    file(page, person.site, words=mark, trapped="12")
    page.wait_for_url("**/?new=1")
    page.click("a[href$='/follow/']")
    page.wait_for_selector("form[data-wired]")
    page.fill("[name=trapped]", "10")
    assert page.locator("[name=trapped] >> xpath=ancestor::*[@data-last]//output").inner_text() == "−2"
    (row,) = reports_with(page, mark)
    elsewhere = """([id]) => fetch(`/api/v1/reports/${id}/followups/`, { method: 'POST', body: '{"figures": {"trapped": 15}}',
      headers: { 'Content-Type': 'application/json', 'X-CSRFToken': /csrftoken=([^;]+)/.exec(document.cookie)[1] } }).then((a) => a.status)"""
    assert page.evaluate(elsewhere, [row["id"]]) == 201
    page.click("[data-send]")
    page.wait_for_selector(".merge fieldset")
    assert page.locator(".merge input:checked").count() == 0 and "15" in page.locator(".merge").inner_text()
    page.check(".merge input[value=mine]")
    page.click(".merge button")
    page.wait_for_selector(f"{SENT} >> nth=1")  # beside the report itself
    assert reports_with(page, mark)[0]["figures"]["trapped"] == 10
    assert slow_start(person) < 5
    answer_without_a_line(person, row["id"])
    places_agree(page)
    nothing_is_kept(person)
    forgive(person)


def answer_without_a_line(person, pk):
    """Returned for more, answered in airplane mode, in the queue again once there is a line."""
    returned = """
from incidents.reports.models import Report
from incidents.reports.services import report_return
from organizations.models import User
report_return(report=Report.objects.get(pk={pk}), reason="几户", actor=User.objects.get(username="duty"))
answer = None
"""
    person.site.python(returned.format(pk=pk))
    page = person.page
    page.goto(person.site.url("/r/"))
    page.click(".is-asked")
    page.wait_for_selector("[data-answer-form][data-wired]")
    person.context.set_offline(True)
    page.fill("[name=text]", "三户十二人")
    page.click("[data-send]")
    page.wait_for_url("**/r/outbox/?new=*")
    person.context.set_offline(False)
    page.wait_for_selector(f"{SENT} >> nth=2", timeout=20000)
    (row,) = [one for one in reports_with(page, "三户十二人") if one["id"] == pk]
    assert row["status"] == "submitted"


def slow_start(person):
    """Seconds until the form can be used on slow 3G (400 kbit/s, 400 ms), nothing in the cache."""
    context = person.context.browser.new_context(
        storage_state=person.context.storage_state(), viewport={"width": 390, "height": 844}, service_workers="block"
    )
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    speed = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    line.send("Network.emulateNetworkConditions", speed)
    began = time.monotonic()
    page.goto(person.site.url("/r/new/"), wait_until="commit")
    page.wait_for_selector("form[data-wired]")
    took = time.monotonic() - began
    context.close()
    return took


def places_agree(page):
    """The phone and the server convert GCJ-02 alike, and a link of a Chinese map service is known as such."""
    script = """([lon, lat]) => import('/static/js/phone/coordinates.js').then((one) => [one.toWgs84(lon, lat),
      one.coordinatesIn(`https://uri.amap.com/marker?position=${lon},${lat}&name=x`),
      one.coordinatesIn(`${lat}, ${lon}`), one.coordinatesIn('玉山村3组')])"""
    for lon, lat in ((103.612345, 30.912345), (116.39750, 39.90870), (2.35222, 48.85661)):
        theirs, link, typed, words = page.evaluate(script, [lon, lat])
        assert theirs == pytest.approx(gcj02_to_wgs84(lon, lat), abs=1e-6)
        assert link["foreign"] and words is None
        assert lon < 72 or (typed["lon"], typed["lat"]) == (lon, lat)


def nothing_is_kept(person):
    """A browser without IndexedDB says so at once, and still sends."""
    context = person.context.browser.new_context(
        storage_state=person.context.storage_state(), viewport={"width": 360, "height": 640}, service_workers="block"
    )
    context.add_init_script(
        "Object.defineProperty(window, 'indexedDB', { value: { open() { throw new Error('private'); } } })"
    )
    page = context.new_page()
    page.goto(person.site.url("/r/new/"))
    page.wait_for_selector("[data-chip=memory] >> visible=true")
    mark = uuid.uuid4().hex[:8]
    file(page, person.site, words=mark)
    page.wait_for_url("**/?new=1")
    assert len(reports_with(page, mark)) == 1
    context.close()
