"""500 people for three days: asked, allocated and explained, ordered, picked and loaded on a phone, received with a difference."""

import re

import pytest

from tests.e2e.conftest import LANGUAGES, until

PHONE, DESK = (390, 844), (1366, 768)


def _step(page, name, button="button[type=submit]"):
    """Press the button of one step and wait for the page that follows."""
    with page.expect_navigation():
        page.click(f"form[action*='/act/{name}/'] {button}")


def _reason(page, name, words):
    page.click(f"form[action*='/act/{name}/'] button[type=submit]")
    page.fill("#reason-dialog textarea", words)
    with page.expect_navigation():
        page.click("#reason-dialog [data-reason-yes]")


def _ask(page, people):
    """Type people and days; the list of goods makes itself."""
    page.fill("#need-people", str(people))
    page.wait_for_selector("#ask-lines tr:nth-child(6) input[name=quantity]")
    tents = page.locator("#ask-lines tr", has_text=f"{people} × 0.25").first
    assert tents.locator("input[name=quantity]").input_value() == str(people // 4)
    with page.expect_navigation():
        page.click("[data-ctrl-enter]")


def _sign(page):
    box = page.locator("canvas").first
    box.scroll_into_view_if_needed()
    at = box.bounding_box()

    def drawn():
        page.mouse.move(at["x"] + 20, at["y"] + 20)
        page.mouse.down()
        page.mouse.move(at["x"] + 120, at["y"] + 60, steps=5)
        page.mouse.up()
        return page.locator("input[name=handed_mark]").input_value().startswith("M")

    until(drawn, 10, "a signature")


@pytest.mark.e2e
@pytest.mark.parametrize("language", LANGUAGES)
def test_supplies_for_people_and_days_from_the_request_to_the_receipt(visit, language):
    duty = visit("duty", language, DESK)
    number = duty.open("/incidents/").locator("a[href^='/incidents/9']").first.get_attribute("href").split("/")[2]
    page = duty.open(f"/supply/new/?incident={number}")
    _ask(page, 500 if language == "zh" else 100)
    request = page.url.split("/supply/")[1].strip("/")
    page.click("form[action*='/act/allocate/'] button")
    page.wait_for_selector(".supply-quantity")
    assert page.locator(".supply-proposal tbody tr").count() > 3
    first = page.locator(".supply-quantity").first
    was = first.input_value()
    first.fill("999999")
    first.press("Tab")
    page.wait_for_selector(".supply-proposal .notice-error")
    page.locator(".supply-quantity").first.fill(was)
    page.locator(".supply-quantity").first.press("Tab")
    page.wait_for_selector(".supply-proposal .notice-error", state="detached")
    _reason(page, "oral", "Deputy head Zhang")
    _step(page, "confirm")
    shipments = page.locator(".supply-shipments a[href*='/supply/shipments/']")
    way = shipments.first.get_attribute("href")

    phone = visit("keeper", language, PHONE).open(way)
    assert phone.evaluate("document.querySelector('main').scrollWidth <= window.innerWidth")
    _step(phone, "begin")
    _step(phone, "picked")
    phone.fill("#vehicle", "A-12345")
    _step(phone, "load")
    _sign(phone)
    phone.fill("#taken-by", "Li Si")
    _step(phone, "depart")

    page = duty.open(way)
    counted = page.locator("input[name^='received_']:not([name='received_by'])").first
    counted.fill(str(int(counted.input_value()) - 1))
    page.fill("#received-by", "Zhao Liu")
    page.locator("input[name^='reason_']").first.fill("one torn")
    _step(page, "receive")
    assert page.locator(".page-head .chip[data-stage=received]").count() == 1
    assert "one torn" in duty.open(f"/supply/{request}/").content()
    assert re.search(rf"/supply/{request}/", duty.open("/supply/").content())
