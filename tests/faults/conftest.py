"""One site for all these tests: making a database takes seconds."""

import pytest

from tests.faults.processes import Site

PEOPLE = """
from django.test import Client
from tests.factories import organizations as make
city = make.jurisdiction(level="city")
county, neighbour = make.jurisdiction(city), make.jurisdiction(city)
township = make.jurisdiction(county)
def session(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value
people = {
    "city": make.user("duty_officer", city), "county": make.user("duty_officer", county),
    "neighbour": make.user("duty_officer", neighbour), "grid": make.user("grid_worker", township),
}
newcomers = [make.user("duty_officer", county) for _ in range(5)]
answer = {
    "newcomers": [[person.pk, session(person)] for person in newcomers],
    "places": {"city": city.pk, "county": county.pk, "neighbour": neighbour.pk, "township": township.pk},
    "people": {name: person.pk for name, person in people.items()},
    "sessions": {name: session(person) for name, person in people.items()},
}
"""


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Running: Valkey and one web process; `site.world` names places, people and their sessions."""
    with Site(tmp_path_factory.mktemp("site")) as made:
        made.world = made.python(PEOPLE)
        made.start_web()
        yield made
