"""Shelter 500 people for three days, tonight: from the request to the proof, in both languages (R-C4, R-D3, R-D4, R-D9).

A duty officer and a duty leader at desks, a keeper and the one at the door on phones, a wall nobody touches.
"""

import re
import time

import pytest

pytestmark = pytest.mark.e2e

PHONE = (390, 844)
DESK = (1366, 768)


def number_of(text):
    """The first figure in a text."""
    return int(re.search(r"[\d,]+", text)[0].replace(",", ""))


def goods_on(wall):
    """What the wall says is available, by row."""
    rows = wall.page.locator(".wall-goods tbody tr")
    rows.first.wait_for()
    return [number_of(rows.nth(at).locator("td").first.inner_text()) for at in range(rows.count())]


def soon(true, seconds=15.0):
    """Wait until it is so."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "not seen in time"
        time.sleep(0.1)


def ask_for_500(duty):
    """From the incident's page: people and days become a list by the norms; hand it in."""
    page = duty.open("/incidents/")
    page.locator("a[href^='/incidents/9']").first.click()
    page.wait_for_load_state()
    link = page.locator("a[href^='/supply/new/?incident=']").first
    link.wait_for(state="attached")
    page.goto(duty.site.url(link.get_attribute("href")))
    page.fill("#need-people", "500")
    page.fill("#need-days", "3")
    lines = page.locator("#ask-lines input[name=quantity]")
    lines.first.wait_for()
    soon(lambda: lines.count() >= 4)
    assert all(float(lines.nth(at).input_value()) > 0 for at in range(lines.count()))
    page.locator("#ask-form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/supply/\d+/$"))
    return page


def allocate(page):
    """The proposal: lines with reasons, and shortfalls in words."""
    page.locator("form[action$='/act/allocate/'] button").click()
    rows = page.locator("#supply-proposal tbody tr")
    rows.first.wait_for()
    reasons = [rows.nth(at).locator("td").last.inner_text() for at in range(rows.count())]
    assert all(reasons)
    return rows.count()


def approve(page, *people):
    """As many as the rules of approval want."""
    for person in people:
        theirs = person.open(page.url.replace(person.site.url(""), ""))
        button = theirs.locator("form[action$='/act/approve/'] button")
        if button.count():
            button.click()
            theirs.wait_for_load_state()


def move(keeper, number):
    """On the phone: begin, pick, enter the vehicle, hand over with both names."""
    page = keeper.open(number)
    page.locator("form[action$='/act/begin/'] button").click()
    page.locator("form[action$='/act/picked/'] button[type=submit]").click()
    page.fill("#vehicle", "川A·演0001")
    page.fill("#driver", "赵师傅")
    page.locator("form[action$='/act/load/'] button[type=submit]").click()
    page.fill("#handed-by", "保管员甲")
    page.fill("#taken-by", "赵师傅")
    page.locator("form[action$='/act/depart/'] button[type=submit]").last.click()
    page.locator(".chip[data-stage=on_way]").wait_for()


def receive_with_a_difference(duty, number):
    """One fewer of the first line than was sent, with the reason."""
    page = duty.open(number)
    first = page.locator("input[name^=received_]:not([name=received_by])").first
    sent = float(first.input_value())
    first.fill(f"{sent - 1:g}")
    page.locator("input[name^=reason_]").first.fill("途中破损一件")
    page.fill("#received-by", "接收人乙")
    page.locator("form[action$='/act/receive/'] button[type=submit]").last.click()
    page.locator(".chip[data-stage=received]").wait_for()
    assert page.locator(".supply-short", has_text="途中破损一件").count()


def told(person, path):
    """What the API says to the person at this screen."""
    return person.page.evaluate("async (path) => (await fetch(path)).json()", path)


def take_back_one(keeper, number):
    """One of what went out comes back in good order; the lot and the store it came from."""
    keeper.open(number)
    shipment = told(keeper, f"/api/v1/reserves/shipments/{number.rstrip('/').rsplit('/', 1)[1]}/")
    lot, store = shipment["lines"][0]["lot"], shipment["warehouse"]
    lot, store = (one["id"] if isinstance(one, dict) else one for one in (lot, store))
    page = keeper.open(f"/reserves/lots/{lot}/do/return/")
    if page.locator("select[name=warehouse]").count():
        page.select_option("select[name=warehouse]", str(store))
    page.fill("[name=good]", "1")
    page.locator(".keeper-form button[type=submit]").click()
    page.wait_for_url(lambda url: "/do/return/" not in url)
    return lot, store


