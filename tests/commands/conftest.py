"""A county with an incident, two teams, and people who may and may not."""

from types import SimpleNamespace

import pytest

from command_center.commands.resolve import read
from command_center.commands.run import run, seal, take_back
from tests.factories import organizations as make
from tests.factories import response
from tests.factories.teams import team


@pytest.fixture
def scene(county):
    """One incident (number 1), teams 消-01 and 医-02, a duty officer, a reporter, a leader, an auditor."""
    place, _township, village = county
    officer = make.user("duty_officer", place)
    leader = make.user("team_leader", place)
    return SimpleNamespace(
        place=place,
        village=village,
        officer=officer,
        reporter=make.user("reporter", place),
        leader=leader,
        auditor=make.user("auditor", place),
        incident=response.incident(jurisdiction=place, title="玉山村山洪", actor=officer),
        fire=team(place, code="消-01", name="消防一中队", name_en="Fire Team 1", leader=leader),
        medics=team(place, code="医-02", name="急救二组", name_en="Medical 2"),
    )


@pytest.fixture
def bar():
    """`bar.echo(line, actor)`, `bar.run(line, actor)`, `bar.undo(done, actor)`: the bar without a browser."""

    def echo(line, actor, **picks):
        return read(line, picks, actor=actor)

    def do(line, actor, picks=None, shown=""):
        return run(line, picks or {}, shown=shown, actor=actor)[1]

    def undo(done, actor, by=None):
        return take_back(seal(done.undo, actor=actor), actor=by or actor)

    return SimpleNamespace(echo=echo, run=do, undo=undo)
