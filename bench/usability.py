"""Seconds, keys and clicks, decisions and page loads of ten tasks, by the visible path and by the keys.

`seconds` is a script's: nothing is read and no finger travels, as the figures for other platforms were taken. Beside it
stands the same task with a person's hands and eyes by the keystroke-level model (`_hand.py` holds its constants).
"""

import json
import os
from pathlib import Path

from bench import _site as site
from bench._hand import DECIDE_S, KEY_S, POINT_S, Effort, Hand
from bench._tasks import TASKS, World
from bench.harness import Report, median
from organizations.models import Membership, User
from organizations.roles import Role
from resources.teams.models import Team

ROUNDS = int(os.environ.get("USABILITY_ROUNDS", "5"))
SLOW = {"read the wall with the network cut": 2}  # half a minute each
ONE_WAY = {"read the wall with the network cut"}
# TicketsCAD v4.2.25, scripted expert on the same two cores: seconds, keys and clicks.
PEERS = {"log a call": (4.3, 107), "dispatch two teams": (2.7, 11)}
STALE_S = 35


def run(report: Report) -> None:
    """All tasks, both ways; figures of the peer are the limit where there is one."""
    site.load_demo()
    leads = "民-01"
    leader = User.objects.get(username="grid")
    Membership.objects.get_or_create(user=leader, role=Role.TEAM_LEADER, jurisdiction=leader.unit.jurisdiction)
    Team.objects.filter(code=leads).update(leader=leader)
    table: dict[str, dict[str, list[Effort]]] = {}
    with site.serving() as web, site.chromium() as browser:
        base = f"http://127.0.0.1:{web.port}"
        desk = site.signed_in(browser, base, "duty", (1600, 900)).new_page()
        phone = site.signed_in(browser, base, "grid", (390, 844)).new_page()
        wall = site.signed_in(browser, base, "commander", (1920, 1080)).new_page()
        world = World(base, site.Api(base, "duty"), Hand(desk), Hand(phone), Hand(wall), web, leads)
        wanted = os.environ.get("USABILITY_TASK", "")
        for name, task in TASKS:
            if wanted and wanted not in name:
                continue
            for expert in (False, True) if name not in ONE_WAY else (False,):
                took = [task(world, expert) for _round in range(SLOW.get(name, ROUNDS + 1))][-ROUNDS:]
                table.setdefault(name, {})["expert" if expert else "untrained"] = took
                _tell(report, name, expert, took)
    _write(table)


def _tell(report: Report, name: str, expert: bool, took: list[Effort]) -> None:
    way = "keys" if expert else "visible"
    seconds, hands = median(one.seconds for one in took), median(one.keys + one.clicks for one in took)
    note = (
        f"{hands:.0f} keys and clicks, {median(one.decisions for one in took):.0f} decisions, "
        f"{median(one.loads for one in took):.0f} page loads; a person {median(one.person_s for one in took):.0f} s"
    )
    if name in ONE_WAY:
        report.figure(f"{name}, s", seconds, at_most=STALE_S, note=note)
        return
    peer = PEERS.get(name)
    report.figure(f"{name} ({way}), s", seconds, limit=peer and peer[0], reach=1 if peer else None, note=note)
    if peer:
        report.figure(f"{name} ({way}), keys and clicks", hands, limit=peer[1], reach=1 if expert else None)


def _write(table: dict[str, dict[str, list[Effort]]]) -> None:
    """USABILITY_JSON names a file for the medians that docs/usability.md shows."""
    path = os.environ.get("USABILITY_JSON")
    if not path:
        return
    names = ("seconds", "keys", "clicks", "decisions", "loads", "person_s")
    rows = {
        task: {way: {n: median(getattr(one, n) for one in took) for n in names} for way, took in ways.items()}
        for task, ways in table.items()
    }
    constants = {"key_s": KEY_S, "point_s": POINT_S, "decide_s": DECIDE_S, "load": os.getloadavg(), "rounds": ROUNDS}
    Path(path).write_text(json.dumps({"constants": constants, "tasks": rows}, ensure_ascii=False, indent=1), "utf-8")
