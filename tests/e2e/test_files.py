"""A photo from the scene: added by one, seen at once by the other, looked at by keys, struck; and a cut line in between."""

import pytest

from tests.e2e.conftest import until
from tests.e2e.test_screens import opens
from tests.factories import files as make_files

pytestmark = pytest.mark.e2e


def test_a_photo_is_seen_live_by_somebody_else_survives_a_cut_and_is_struck(platform, visit, tmp_path):
    number = opens(platform, "桥头照片", grade=4)
    first, second = tmp_path / "桥头.jpg", tmp_path / "large.jpg"
    first.write_bytes(make_files.photo((1600, 1200), exif=make_files.camera_notes(orientation=1)))
    second.write_bytes(make_files.photo((1400, 1000), kind="JPEG", noisy=True))
    assert second.stat().st_size > 600_000  # several pieces

    duty = visit("duty", "zh", (1366, 768))
    page = duty.open(f"/incidents/{number}/")
    other = visit("commander", "en", (390, 844)).open(f"/incidents/{number}/")
    for one in (page, other):
        one.click("#tab-files")
    other.wait_for_selector("[data-files-shown]")
    page.wait_for_selector("[data-files-add]:not([hidden])")

    page.fill("[data-files-caption]", "玉山桥头")
    page.locator("[data-files-input]").first.set_input_files(first)
    other.wait_for_selector(".file img[alt='玉山桥头']", timeout=8000)
    picture = other.locator(".file img").first
    picture.scroll_into_view_if_needed()
    assert until(lambda: picture.evaluate("one => one.naturalWidth") == 320 or None, 8, "thumbnail")

    # The line is cut in the middle of the second photo, and comes back.
    cuts = []

    def cut(route):
        offset = int(route.request.headers["upload-offset"])
        if offset and len(cuts) < 2:
            cuts.append(offset)
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/files/*/", cut)
    page.locator("[data-files-input]").first.set_input_files(second)
    page.wait_for_selector(".files-item.is-waiting")
    assert until(lambda: other.locator(".file img").count() == 2 or None, 20, "both photos")
    assert len(cuts) == 2
    duty.complaints[:] = [text for text in duty.complaints if "ERR_FAILED" not in text]

    page.locator("[data-view]").last.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".files-viewer[open]")
    words = page.locator(".viewer-words")
    assert "玉山桥头" in words.inner_text() and "2026-07-15 14:32" in words.inner_text()
    assert "c=30.65" in page.locator(".viewer-place").get_attribute("href")
    page.keyboard.press("+")
    page.keyboard.press("r")
    assert "rotate(90deg) scale(1.5)" in page.locator(".viewer-picture").get_attribute("style")
    page.keyboard.press("ArrowLeft")
    assert "large.jpg" in words.inner_text()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.name") == "large.jpg"

    page.locator("[data-file-remove]").first.click()
    page.fill("#reason-input", "不是这座桥")
    page.keyboard.press("Control+Enter")
    other.wait_for_selector(".file-struck", timeout=8000)
    assert "不是这座桥" in other.locator(".file-struck").inner_text()
    assert other.locator(".file img").count() == 1
