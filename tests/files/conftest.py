"""A county with an incident and a report, somebody in every position to them, and a folder of its own."""

from types import SimpleNamespace

import pytest

from tests.factories import organizations as make
from tests.factories import reports, response


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def place(county):
    """County, people, incident."""
    root, _township, village = county
    officer = make.user("duty_officer", root)
    return SimpleNamespace(
        county=root,
        officer=officer,
        leader=make.user("team_leader", root),
        auditor=make.user("auditor", root),
        grid=make.user("grid_worker", village),
        neighbour=make.user("duty_officer", make.county("乙县")[0]),
        incident=response.incident(jurisdiction=root, owner_unit=root.units.first(), actor=officer),
    )


@pytest.fixture
def report(place):
    """A report of the county, filed by its duty officer."""
    return reports.report(place.officer, jurisdiction=place.county.code)
