"""Queries per page: constant in the number of rows, and never more than the committed baseline `tests/query_counts.json`.

`UPDATE_QUERY_COUNTS=1` writes the baseline anew; a higher number in its diff is a question for the reviewer.
"""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from command_center.models import Wall
from incidents.dispatch.services import dispatch_order
from incidents.response.services import incident_note
from tests.factories import reports as make_reports
from tests.factories import teams as make_teams
from tests.factories.response import incident

BASELINE = Path(__file__).resolve().parents[1] / "query_counts.json"
PAGES = (
    "/duty/",
    "/duty/todo/",
    "/reports/queue/",
    "/incidents/",
    "/incidents/{n}/",
    "/incidents/{n}/summary/",
    "/incidents/{n}/panel/log/",
    "/dispatch/",
    "/dispatch/incident/{n}/",
    "/wall/queries/",
    "/wall/queries/data/",
    "/api/v1/incidents/",
    "/api/v1/incidents/{pk}/",
    "/api/v1/incidents/{pk}/timeline/",
    "/api/v1/reports/",
    "/api/v1/teams/",
    "/api/v1/map/?layers=incidents,reports,teams",
)


class World:
    """A county that grows."""

    def __init__(self, place):
        self.place, self.first = place, None
        Wall.objects.create(slug="queries", name="墙", jurisdiction=place.county)

    def grow(self, by):
        """Incidents with figures, a note and a team on its way; reports waiting; teams free."""
        for number in range(by):
            one = incident(
                jurisdiction=self.place.county, actor=self.place.officer, grade=number % 4 + 1, figures={"deaths": 1}
            )
            self.first = self.first or one
            incident_note(incident=one, text="水位上涨", actor=self.place.officer)
            incident_note(incident=self.first, text=f"第{number}条", actor=self.place.officer)
            team = make_teams.team(self.place.county)
            dispatch_order(incident=one, team=team, task="前往现场", actor=self.place.officer)
            make_teams.team(self.place.county)
            make_reports.report(self.place.officer)


def count(client, path):
    """Statements of one request, after one that warmed what is read once per process."""
    assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return len(seen)


@pytest.fixture
def counts(place, signed_in):
    """(few rows, many rows): path → queries."""
    world = World(place)
    client = signed_in(place.officer)
    measured = []
    for by in (3, 9):
        world.grow(by)
        paths = {path: path.format(n=world.first.number, pk=world.first.pk) for path in PAGES}
        measured.append({path: count(client, address) for path, address in paths.items()})
    return measured


def test_no_page_asks_more_queries_for_more_rows_or_than_its_baseline(counts):
    few, many = counts
    assert {path: (few[path], many[path]) for path in PAGES if few[path] != many[path]} == {}
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        BASELINE.write_text(json.dumps(many, indent=2) + "\n", "utf-8")
    allowed = json.loads(BASELINE.read_text("utf-8"))
    assert {path: (many[path], allowed.get(path)) for path in PAGES if many[path] > allowed.get(path, 0)} == {}
