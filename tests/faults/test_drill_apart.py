"""A drill beside the live site, on one Valkey: neither hears, counts nor drains what is the other's (R-G4)."""

import asyncio
import contextlib

import pytest

from tests.faults.conftest import PEOPLE
from tests.faults.ears import Ear, eventually
from tests.faults.processes import Site

pytestmark = pytest.mark.faults

POSITION = """
from django.utils import timezone
from resources.teams.services import positions_ingest
from tests.factories import teams
from organizations.models import Jurisdiction, User
place = Jurisdiction.objects.get(pk={place})
team = teams.team(place)
answer = str(positions_ingest(
    batch=[{{"team": team.pk, "at": timezone.now().isoformat(), "lon": 103.6, "lat": 30.9}}], actor=User.objects.get(pk={person})
))
"""
QUEUED = """
from command_center.celery import app
app.send_task("clocks.tasks.sweep")
answer = True
"""


class DrillSite(Site):
    """As the live one, with DRILL set and somebody else's Valkey."""

    def __init__(self, folder, valkey):
        super().__init__(folder, redis=False)
        self.shared = valkey

    @property
    def environment(self):
        """What an operator would set."""
        return {**super().environment, "REDIS_URL": self.shared.url(), "DRILL": "true"}


@pytest.fixture
def drill(site, tmp_path):
    """Drill ground with people of the same numbers, and its web process."""
    with DrillSite(tmp_path / "drill", site.valkey) as made:
        made.folder.mkdir()
        made.manage("drill", "--yes", made.name)
        made.world = made.python(PEOPLE.replace('"sessionid"', '"drillid"'))
        yield made


async def test_what_happens_in_a_drill_stays_there(site, drill):
    live, world = Ear(site.url("/ws/feed/", scheme="ws"), site.world["sessions"]["county"]).start(), drill.world
    try:
        await asyncio.wait_for(live.online.wait(), 5)
        place, person = world["places"]["county"], world["people"]["county"]
        with contextlib.closing(site.redis()) as client:
            waiting = client.llen("celery")  # left by whoever used this site before
        await asyncio.to_thread(drill.python, POSITION.format(place=place, person=person))
        await asyncio.to_thread(drill.python, QUEUED)
        told = await asyncio.to_thread(site.tell, "county", 1)
        await eventually(lambda: told[0] in live.heard, 5)
        await asyncio.sleep(1.2)  # positions go out at most once a second
        assert live.positions == []
        assert set(live.heard) == set(told)
        with contextlib.closing(site.redis()) as client:
            assert client.llen("celery") == waiting
            assert client.llen("drill") == 1
            client.delete("drill")
        assert site.sql("SELECT count(*) FROM teams_team")[0][0] == 0
    finally:
        await live.stop()