def held(keeper, lot, store):
    """(booked quantity, position) of a lot in a store."""
    rows = told(keeper, f"/api/v1/reserves/lots/{lot}/")["holdings"]
    return next((row["on_hand"], row["position"]) for row in rows if row["warehouse"]["id"] == store)


def count_there(keeper, leader, lot, store):
    """The place where the lot lies is counted blind; one is missing, which is explained and approved by another."""
    _booked, position = held(keeper, lot, store)
    page = keeper.open("/reserves/counts/new/")
    page.select_option("select[name=warehouse]", str(store))
    page.fill("[name=place]", position)
    page.locator(".keeper-form button[type=submit]").click()
    page.locator(".count-line").first.wait_for()
    figures = page.locator("[data-figure]")
    for at in range(figures.count()):
        one = int(figures.nth(at).get_attribute("name").split("_")[1])
        figures.nth(at).fill(f"{held(keeper, one, store)[0] - (one == lot):g}")
    page.locator("[data-count-send]").click()
    count = page.url.replace(keeper.site.url(""), "").split("?")[0].split("#")[0]
    soon(lambda: keeper.open(count).locator(".count-line.is-done").count() == figures.count())
    page.locator("#close summary").click()
    page.fill(f"[name=explanation_{lot}]", "装车时少放一件")
    page.locator("#close button[type=submit]").click()
    page.locator("form[action$='/figures/']").wait_for(state="detached")
    theirs = leader.open(count)
    theirs.locator("form[action$='/approve/'] button").click()
    theirs.locator("form[action$='/approve/']").wait_for(state="detached")


def open_a_shelter(duty):
    """Ordered, checked, receiving; its address."""
    page = duty.open("/shelters/?state=standby")
    page.locator(".shelter-table td:first-child a").first.click()
    page.wait_for_url(re.compile(r"/shelters/\d+/$"))
    press = "form[action$='/state/']:has(input[name=to][value={}]) button"
    page.locator(press.format("ordered")).click()
    page.locator("[data-all-well]").click()
    page.locator("#check button[type=submit]").click()
    page.locator(press.format("receiving")).click()
    page.locator(".shelter-receiving").first.wait_for()
    return page.url.replace(duty.site.url(""), "")


def register_30(door, address, language):
    """Three households at the door: ten heads each, two of them with names."""
    for house in range(3):
        page = door.open(f"{address}door/")
        names = page.locator("input[name$='-name']")
        names.first.fill(f"旅程{language}{house}户主")
        if names.count() < 2:
            page.locator("[data-add-person]").click()
        page.locator("input[name$='-name']").nth(1).fill(f"旅程{language}{house}家人𠮷")
        page.fill("[name=heads]", "10")
        page.locator("#door-form button[type=submit]").click()
        page.wait_for_load_state()
    return number_of(door.open(f"{address}door/").locator(".shelter-big").first.inner_text())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_500_people_for_three_days_from_the_request_to_the_proof(visit, language):
    duty, wall = visit("duty", language, DESK), visit("commander", language, (1920, 1080))
    wall.open("/wall/county/")
    before = goods_on(wall)

    page = ask_for_500(duty)
    request = page.url
    assert allocate(page) >= 4
    leader = visit("leader", language, DESK)
    approve(page, leader, visit("commander", language, DESK))
    page.goto(request)
    page.locator("form[action$='/act/confirm/'] button").click()
    shipments = page.locator(".supply-shipments a[href*='/shipments/']")
    shipments.first.wait_for()
    soon(lambda: sum(goods_on(wall)) < sum(before))

    keeper = visit("keeper", language, PHONE)
    number = shipments.first.get_attribute("href")
    move(keeper, number)
    receive_with_a_difference(duty, number)

    address = open_a_shelter(duty)
    assert register_30(visit("duty", language, PHONE), address, language) == 30

    lot, store = take_back_one(keeper, number)
    count_there(keeper, leader, lot, store)
    proof = keeper.open("/reserves/proof/")
    proof.locator("main form button[type=submit]").first.click()
    proof.locator(".proof-answer:not(.proof-wrong) .proof-word").wait_for()
