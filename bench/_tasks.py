"""The ten tasks of a duty room, each by whoever only clicks what is visible and by whoever knows the keys.

A task sets its ground through the API, is done in the browser, and is proved through the API or by what stands on
the screen: a step without its effect fails the benchmark.
"""

import contextlib
import itertools
import os
import secrets
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils import translation

from bench._hand import Hand
from bench._site import Api
from resources.teams.models import Readiness

TODAY_S = "[data-freshness][data-state=live]"
KNOWN = "990121-2026-0002"  # the landslide of the demo county's shift: what the second call is about
VILLAGE, OTHER_VILLAGE = "bhc", "jbc"


@dataclass
class World:
    """Who sits where."""

    base: str
    api: Api
    desk: Hand
    phone: Hand
    wall: Hand
    web: Any
    leads: str
    count: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def incident(self) -> dict[str, Any]:
        """A verified flood with a place."""
        team = self.api.get("/teams/?status=standby")["results"][0]
        title = f"测试涨水{next(self.count)}{secrets.token_hex(2)}"
        made = self.api.post(
            "/reports/",
            {
                "event_type": "10101", "title": title, "description": title, "source": "county_staff",
                "occurred_at": datetime.now(UTC).isoformat(), "location": team["base"] or team["position"],
                "jurisdiction": team["jurisdiction"]["code"],
            },
        )  # fmt: skip
        one = self.api.post(f"/reports/{made['id']}/verify/", {"incident": None})["incident"]
        return {**one, "short": str(int(one["number"].rsplit("-", 1)[1])), "title": title}

    def team(self, code: str) -> dict[str, Any]:
        """By its call sign."""
        return next(one for one in self.api.get("/teams/?page_size=200")["results"] if one["code"] == code)

    def order(self, incident: dict[str, Any], code: str) -> int:
        """An order through the API; the order's id."""
        sent = self.api.post(
            f"/incidents/{incident['id']}/dispatches/", {"team": self.team(code)["id"], "task": "排险"}
        )
        return int(sent["id"])

    def orders(self, incident: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """The running orders of an incident by the team's code."""
        rows = self.api.get(f"/dispatches/?incident={incident['id']}&page_size=200")["results"]
        codes = {one["id"]: one["code"] for one in self.api.get("/teams/?page_size=200")["results"]}
        over = ("ended", "declined", "undone")
        return {codes[row["team"]["id"]]: row for row in rows if row["status"] not in over}

    def clear(self, *incidents: dict[str, Any]) -> None:
        """Bring every team home, so that the next round finds the county as this one did."""
        for incident in incidents:
            for row in self.orders(incident).values():
                self.api.post(f"/dispatches/{row['id']}/recall/", {"reason": "测试"})
                self.api.post(f"/dispatches/{row['id']}/status/", {"status": "ended"})

    def at_desk(self) -> Hand:
        """The duty desk, loaded and live; what comes is counted from there."""
        page = self.desk.page
        page.goto(f"{self.base}/duty/")
        page.wait_for_selector("[data-queue] .queue-row, [data-queue] .empty-state")
        page.wait_for_selector(TODAY_S, timeout=20_000)
        page.wait_for_selector("#command-bar[data-ready]", state="attached")
        return self.desk


Task = Callable[[World, bool], Any]


def _narrate(hand: Hand, expert: bool, village: str, words: str, phone: str) -> None:
    """Intake open, story and place in it."""
    if expert:
        hand.press("F2")
    else:
        hand.click("[data-open-intake]")
    hand.seen(".desk-panel [data-intake-form][data-ready] textarea:focus")
    hand.write(words)
    if expert:
        hand.press("Tab")
    else:
        hand.click(".desk-panel [name=place]")
    hand.type(village)
    hand.seen("[role=listbox] [role=option]")
    if expert:
        hand.press("ArrowDown", decide=False)
        hand.press("Enter")
    else:
        hand.click("[role=listbox] [role=option]")
    if phone:
        if expert:
            hand.tab_to("trapped")
        else:
            hand.click(".desk-panel [name=trapped]")
        hand.type("1")
        if expert:
            hand.tab_to("reporter_phone")
        else:
            hand.click(".desk-panel [name=reporter_phone]")
        hand.type(phone)


def _saved(world: World) -> dict[str, Any]:
    panel = world.desk.page.wait_for_selector("[data-report-panel]", timeout=10_000)
    return dict(world.api.get(f"/reports/{panel.get_attribute('data-report-panel')}/"))


def log_call(world: World, expert: bool) -> Any:
    """Story of twelve characters, place from the gazetteer, one trapped, the caller's number; saved."""
    hand = world.at_desk()
    phone = f"138{secrets.randbelow(10**8):08}"
    hand.begin()
    _narrate(hand, expert, OTHER_VILLAGE, "屋后山坡滑坡，一人被困", phone)
    if expert:
        hand.press("Control+Enter")
    else:
        hand.click(".desk-panel [data-ctrl-enter]")
    hand.seen("[data-report-panel] .report-title")
    effort = hand.end()
    report = _saved(world)
    assert report["figures"]["trapped"] == 1 and report["location"] and report["coordinate_source"] == "gazetteer", (
        report
    )
    assert report["description"] == "屋后山坡滑坡，一人被困", report["description"]
    world.api.post(f"/reports/{report['id']}/reject/", {"reason": "测试"})
    return effort


def grade(world: World, expert: bool) -> Any:
    """Grade II with a reason, from the desk."""
    incident = world.incident()
    hand = world.at_desk()
    hand.begin()
    if expert:
        hand.command(f"lv {incident['short']} 2 3 trapped", "II")
        hand.seen("#command-bar[hidden]", state="attached")
    else:
        hand.click('.frame-nav a[href="/incidents/"]')
        hand.click(f".title-cell a:has-text('{incident['title']}')")
        hand.click("[data-grade-menu] summary")
        hand.click("[data-grade-menu] label:has(input[value='2'])")
        hand.click("[data-grade-menu] input[name=reason]")
        hand.write("三人被困")
        hand.click("[data-grade-menu] button[type=submit]")
        hand.seen("[data-panel-name=head] .incident-title .sev-2")
    effort = hand.end()
    assert world.api.get(f"/incidents/{incident['id']}/")["grade"] == 2
    return effort


def duplicate(world: World, expert: bool) -> Any:
    """A second call about a known landslide: it is offered while one types, and joined."""
    hand = world.at_desk()
    hand.begin()
    _narrate(hand, expert, VILLAGE, "白湖村后山又滑坡", "")
    known = f".duplicate-list li:has-text('{KNOWN}') [data-join]"
    hand.seen(known)
    if expert and hand.page.locator(known).first.get_attribute("data-join-first") is not None:
        hand.press("Alt+m")
    else:
        hand.click(known)
    hand.seen(".desk-panel [data-intake-form]", state="detached")
    effort = hand.end()
    newest = world.api.get("/reports/?page_size=1")["results"][0]
    assert newest["description"] == "白湖村后山又滑坡" and newest["incident"]["number"] == KNOWN, newest
    return effort


def dispatch_two(world: World, expert: bool) -> Any:
    """Two teams ordered to one incident, from the desk."""
    incident = world.incident()
    hand = world.at_desk()
    hand.begin()
    if expert:
        hand.command(f"d {incident['short']} k1 t1", "矿", "通")
        hand.seen("#command-bar[hidden]", state="attached")
    else:
        hand.click('.frame-nav a[href="/dispatch/"]')
        hand.click(f"[data-board-incident='{incident['number']}']")
        panel = f"[data-teams-panel='{incident['number']}']"
        hand.seen(f"{panel} .candidate [data-digit='2']")
        hand.click(f"{panel} .candidate [data-digit='1']")
        hand.click(f"{panel} .candidate [data-digit='2']")
        hand.click(f"{panel} [data-order-send]")
        hand.page.locator(f"{panel} .dispatch-chip >> nth=1").wait_for()
    effort = hand.end()
    sent = world.orders(incident)
    assert len(sent) == 2 and all(row["status"] == "ordered" for row in sent.values()), sent
    assert not expert or set(sent) == {"矿-01", "通-01"}, sent
    world.clear(incident)
    return effort


def one_of_two(world: World, expert: bool) -> Any:
    """A unit has two teams at two incidents: the second says it has the order, the first stays as it was."""
    first, second = world.incident(), world.incident()
    world.order(first, "医-04")
    world.order(second, "医-05")
    hand = world.at_desk()
    hand.begin()
    if expert:
        hand.command("s y5 ack", "云岭")
        hand.seen("#command-bar[hidden]", state="attached")
    else:
        hand.click('.frame-nav a[href="/dispatch/"]')
        hand.click(f"[data-board-incident='{second['number']}']")
        panel = f"[data-teams-panel='{second['number']}']"
        hand.click(f"{panel} [data-team='医-05'] [data-step-key='2']")
        hand.seen(f"{panel} [data-team='医-05'][data-status=acknowledged]")
    effort = hand.end()
    assert world.orders(first)["医-04"]["status"] == "ordered"
    assert world.orders(second)["医-05"]["status"] == "acknowledged"
    world.clear(first, second)
    return effort


def answer(world: World, expert: bool) -> Any:
    """The team's leader answers the order on a phone; the expert at the desk does it for a voice on the radio."""
    incident = world.incident()
    hand = world.at_desk() if expert else world.phone
    if not expert:
        hand.page.goto(f"{world.base}/orders/")
        hand.page.wait_for_selector(TODAY_S, timeout=20_000)
    number = world.order(incident, world.leads)
    if not expert:
        hand.seen(f"#order-{number}")  # it comes by itself
    hand.begin()
    if expert:
        hand.command("s m1 ack", "民兵")
        hand.seen("#command-bar[hidden]", state="attached")
    else:
        hand.click(f"#order-{number} .order-steps .btn-primary")
        hand.page.wait_for_selector(f"#order-{number}:not(:has([name=status][value=acknowledged]))")
    effort = hand.end()
    assert world.orders(incident)[world.leads]["status"] == "acknowledged"
    world.clear(incident)
    return effort


def team_state(world: World, expert: bool) -> Any:
    """Where does the mine rescue team stand?"""
    hand = world.at_desk()
    readiness = world.team("矿-01")["readiness"]
    hand.begin()
    if expert:
        hand.press("Control+k")
        hand.seen("#command-input:focus")
        hand.type("f xksjhd")
        hand.seen('#command-echo[data-state="go"]')
        hand.press("Enter", decide=False)
        hand.page.wait_for_url("**/search/**")
        row = hand.page.locator("main li:has-text('矿山救护队'), main tr:has-text('矿山救护队')").first
    else:
        hand.click('.frame-nav a[href="/teams/"]')
        hand.click("[data-filter-bar] input[type=search], [data-filter-bar] input[name=q]")
        hand.write("矿山")
        hand.press("Enter")
        hand.page.wait_for_url("**q=**")
        row = hand.page.locator("tr:has-text('矿山救护队')").first
    row.wait_for()
    shown = row.inner_text()
    effort = hand.end()
    with translation.override("zh-hans"):
        assert str(Readiness(readiness).label) in shown, (readiness, shown)
    return effort


def on_duty(world: World, expert: bool) -> Any:
    """Who is the duty officer now, and their number?"""
    hand = world.at_desk()
    hand.begin()
    if expert:
        hand.command("f 值班", "")
        hand.page.wait_for_load_state()
    else:
        hand.click(".frame-nav summary")
        hand.click('.frame-nav a[href="/people/"]')
        hand.page.select_option("[data-filter-bar] [name=role]", "duty_officer")
        hand.effort.clicks += 2
        hand.effort.decisions += 1
        hand.click("[data-filter-bar] button[type=submit]")
        hand.page.wait_for_url("**role=duty_officer**")
    hand.seen("main :text('陈晓岚')")
    return hand.end()


def printed_sheet(world: World, expert: bool) -> Any:
    """The incident's sheet in a tab of its own, with the printer's dialog open."""
    incident = world.incident()
    hand = world.at_desk()
    hand.page.context.add_init_script("window.print = () => { window.printed = (window.printed || 0) + 1; }")
    hand.begin()
    if expert:
        hand.command(f"f {incident['number']}", "")
        hand.click(f"main a[href='/incidents/{incident['number']}/']")
    else:
        hand.click('.frame-nav a[href="/incidents/"]')
        hand.click(f".title-cell a:has-text('{incident['title']}')")
    hand.seen("#incident-map[data-ready]")
    with hand.page.context.expect_page() as opened:
        if expert:
            hand.page.evaluate("() => document.querySelector('[data-incident]').focus()")
            hand.press("p")
        else:
            hand.click("[data-sheet]")
    sheet = opened.value
    sheet.wait_for_function("() => window.printed === 1")
    hand.effort.loads += 1
    effort = hand.end()
    sheet.emulate_media(media="print")
    assert incident["number"] in sheet.inner_text("main") and not sheet.locator(".sheet-tools").is_visible()
    assert len(sheet.pdf()) > 10_000
    sheet.close()
    return effort


def wall_cut(world: World, expert: bool) -> Any:
    """The wall while its server is silent: seconds until it says from when its picture is, the picture still there."""
    hand = world.wall
    if not hand.page.url.endswith("/wall/county/"):
        hand.page.goto(f"{world.base}/wall/county/")
    hand.seen(TODAY_S, seconds=60)
    before = hand.page.locator(".wall-panel:visible").count()
    with _frozen(world.web.pid):
        hand.begin()
        hand.seen("[data-freshness-strip][data-state=stale]:not([hidden])", seconds=60)
        effort = hand.end()
        assert hand.page.locator(".wall-panel:visible").count() == before >= 4
        assert "数据停在" in hand.page.inner_text("[data-freshness-strip]")
    hand.seen(TODAY_S, seconds=60)
    return effort


@contextlib.contextmanager
def _frozen(pid: int) -> Iterator[None]:
    """A process that is there and says nothing: the worst kind of cut, no socket is closed."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


TASKS: tuple[tuple[str, Task], ...] = (
    ("log a call", log_call),
    ("grade it", grade),
    ("find the duplicate and join it", duplicate),
    ("dispatch two teams", dispatch_two),
    ("change one of two assignments of a unit", one_of_two),
    ("answer an order", answer),
    ("see the state of a team", team_state),
    ("find who is on duty", on_duty),
    ("a printed incident sheet", printed_sheet),
    ("read the wall with the network cut", wall_cut),
)

__all__ = ["TASKS", "World"]
